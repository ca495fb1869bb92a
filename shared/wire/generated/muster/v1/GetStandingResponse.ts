// Original file: proto/muster/v1/peer.proto


/**
 * The standing of a replica.
 */
export interface GetStandingResponse {
  /**
   * It can commit.
   */
  'storage'?: (boolean);
  /**
   * It hears its own hosts well. A replica that does not may be deaf, and waits longer before it gives hosts up.
   */
  'hearsHosts'?: (boolean);
}

/**
 * The standing of a replica.
 */
export interface GetStandingResponse__Output {
  /**
   * It can commit.
   */
  'storage'?: (boolean);
  /**
   * It hears its own hosts well. A replica that does not may be deaf, and waits longer before it gives hosts up.
   */
  'hearsHosts'?: (boolean);
}
