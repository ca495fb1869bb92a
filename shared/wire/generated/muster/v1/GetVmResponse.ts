// Original file: proto/muster/v1/fleet.proto

import type { Vm as _muster_v1_Vm, Vm__Output as _muster_v1_Vm__Output } from '../../muster/v1/Vm.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from '../../muster/v1/Freshness.ts';

/**
 * One VM.
 */
export interface GetVmResponse {
  /**
   * The VM.
   */
  'vm'?: (_muster_v1_Vm | null);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness | null);
}

/**
 * One VM.
 */
export interface GetVmResponse__Output {
  /**
   * The VM.
   */
  'vm'?: (_muster_v1_Vm__Output);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness__Output);
}
