// Original file: proto/muster/v1/peer.proto


/**
 * Asks for the standing of a replica.
 */
export interface GetStandingRequest {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
}

/**
 * Asks for the standing of a replica.
 */
export interface GetStandingRequest__Output {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
}
