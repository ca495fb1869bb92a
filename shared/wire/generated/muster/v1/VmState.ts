// Original file: proto/muster/v1/agent.proto

import type { VmStatus as _muster_v1_VmStatus, VmStatus__Output as _muster_v1_VmStatus__Output } from '../../muster/v1/VmStatus.ts';
import type { VmReason as _muster_v1_VmReason, VmReason__Output as _muster_v1_VmReason__Output } from '../../muster/v1/VmReason.ts';
import type { VmMigration as _muster_v1_VmMigration, VmMigration__Output as _muster_v1_VmMigration__Output } from '../../muster/v1/VmMigration.ts';
import type { VmDetails as _muster_v1_VmDetails, VmDetails__Output as _muster_v1_VmDetails__Output } from '../../muster/v1/VmDetails.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * State of a VM as its host sees it.
 */
export interface VmState {
  /**
   * UUID.
   */
  'id'?: (string);
  /**
   * Name.
   */
  'name'?: (string);
  /**
   * Status.
   */
  'status'?: (_muster_v1_VmStatus);
  /**
   * Why.
   */
  'reason'?: (_muster_v1_VmReason);
  /**
   * Since when, unix ms by the host's clock. 0: not known.
   */
  'sinceMs'?: (number | string | Long);
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
   * The parts of it that changed since they were last told in this run; in a picture all. A part unset: as before, or not known.
   */
  'details'?: (_muster_v1_VmDetails | null);
}

/**
 * State of a VM as its host sees it.
 */
export interface VmState__Output {
  /**
   * UUID.
   */
  'id'?: (string);
  /**
   * Name.
   */
  'name'?: (string);
  /**
   * Status.
   */
  'status'?: (_muster_v1_VmStatus__Output);
  /**
   * Why.
   */
  'reason'?: (_muster_v1_VmReason__Output);
  /**
   * Since when, unix ms by the host's clock. 0: not known.
   */
  'sinceMs'?: (number);
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
   * The parts of it that changed since they were last told in this run; in a picture all. A part unset: as before, or not known.
   */
  'details'?: (_muster_v1_VmDetails__Output);
}
