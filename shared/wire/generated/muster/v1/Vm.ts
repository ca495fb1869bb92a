// Original file: proto/muster/v1/vm.proto

import type { VmStatus as _muster_v1_VmStatus, VmStatus__Output as _muster_v1_VmStatus__Output } from '../../muster/v1/VmStatus.ts';
import type { VmReason as _muster_v1_VmReason, VmReason__Output as _muster_v1_VmReason__Output } from '../../muster/v1/VmReason.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { VmMigration as _muster_v1_VmMigration, VmMigration__Output as _muster_v1_VmMigration__Output } from '../../muster/v1/VmMigration.ts';
import type { VmStats as _muster_v1_VmStats, VmStats__Output as _muster_v1_VmStats__Output } from '../../muster/v1/VmStats.ts';
import type { VmHealth as _muster_v1_VmHealth, VmHealth__Output as _muster_v1_VmHealth__Output } from '../../muster/v1/VmHealth.ts';
import type { VmDetails as _muster_v1_VmDetails, VmDetails__Output as _muster_v1_VmDetails__Output } from '../../muster/v1/VmDetails.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One virtual machine.
 */
export interface Vm {
  /**
   * UUID of the VM; never changes.
   */
  'id'?: (string);
  /**
   * Name on its host.
   */
  'name'?: (string);
  /**
   * Host that has it.
   */
  'hostId'?: (string);
  /**
   * Grows by one each time another host takes the VM, from unix ms when the VM was first seen or seen again after it
   * was gone. (placement, epoch, n) orders all events of a VM.
   */
  'placement'?: (number | string | Long);
  /**
   * Status as it must be read now.
   */
  'status'?: (_muster_v1_VmStatus);
  /**
   * Why.
   */
  'reason'?: (_muster_v1_VmReason);
  /**
   * Since when, by the clock of its host (by the owner's for UNKNOWN).
   */
  'since'?: (_google_protobuf_Timestamp | null);
  /**
   * Status its host last reported; differs from `status` only while that is UNKNOWN.
   */
  'reportedStatus'?: (_muster_v1_VmStatus);
  /**
   * Reason its host last reported.
   */
  'reportedReason'?: (_muster_v1_VmReason);
  /**
   * True if it stays defined when it is off.
   */
  'persistent'?: (boolean);
  /**
   * Virtual processors. 0: not known.
   */
  'vcpuCount'?: (number);
  /**
   * Memory it may have at most, in KiB. 0: not known.
   */
  'memoryMaxKib'?: (number | string | Long);
  /**
   * True while its guest agent is connected.
   */
  'guestAgentConnected'?: (boolean);
  /**
   * The migration going on. Unset: none.
   */
  'migration'?: (_muster_v1_VmMigration | null);
  /**
   * Epoch of the owner at its last change.
   */
  'epoch'?: (number | string | Long);
  /**
   * Number of its last change among those of its host.
   */
  'n'?: (number | string | Long);
  /**
   * Last sample. Unset: none yet, or not asked for.
   */
  'stats'?: (_muster_v1_VmStats | null);
  /**
   * When the last sample arrived, by the owner's wall clock.
   */
  'statsAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Since when it had the status its host last reported, by the clock of that host.
   */
  'reportedSince'?: (_google_protobuf_Timestamp | null);
  /**
   * Other hosts that run it at the same time and may not take it (event VmDuplicated). In answers of GetVm and ListVms
   * only; elsewhere the hosts themselves say so.
   */
  'duplicateHostIds'?: (string)[];
  /**
   * Health, derived from `status`, `reason` and what time alone brought about.
   */
  'health'?: (_muster_v1_VmHealth);
  /**
   * Since when it is OUT_OF_CONTACT, MISSING or ZOMBIE, by the owner's wall clock. Unset: it is none of these.
   */
  'overdueSince'?: (_google_protobuf_Timestamp | null);
  /**
   * More of it, as far as its host tells. Unset: nothing.
   */
  'details'?: (_muster_v1_VmDetails | null);
}

/**
 * One virtual machine.
 */
export interface Vm__Output {
  /**
   * UUID of the VM; never changes.
   */
  'id'?: (string);
  /**
   * Name on its host.
   */
  'name'?: (string);
  /**
   * Host that has it.
   */
  'hostId'?: (string);
  /**
   * Grows by one each time another host takes the VM, from unix ms when the VM was first seen or seen again after it
   * was gone. (placement, epoch, n) orders all events of a VM.
   */
  'placement'?: (number);
  /**
   * Status as it must be read now.
   */
  'status'?: (_muster_v1_VmStatus__Output);
  /**
   * Why.
   */
  'reason'?: (_muster_v1_VmReason__Output);
  /**
   * Since when, by the clock of its host (by the owner's for UNKNOWN).
   */
  'since'?: (_google_protobuf_Timestamp__Output);
  /**
   * Status its host last reported; differs from `status` only while that is UNKNOWN.
   */
  'reportedStatus'?: (_muster_v1_VmStatus__Output);
  /**
   * Reason its host last reported.
   */
  'reportedReason'?: (_muster_v1_VmReason__Output);
  /**
   * True if it stays defined when it is off.
   */
  'persistent'?: (boolean);
  /**
   * Virtual processors. 0: not known.
   */
  'vcpuCount'?: (number);
  /**
   * Memory it may have at most, in KiB. 0: not known.
   */
  'memoryMaxKib'?: (number);
  /**
   * True while its guest agent is connected.
   */
  'guestAgentConnected'?: (boolean);
  /**
   * The migration going on. Unset: none.
   */
  'migration'?: (_muster_v1_VmMigration__Output);
  /**
   * Epoch of the owner at its last change.
   */
  'epoch'?: (number);
  /**
   * Number of its last change among those of its host.
   */
  'n'?: (number);
  /**
   * Last sample. Unset: none yet, or not asked for.
   */
  'stats'?: (_muster_v1_VmStats__Output);
  /**
   * When the last sample arrived, by the owner's wall clock.
   */
  'statsAt'?: (_google_protobuf_Timestamp__Output);
  /**
   * Since when it had the status its host last reported, by the clock of that host.
   */
  'reportedSince'?: (_google_protobuf_Timestamp__Output);
  /**
   * Other hosts that run it at the same time and may not take it (event VmDuplicated). In answers of GetVm and ListVms
   * only; elsewhere the hosts themselves say so.
   */
  'duplicateHostIds'?: (string)[];
  /**
   * Health, derived from `status`, `reason` and what time alone brought about.
   */
  'health'?: (_muster_v1_VmHealth__Output);
  /**
   * Since when it is OUT_OF_CONTACT, MISSING or ZOMBIE, by the owner's wall clock. Unset: it is none of these.
   */
  'overdueSince'?: (_google_protobuf_Timestamp__Output);
  /**
   * More of it, as far as its host tells. Unset: nothing.
   */
  'details'?: (_muster_v1_VmDetails__Output);
}
