// Original file: proto/muster/v1/vm_details.proto

import type { GuestAgentState as _muster_v1_GuestAgentState, GuestAgentState__Output as _muster_v1_GuestAgentState__Output } from '../../muster/v1/GuestAgentState.ts';
import type { GuestAddresses as _muster_v1_GuestAddresses, GuestAddresses__Output as _muster_v1_GuestAddresses__Output } from '../../muster/v1/GuestAddresses.ts';
import type { VmMemory as _muster_v1_VmMemory, VmMemory__Output as _muster_v1_VmMemory__Output } from '../../muster/v1/VmMemory.ts';
import type { MemoryIssues as _muster_v1_MemoryIssues, MemoryIssues__Output as _muster_v1_MemoryIssues__Output } from '../../muster/v1/MemoryIssues.ts';
import type { VmDevices as _muster_v1_VmDevices, VmDevices__Output as _muster_v1_VmDevices__Output } from '../../muster/v1/VmDevices.ts';

/**
 * What is known of a VM beyond its state. A part that is unset is not known.
 */
export interface VmDetails {
  /**
   * The agent inside the guest; of a VM that runs.
   */
  'guestAgent'?: (_muster_v1_GuestAgentState);
  /**
   * Addresses inside the guest, as its agent told them; of a VM that runs.
   */
  'guestAddresses'?: (_muster_v1_GuestAddresses | null);
  /**
   * What the VM is to have of memory.
   */
  'memory'?: (_muster_v1_VmMemory | null);
  /**
   * What is wrong with its memory; of a VM that runs.
   */
  'memoryIssues'?: (_muster_v1_MemoryIssues | null);
  /**
   * What it is made of.
   */
  'devices'?: (_muster_v1_VmDevices | null);
}

/**
 * What is known of a VM beyond its state. A part that is unset is not known.
 */
export interface VmDetails__Output {
  /**
   * The agent inside the guest; of a VM that runs.
   */
  'guestAgent'?: (_muster_v1_GuestAgentState__Output);
  /**
   * Addresses inside the guest, as its agent told them; of a VM that runs.
   */
  'guestAddresses'?: (_muster_v1_GuestAddresses__Output);
  /**
   * What the VM is to have of memory.
   */
  'memory'?: (_muster_v1_VmMemory__Output);
  /**
   * What is wrong with its memory; of a VM that runs.
   */
  'memoryIssues'?: (_muster_v1_MemoryIssues__Output);
  /**
   * What it is made of.
   */
  'devices'?: (_muster_v1_VmDevices__Output);
}
