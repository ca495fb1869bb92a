// Original file: proto/muster/v1/cluster.proto


/**
 * Asks a replica to leave.
 */
export interface DrainReplicaRequest {
  /**
   * Id of the replica.
   */
  'replicaId'?: (string);
}

/**
 * Asks a replica to leave.
 */
export interface DrainReplicaRequest__Output {
  /**
   * Id of the replica.
   */
  'replicaId'?: (string);
}
