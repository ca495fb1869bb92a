// Original file: proto/muster/v1/agent.proto

import type { ConditionType as _muster_v1_ConditionType, ConditionType__Output as _muster_v1_ConditionType__Output } from '../../muster/v1/ConditionType.ts';

/**
 * A condition as the agent sees it.
 */
export interface ConditionReport {
  /**
   * Which condition.
   */
  'type'?: (_muster_v1_ConditionType);
  /**
   * True while it holds.
   */
  'active'?: (boolean);
  /**
   * Stable word for the cause.
   */
  'reason'?: (string);
  /**
   * One sentence for a person.
   */
  'message'?: (string);
}

/**
 * A condition as the agent sees it.
 */
export interface ConditionReport__Output {
  /**
   * Which condition.
   */
  'type'?: (_muster_v1_ConditionType__Output);
  /**
   * True while it holds.
   */
  'active'?: (boolean);
  /**
   * Stable word for the cause.
   */
  'reason'?: (string);
  /**
   * One sentence for a person.
   */
  'message'?: (string);
}
