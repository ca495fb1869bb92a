// Original file: proto/muster/v1/vm_details.proto

import type { VmDeviceKind as _muster_v1_VmDeviceKind, VmDeviceKind__Output as _muster_v1_VmDeviceKind__Output } from '../../muster/v1/VmDeviceKind.ts';

/**
 * A device of a VM.
 */
export interface VmDevice {
  /**
   * Kind.
   */
  'kind'?: (_muster_v1_VmDeviceKind);
  /**
   * Id within the VM, such as net0. Empty: the VM is off.
   */
  'alias'?: (string);
  /**
   * What is behind it, such as file, bridge, unix, pci.
   */
  'type'?: (string);
  /**
   * Its name: of a disk in the guest, of a NIC on the host, of a channel on both sides.
   */
  'target'?: (string);
  /**
   * Where it leads, such as a file, a bridge, an address on the host. Empty: nowhere, or not known.
   */
  'source'?: (string);
  /**
   * Where the guest finds it, such as pci:0000:00:03.0.
   */
  'address'?: (string);
  /**
   * Hardware address of a NIC, lower case.
   */
  'mac'?: (string);
}

/**
 * A device of a VM.
 */
export interface VmDevice__Output {
  /**
   * Kind.
   */
  'kind'?: (_muster_v1_VmDeviceKind__Output);
  /**
   * Id within the VM, such as net0. Empty: the VM is off.
   */
  'alias'?: (string);
  /**
   * What is behind it, such as file, bridge, unix, pci.
   */
  'type'?: (string);
  /**
   * Its name: of a disk in the guest, of a NIC on the host, of a channel on both sides.
   */
  'target'?: (string);
  /**
   * Where it leads, such as a file, a bridge, an address on the host. Empty: nowhere, or not known.
   */
  'source'?: (string);
  /**
   * Where the guest finds it, such as pci:0000:00:03.0.
   */
  'address'?: (string);
  /**
   * Hardware address of a NIC, lower case.
   */
  'mac'?: (string);
}
