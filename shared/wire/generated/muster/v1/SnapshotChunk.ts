// Original file: proto/muster/v1/agent.proto

import type { VmState as _muster_v1_VmState, VmState__Output as _muster_v1_VmState__Output } from '../../muster/v1/VmState.ts';
import type { ConditionReport as _muster_v1_ConditionReport, ConditionReport__Output as _muster_v1_ConditionReport__Output } from '../../muster/v1/ConditionReport.ts';
import type { HistoryGap as _muster_v1_HistoryGap, HistoryGap__Output as _muster_v1_HistoryGap__Output } from '../../muster/v1/HistoryGap.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from '../../muster/v1/Hardware.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A part of the full picture of a host: all VMs and all conditions the agent reports.
 */
export interface SnapshotChunk {
  /**
   * Change number of the picture: everything up to it is contained.
   */
  'change'?: (number | string | Long);
  /**
   * Number of this part, from 0, without gaps.
   */
  'chunk'?: (number);
  /**
   * True on the last part.
   */
  'last'?: (boolean);
  /**
   * VMs of this part, at most 256.
   */
  'vms'?: (_muster_v1_VmState)[];
  /**
   * Conditions; in the first part only.
   */
  'conditions'?: (_muster_v1_ConditionReport)[];
  /**
   * When the picture was taken, unix ms by the host's clock.
   */
  'observedAtMs'?: (number | string | Long);
  /**
   * Set in the first part if changes before the picture were lost.
   */
  'gap'?: (_muster_v1_HistoryGap | null);
  /**
   * Hardware and system; in the first part only.
   */
  'hardware'?: (_muster_v1_Hardware | null);
  /**
   * False while no hypervisor was listed in this run: then `vms` is empty and says nothing, and the VMs known stay.
   */
  'vmsKnown'?: (boolean);
}

/**
 * A part of the full picture of a host: all VMs and all conditions the agent reports.
 */
export interface SnapshotChunk__Output {
  /**
   * Change number of the picture: everything up to it is contained.
   */
  'change'?: (number);
  /**
   * Number of this part, from 0, without gaps.
   */
  'chunk'?: (number);
  /**
   * True on the last part.
   */
  'last'?: (boolean);
  /**
   * VMs of this part, at most 256.
   */
  'vms'?: (_muster_v1_VmState__Output)[];
  /**
   * Conditions; in the first part only.
   */
  'conditions'?: (_muster_v1_ConditionReport__Output)[];
  /**
   * When the picture was taken, unix ms by the host's clock.
   */
  'observedAtMs'?: (number);
  /**
   * Set in the first part if changes before the picture were lost.
   */
  'gap'?: (_muster_v1_HistoryGap__Output);
  /**
   * Hardware and system; in the first part only.
   */
  'hardware'?: (_muster_v1_Hardware__Output);
  /**
   * False while no hypervisor was listed in this run: then `vms` is empty and says nothing, and the VMs known stay.
   */
  'vmsKnown'?: (boolean);
}
