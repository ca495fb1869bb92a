// Original file: proto/muster/v1/fleet.proto


/**
 * Asks for one VM.
 */
export interface GetVmRequest {
  /**
   * UUID of the VM.
   */
  'vmId'?: (string);
}

/**
 * Asks for one VM.
 */
export interface GetVmRequest__Output {
  /**
   * UUID of the VM.
   */
  'vmId'?: (string);
}
