// Original file: proto/muster/v1/peer.proto


/**
 * Asks for signs of life.
 */
export interface GetSignsOfLifeRequest {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Ids of the hosts, at most 1000.
   */
  'hostIds'?: (string)[];
}

/**
 * Asks for signs of life.
 */
export interface GetSignsOfLifeRequest__Output {
  /**
   * Replica this is meant for.
   */
  'replicaId'?: (string);
  /**
   * Ids of the hosts, at most 1000.
   */
  'hostIds'?: (string)[];
}
