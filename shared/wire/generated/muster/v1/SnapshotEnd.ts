// Original file: proto/muster/v1/fleet.proto


/**
 * End of the picture.
 */
export interface SnapshotEnd {
  /**
   * Hosts sent.
   */
  'hostCount'?: (number);
  /**
   * VMs sent.
   */
  'vmCount'?: (number);
}

/**
 * End of the picture.
 */
export interface SnapshotEnd__Output {
  /**
   * Hosts sent.
   */
  'hostCount'?: (number);
  /**
   * VMs sent.
   */
  'vmCount'?: (number);
}
