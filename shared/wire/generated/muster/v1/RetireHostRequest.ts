// Original file: proto/muster/v1/host_service.proto


/**
 * Makes a host a tombstone.
 */
export interface RetireHostRequest {
  /**
   * The host.
   */
  'hostId'?: (string);
  /**
   * Why, in the operator's words; shown with the host, and told to its agent. At most 512 characters. Empty: nothing is said.
   */
  'reason'?: (string);
  /**
   * Forgets VMs too that may run on it.
   */
  'force'?: (boolean);
  /**
   * Chosen by the caller, [A-Za-z0-9_-]{1,64}. Empty: a repeat is another request.
   */
  'requestId'?: (string);
}

/**
 * Makes a host a tombstone.
 */
export interface RetireHostRequest__Output {
  /**
   * The host.
   */
  'hostId'?: (string);
  /**
   * Why, in the operator's words; shown with the host, and told to its agent. At most 512 characters. Empty: nothing is said.
   */
  'reason'?: (string);
  /**
   * Forgets VMs too that may run on it.
   */
  'force'?: (boolean);
  /**
   * Chosen by the caller, [A-Za-z0-9_-]{1,64}. Empty: a repeat is another request.
   */
  'requestId'?: (string);
}
