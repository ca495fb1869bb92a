// Original file: proto/muster/v1/peer.proto


/**
 * What an operator asks of a host.
 */
export interface OperateHostRequest {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * enter-maintenance, exit-maintenance, retire or delete.
   */
  'verb'?: (string);
  /**
   * Request of the operator; given by the replica that asks if the operator gave none.
   */
  'requestId'?: (string);
  /**
   * Who asked, as the replica that asks knows it.
   */
  'by'?: (string);
  /**
   * Why, in the operator's words.
   */
  'reason'?: (string);
  /**
   * The operator vouches for what nobody can see.
   */
  'force'?: (boolean);
}

/**
 * What an operator asks of a host.
 */
export interface OperateHostRequest__Output {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * enter-maintenance, exit-maintenance, retire or delete.
   */
  'verb'?: (string);
  /**
   * Request of the operator; given by the replica that asks if the operator gave none.
   */
  'requestId'?: (string);
  /**
   * Who asked, as the replica that asks knows it.
   */
  'by'?: (string);
  /**
   * Why, in the operator's words.
   */
  'reason'?: (string);
  /**
   * The operator vouches for what nobody can see.
   */
  'force'?: (boolean);
}
