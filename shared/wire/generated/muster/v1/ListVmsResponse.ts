// Original file: proto/muster/v1/fleet.proto

import type { Vm as _muster_v1_Vm, Vm__Output as _muster_v1_Vm__Output } from '../../muster/v1/Vm.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from '../../muster/v1/Freshness.ts';

/**
 * A page of VMs.
 */
export interface ListVmsResponse {
  /**
   * The VMs.
   */
  'vms'?: (_muster_v1_Vm)[];
  /**
   * Token of the next page. Empty: this was the last.
   */
  'nextPageToken'?: (string);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness | null);
}

/**
 * A page of VMs.
 */
export interface ListVmsResponse__Output {
  /**
   * The VMs.
   */
  'vms'?: (_muster_v1_Vm__Output)[];
  /**
   * Token of the next page. Empty: this was the last.
   */
  'nextPageToken'?: (string);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness__Output);
}
