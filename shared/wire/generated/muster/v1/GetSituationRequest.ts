// Original file: proto/muster/v1/peer.proto


/**
 * Asks for the contact with a host.
 */
export interface GetSituationRequest {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Id of the host.
   */
  'hostId'?: (string);
}

/**
 * Asks for the contact with a host.
 */
export interface GetSituationRequest__Output {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Id of the host.
   */
  'hostId'?: (string);
}
