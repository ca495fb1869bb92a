// Original file: proto/muster/v1/vm_details.proto

/**
 * Kind of a device.
 */
export const VmDeviceKind = {
  /**
   * Never sent; a kind of a newer version.
   */
  VM_DEVICE_KIND_UNSPECIFIED: 'VM_DEVICE_KIND_UNSPECIFIED',
  /**
   * A disk, a CD or a floppy.
   */
  VM_DEVICE_KIND_DISK: 'VM_DEVICE_KIND_DISK',
  /**
   * A network interface.
   */
  VM_DEVICE_KIND_NIC: 'VM_DEVICE_KIND_NIC',
  /**
   * A channel between guest and host.
   */
  VM_DEVICE_KIND_CHANNEL: 'VM_DEVICE_KIND_CHANNEL',
  /**
   * A device of the host, handed to the VM.
   */
  VM_DEVICE_KIND_HOSTDEV: 'VM_DEVICE_KIND_HOSTDEV',
} as const;

/**
 * Kind of a device.
 */
export type VmDeviceKind =
  /**
   * Never sent; a kind of a newer version.
   */
  | 'VM_DEVICE_KIND_UNSPECIFIED'
  | 0
  /**
   * A disk, a CD or a floppy.
   */
  | 'VM_DEVICE_KIND_DISK'
  | 1
  /**
   * A network interface.
   */
  | 'VM_DEVICE_KIND_NIC'
  | 2
  /**
   * A channel between guest and host.
   */
  | 'VM_DEVICE_KIND_CHANNEL'
  | 3
  /**
   * A device of the host, handed to the VM.
   */
  | 'VM_DEVICE_KIND_HOSTDEV'
  | 4

/**
 * Kind of a device.
 */
export type VmDeviceKind__Output = typeof VmDeviceKind[keyof typeof VmDeviceKind]
