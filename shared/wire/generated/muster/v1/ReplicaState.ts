// Original file: proto/muster/v1/cluster.proto

/**
 * Where a replica is in its life.
 */
export const ReplicaState = {
  /**
   * Not said, or of a newer version.
   */
  REPLICA_STATE_UNSPECIFIED: 'REPLICA_STATE_UNSPECIFIED',
  /**
   * Getting ready; owns nothing yet.
   */
  REPLICA_STATE_JOINING: 'REPLICA_STATE_JOINING',
  /**
   * Takes its share of the hosts.
   */
  REPLICA_STATE_ACTIVE: 'REPLICA_STATE_ACTIVE',
  /**
   * Hands its hosts over and leaves.
   */
  REPLICA_STATE_DRAINING: 'REPLICA_STATE_DRAINING',
} as const;

/**
 * Where a replica is in its life.
 */
export type ReplicaState =
  /**
   * Not said, or of a newer version.
   */
  | 'REPLICA_STATE_UNSPECIFIED'
  | 0
  /**
   * Getting ready; owns nothing yet.
   */
  | 'REPLICA_STATE_JOINING'
  | 1
  /**
   * Takes its share of the hosts.
   */
  | 'REPLICA_STATE_ACTIVE'
  | 2
  /**
   * Hands its hosts over and leaves.
   */
  | 'REPLICA_STATE_DRAINING'
  | 3

/**
 * Where a replica is in its life.
 */
export type ReplicaState__Output = typeof ReplicaState[keyof typeof ReplicaState]
