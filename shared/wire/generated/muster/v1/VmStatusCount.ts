// Original file: proto/muster/v1/fleet.proto

import type { VmStatus as _muster_v1_VmStatus, VmStatus__Output as _muster_v1_VmStatus__Output } from '../../muster/v1/VmStatus.ts';

/**
 * How many VMs have a status.
 */
export interface VmStatusCount {
  /**
   * The status.
   */
  'status'?: (_muster_v1_VmStatus);
  /**
   * How many.
   */
  'count'?: (number);
}

/**
 * How many VMs have a status.
 */
export interface VmStatusCount__Output {
  /**
   * The status.
   */
  'status'?: (_muster_v1_VmStatus__Output);
  /**
   * How many.
   */
  'count'?: (number);
}
