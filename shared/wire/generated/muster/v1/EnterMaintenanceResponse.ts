// Original file: proto/muster/v1/host_service.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';

/**
 * The host, with maintenance.
 */
export interface EnterMaintenanceResponse {
  /**
   * As it is after the commit, without samples.
   */
  'host'?: (_muster_v1_Host | null);
}

/**
 * The host, with maintenance.
 */
export interface EnterMaintenanceResponse__Output {
  /**
   * As it is after the commit, without samples.
   */
  'host'?: (_muster_v1_Host__Output);
}
