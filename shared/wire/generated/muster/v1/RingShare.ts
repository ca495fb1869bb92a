// Original file: proto/muster/v1/cluster.proto


/**
 * The share of one replica.
 */
export interface RingShare {
  /**
   * Id of the replica.
   */
  'replicaId'?: (string);
  /**
   * Takes part in sharing out: lives, is active and has a weight. Without it wanted is 0.
   */
  'inRing'?: (boolean);
  /**
   * Share relative to the others.
   */
  'weight'?: (number | string);
  /**
   * Hosts it should own.
   */
  'wanted'?: (number);
  /**
   * Hosts it owns.
   */
  'owned'?: (number);
  /**
   * Hosts it should own and does not yet.
   */
  'incoming'?: (number);
  /**
   * Hosts it owns and should not any more.
   */
  'outgoing'?: (number);
}

/**
 * The share of one replica.
 */
export interface RingShare__Output {
  /**
   * Id of the replica.
   */
  'replicaId'?: (string);
  /**
   * Takes part in sharing out: lives, is active and has a weight. Without it wanted is 0.
   */
  'inRing'?: (boolean);
  /**
   * Share relative to the others.
   */
  'weight'?: (number);
  /**
   * Hosts it should own.
   */
  'wanted'?: (number);
  /**
   * Hosts it owns.
   */
  'owned'?: (number);
  /**
   * Hosts it should own and does not yet.
   */
  'incoming'?: (number);
  /**
   * Hosts it owns and should not any more.
   */
  'outgoing'?: (number);
}
