// Original file: proto/muster/v1/cluster.proto

import type { RingShare as _muster_v1_RingShare, RingShare__Output as _muster_v1_RingShare__Output } from '../../muster/v1/RingShare.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from '../../muster/v1/Freshness.ts';

/**
 * The shares.
 */
export interface GetRingResponse {
  /**
   * Everybody who owns hosts or should, ordered by id.
   */
  'shares'?: (_muster_v1_RingShare)[];
  /**
   * Hosts of the fleet.
   */
  'hostCount'?: (number);
  /**
   * Hosts that nobody owns.
   */
  'unownedCount'?: (number);
  /**
   * Hosts that are not owned by whom they should be, those of nobody among them.
   */
  'misplacedCount'?: (number);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness | null);
}

/**
 * The shares.
 */
export interface GetRingResponse__Output {
  /**
   * Everybody who owns hosts or should, ordered by id.
   */
  'shares'?: (_muster_v1_RingShare__Output)[];
  /**
   * Hosts of the fleet.
   */
  'hostCount'?: (number);
  /**
   * Hosts that nobody owns.
   */
  'unownedCount'?: (number);
  /**
   * Hosts that are not owned by whom they should be, those of nobody among them.
   */
  'misplacedCount'?: (number);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness__Output);
}
