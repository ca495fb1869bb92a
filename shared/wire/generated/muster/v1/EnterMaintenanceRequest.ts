// Original file: proto/muster/v1/host_service.proto


/**
 * Wants maintenance of a host.
 */
export interface EnterMaintenanceRequest {
  /**
   * The host.
   */
  'hostId'?: (string);
  /**
   * Why, in the operator's words; shown with the host. At most 512 characters. Empty: nothing is said.
   */
  'reason'?: (string);
  /**
   * Whoever asks vouches that the machine is off: of a host that is NON_RESPONSIVE, DOWN or REBOOTING the VMs that may run are told
   * as ended (VmRemoved, reason CONFIRMED_OFF). Changes nothing in other statuses.
   */
  'force'?: (boolean);
  /**
   * Chosen by the caller, [A-Za-z0-9_-]{1,64}. Empty: a repeat is another request.
   */
  'requestId'?: (string);
}

/**
 * Wants maintenance of a host.
 */
export interface EnterMaintenanceRequest__Output {
  /**
   * The host.
   */
  'hostId'?: (string);
  /**
   * Why, in the operator's words; shown with the host. At most 512 characters. Empty: nothing is said.
   */
  'reason'?: (string);
  /**
   * Whoever asks vouches that the machine is off: of a host that is NON_RESPONSIVE, DOWN or REBOOTING the VMs that may run are told
   * as ended (VmRemoved, reason CONFIRMED_OFF). Changes nothing in other statuses.
   */
  'force'?: (boolean);
  /**
   * Chosen by the caller, [A-Za-z0-9_-]{1,64}. Empty: a repeat is another request.
   */
  'requestId'?: (string);
}
