// Original file: proto/muster/v1/host_service.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';

/**
 * The tombstone.
 */
export interface RetireHostResponse {
  /**
   * As it is after the commit.
   */
  'host'?: (_muster_v1_Host | null);
}

/**
 * The tombstone.
 */
export interface RetireHostResponse__Output {
  /**
   * As it is after the commit.
   */
  'host'?: (_muster_v1_Host__Output);
}
