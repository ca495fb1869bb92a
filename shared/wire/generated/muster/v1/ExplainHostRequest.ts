// Original file: proto/muster/v1/fleet.proto


/**
 * Asks why a host is what it is.
 */
export interface ExplainHostRequest {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
}

/**
 * Asks why a host is what it is.
 */
export interface ExplainHostRequest__Output {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
}
