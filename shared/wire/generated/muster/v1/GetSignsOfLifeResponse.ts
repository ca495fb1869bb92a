// Original file: proto/muster/v1/peer.proto

import type { SignOfLife as _muster_v1_SignOfLife, SignOfLife__Output as _muster_v1_SignOfLife__Output } from '../../muster/v1/SignOfLife.ts';

/**
 * The signs of life.
 */
export interface GetSignsOfLifeResponse {
  /**
   * In the order asked for, without those of which the replica heard nothing in the last 15 s.
   */
  'signs'?: (_muster_v1_SignOfLife)[];
}

/**
 * The signs of life.
 */
export interface GetSignsOfLifeResponse__Output {
  /**
   * In the order asked for, without those of which the replica heard nothing in the last 15 s.
   */
  'signs'?: (_muster_v1_SignOfLife__Output)[];
}
