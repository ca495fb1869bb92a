// Original file: proto/muster/v1/fleet.proto

import type { Vm as _muster_v1_Vm, Vm__Output as _muster_v1_Vm__Output } from '../../muster/v1/Vm.ts';

/**
 * One VM.
 */
export interface GetVmResponse {
  /**
   * The VM.
   */
  'vm'?: (_muster_v1_Vm | null);
}

/**
 * One VM.
 */
export interface GetVmResponse__Output {
  /**
   * The VM.
   */
  'vm'?: (_muster_v1_Vm__Output);
}
