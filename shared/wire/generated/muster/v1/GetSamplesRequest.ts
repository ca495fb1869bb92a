// Original file: proto/muster/v1/peer.proto

import type { WantedSamples as _muster_v1_WantedSamples, WantedSamples__Output as _muster_v1_WantedSamples__Output } from '../../muster/v1/WantedSamples.ts';

/**
 * Asks for samples.
 */
export interface GetSamplesRequest {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Which ones, at most 1000.
   */
  'hosts'?: (_muster_v1_WantedSamples)[];
}

/**
 * Asks for samples.
 */
export interface GetSamplesRequest__Output {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Which ones, at most 1000.
   */
  'hosts'?: (_muster_v1_WantedSamples__Output)[];
}
