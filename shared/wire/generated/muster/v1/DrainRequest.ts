// Original file: proto/muster/v1/peer.proto


/**
 * Asks a replica to leave.
 */
export interface DrainRequest {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
}

/**
 * Asks a replica to leave.
 */
export interface DrainRequest__Output {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
}
