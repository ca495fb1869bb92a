// Original file: proto/muster/v1/record.proto

import type { Vm as _muster_v1_Vm, Vm__Output as _muster_v1_Vm__Output } from '../../muster/v1/Vm.ts';

/**
 * Value of a key of the bucket muster_vms (key = VM id), as JSON in proto3 mapping. Held by the owner of the
 * host it names. A deleted key is a VM no host knows any more.
 */
export interface VmRecord {
  /**
   * Replica that owns the host.
   */
  'owner'?: (string);
  /**
   * The VM, with placement, epoch and n.
   */
  'vm'?: (_muster_v1_Vm | null);
}

/**
 * Value of a key of the bucket muster_vms (key = VM id), as JSON in proto3 mapping. Held by the owner of the
 * host it names. A deleted key is a VM no host knows any more.
 */
export interface VmRecord__Output {
  /**
   * Replica that owns the host.
   */
  'owner'?: (string);
  /**
   * The VM, with placement, epoch and n.
   */
  'vm'?: (_muster_v1_Vm__Output);
}
