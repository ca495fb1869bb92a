// Original file: proto/muster/v1/host.proto


/**
 * The hypervisor of a host.
 */
export interface Hypervisor {
  /**
   * Driver, such as QEMU or TEST.
   */
  'type'?: (string);
  /**
   * Version of the hypervisor, such as 7.2.22.
   */
  'version'?: (string);
  /**
   * Version of the management library, such as 9.0.0.
   */
  'libraryVersion'?: (string);
}

/**
 * The hypervisor of a host.
 */
export interface Hypervisor__Output {
  /**
   * Driver, such as QEMU or TEST.
   */
  'type'?: (string);
  /**
   * Version of the hypervisor, such as 7.2.22.
   */
  'version'?: (string);
  /**
   * Version of the management library, such as 9.0.0.
   */
  'libraryVersion'?: (string);
}
