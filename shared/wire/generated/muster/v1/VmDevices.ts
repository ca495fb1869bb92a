// Original file: proto/muster/v1/vm_details.proto

import type { VmDevice as _muster_v1_VmDevice, VmDevice__Output as _muster_v1_VmDevice__Output } from '../../muster/v1/VmDevice.ts';

/**
 * What a VM is made of.
 */
export interface VmDevices {
  /**
   * The first of them by kind and alias, at most 64.
   */
  'devices'?: (_muster_v1_VmDevice)[];
  /**
   * How many were left out.
   */
  'omitted'?: (number);
}

/**
 * What a VM is made of.
 */
export interface VmDevices__Output {
  /**
   * The first of them by kind and alias, at most 64.
   */
  'devices'?: (_muster_v1_VmDevice__Output)[];
  /**
   * How many were left out.
   */
  'omitted'?: (number);
}
