// Original file: proto/muster/v1/host_service.proto


/**
 * Takes maintenance of a host back.
 */
export interface ExitMaintenanceRequest {
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
 * Takes maintenance of a host back.
 */
export interface ExitMaintenanceRequest__Output {
  /**
   * The host.
   */
  'hostId'?: (string);
  /**
   * Chosen by the caller, [A-Za-z0-9_-]{1,64}. Empty: a repeat is another request.
   */
  'requestId'?: (string);
}
