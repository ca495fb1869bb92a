// Original file: proto/muster/v1/fleet.proto


/**
 * Asks for one host.
 */
export interface GetHostRequest {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
}

/**
 * Asks for one host.
 */
export interface GetHostRequest__Output {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
}
