// Original file: proto/muster/v1/peer.proto

import type { HostSituation as _muster_v1_HostSituation, HostSituation__Output as _muster_v1_HostSituation__Output } from '../../muster/v1/HostSituation.ts';

/**
 * The contact with a host.
 */
export interface GetSituationResponse {
  /**
   * Unset: the replica does not own the host.
   */
  'situation'?: (_muster_v1_HostSituation | null);
}

/**
 * The contact with a host.
 */
export interface GetSituationResponse__Output {
  /**
   * Unset: the replica does not own the host.
   */
  'situation'?: (_muster_v1_HostSituation__Output);
}
