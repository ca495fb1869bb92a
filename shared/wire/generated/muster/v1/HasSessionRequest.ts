// Original file: proto/muster/v1/peer.proto


/**
 * Asks for a session.
 */
export interface HasSessionRequest {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * Run of the agent that stands before the replica that asks.
   */
  'run'?: (string);
  /**
   * Replica that asks; it is about to claim the host.
   */
  'askedBy'?: (string);
}

/**
 * Asks for a session.
 */
export interface HasSessionRequest__Output {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * Run of the agent that stands before the replica that asks.
   */
  'run'?: (string);
  /**
   * Replica that asks; it is about to claim the host.
   */
  'askedBy'?: (string);
}
