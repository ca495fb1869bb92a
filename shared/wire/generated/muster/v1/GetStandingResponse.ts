// Original file: proto/muster/v1/peer.proto


/**
 * The standing of a replica.
 */
export interface GetStandingResponse {
  /**
   * It can commit.
   */
  'storage'?: (boolean);
}

/**
 * The standing of a replica.
 */
export interface GetStandingResponse__Output {
  /**
   * It can commit.
   */
  'storage'?: (boolean);
}
