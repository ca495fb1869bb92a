// Original file: proto/muster/v1/cluster.proto

import type { Replica as _muster_v1_Replica, Replica__Output as _muster_v1_Replica__Output } from '../../muster/v1/Replica.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from '../../muster/v1/Freshness.ts';

/**
 * The replicas.
 */
export interface ListReplicasResponse {
  /**
   * The replicas.
   */
  'replicas'?: (_muster_v1_Replica)[];
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness | null);
}

/**
 * The replicas.
 */
export interface ListReplicasResponse__Output {
  /**
   * The replicas.
   */
  'replicas'?: (_muster_v1_Replica__Output)[];
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness__Output);
}
