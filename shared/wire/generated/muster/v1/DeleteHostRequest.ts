// Original file: proto/muster/v1/host_service.proto


/**
 * Removes a tombstone.
 */
export interface DeleteHostRequest {
  /**
   * The host.
   */
  'hostId'?: (string);
  /**
   * Chosen by the caller, [A-Za-z0-9_-]{1,64}. Empty: a repeat is another request.
   */
  'requestId'?: (string);
}

/**
 * Removes a tombstone.
 */
export interface DeleteHostRequest__Output {
  /**
   * The host.
   */
  'hostId'?: (string);
  /**
   * Chosen by the caller, [A-Za-z0-9_-]{1,64}. Empty: a repeat is another request.
   */
  'requestId'?: (string);
}
