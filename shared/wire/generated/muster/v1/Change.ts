// Original file: proto/muster/v1/agent.proto

import type { VmState as _muster_v1_VmState, VmState__Output as _muster_v1_VmState__Output } from '../../muster/v1/VmState.ts';
import type { VmIncidentReport as _muster_v1_VmIncidentReport, VmIncidentReport__Output as _muster_v1_VmIncidentReport__Output } from '../../muster/v1/VmIncidentReport.ts';
import type { ConditionReport as _muster_v1_ConditionReport, ConditionReport__Output as _muster_v1_ConditionReport__Output } from '../../muster/v1/ConditionReport.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from '../../muster/v1/Hardware.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One observed state change.
 */
export interface Change {
  /**
   * Number within the run, from 1, never reused (I4).
   */
  'change'?: (number | string | Long);
  /**
   * When it was observed, unix ms by the host's clock.
   */
  'observedAtMs'?: (number | string | Long);
  /**
   * A VM is new or has another state; the whole state.
   */
  'vm'?: (_muster_v1_VmState | null);
  /**
   * Id of a VM that the host does not know any more.
   */
  'vmRemoved'?: (string);
  /**
   * Something happened to a VM without changing its state.
   */
  'incident'?: (_muster_v1_VmIncidentReport | null);
  /**
   * A condition of the host began or ended.
   */
  'condition'?: (_muster_v1_ConditionReport | null);
  /**
   * The hardware or system description changed; the whole description.
   */
  'hardware'?: (_muster_v1_Hardware | null);
  /**
   * What changed; one at most. None: a number of a picture that was not completed. A kind of a newer agent is counted.
   */
  'body'?: "vm"|"vmRemoved"|"incident"|"condition"|"hardware";
}

/**
 * One observed state change.
 */
export interface Change__Output {
  /**
   * Number within the run, from 1, never reused (I4).
   */
  'change'?: (number);
  /**
   * When it was observed, unix ms by the host's clock.
   */
  'observedAtMs'?: (number);
  /**
   * A VM is new or has another state; the whole state.
   */
  'vm'?: (_muster_v1_VmState__Output);
  /**
   * Id of a VM that the host does not know any more.
   */
  'vmRemoved'?: (string);
  /**
   * Something happened to a VM without changing its state.
   */
  'incident'?: (_muster_v1_VmIncidentReport__Output);
  /**
   * A condition of the host began or ended.
   */
  'condition'?: (_muster_v1_ConditionReport__Output);
  /**
   * The hardware or system description changed; the whole description.
   */
  'hardware'?: (_muster_v1_Hardware__Output);
  /**
   * What changed; one at most. None: a number of a picture that was not completed. A kind of a newer agent is counted.
   */
  'body'?: "vm"|"vmRemoved"|"incident"|"condition"|"hardware";
}
