// Original file: proto/muster/v1/cluster.proto


/**
 * It has begun.
 */
export interface DrainReplicaResponse {
  /**
   * It was draining already.
   */
  'alreadyDraining'?: (boolean);
}

/**
 * It has begun.
 */
export interface DrainReplicaResponse__Output {
  /**
   * It was draining already.
   */
  'alreadyDraining'?: (boolean);
}
