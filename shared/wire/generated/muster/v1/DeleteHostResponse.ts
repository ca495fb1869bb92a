// Original file: proto/muster/v1/host_service.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';

/**
 * What is gone.
 */
export interface DeleteHostResponse {
  /**
   * The last record of the host: RETIRED, with the reason REMOVED.
   */
  'host'?: (_muster_v1_Host | null);
}

/**
 * What is gone.
 */
export interface DeleteHostResponse__Output {
  /**
   * The last record of the host: RETIRED, with the reason REMOVED.
   */
  'host'?: (_muster_v1_Host__Output);
}
