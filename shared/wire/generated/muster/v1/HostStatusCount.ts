// Original file: proto/muster/v1/fleet.proto

import type { HostStatus as _muster_v1_HostStatus, HostStatus__Output as _muster_v1_HostStatus__Output } from '../../muster/v1/HostStatus.ts';

/**
 * How many hosts have a status.
 */
export interface HostStatusCount {
  /**
   * The status.
   */
  'status'?: (_muster_v1_HostStatus);
  /**
   * How many.
   */
  'count'?: (number);
}

/**
 * How many hosts have a status.
 */
export interface HostStatusCount__Output {
  /**
   * The status.
   */
  'status'?: (_muster_v1_HostStatus__Output);
  /**
   * How many.
   */
  'count'?: (number);
}
