// Original file: proto/muster/v1/event.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';
import type { Vm as _muster_v1_Vm, Vm__Output as _muster_v1_Vm__Output } from '../../muster/v1/Vm.ts';

/**
 * A host or a VM inside an event.
 */
export interface EventObject {
  /**
   * A host, without samples.
   */
  'host'?: (_muster_v1_Host | null);
  /**
   * A VM, without samples.
   */
  'vm'?: (_muster_v1_Vm | null);
  /**
   * Which of them.
   */
  'object'?: "host"|"vm";
}

/**
 * A host or a VM inside an event.
 */
export interface EventObject__Output {
  /**
   * A host, without samples.
   */
  'host'?: (_muster_v1_Host__Output);
  /**
   * A VM, without samples.
   */
  'vm'?: (_muster_v1_Vm__Output);
  /**
   * Which of them.
   */
  'object'?: "host"|"vm";
}
