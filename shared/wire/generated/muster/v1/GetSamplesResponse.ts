// Original file: proto/muster/v1/peer.proto

import type { HostSamples as _muster_v1_HostSamples, HostSamples__Output as _muster_v1_HostSamples__Output } from '../../muster/v1/HostSamples.ts';

/**
 * The samples.
 */
export interface GetSamplesResponse {
  /**
   * In the order asked for; as many from the start as fit into one message.
   */
  'hosts'?: (_muster_v1_HostSamples)[];
}

/**
 * The samples.
 */
export interface GetSamplesResponse__Output {
  /**
   * In the order asked for; as many from the start as fit into one message.
   */
  'hosts'?: (_muster_v1_HostSamples__Output)[];
}
