// Original file: proto/muster/v1/host.proto

import type { ConditionType as _muster_v1_ConditionType, ConditionType__Output as _muster_v1_ConditionType__Output } from '../../muster/v1/ConditionType.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * A named, edge-triggered fact about a host (the shape of Kubernetes' conditions).
 */
export interface Condition {
  /**
   * Which condition.
   */
  'type'?: (_muster_v1_ConditionType);
  /**
   * True while it holds. A condition that ended stays listed with false.
   */
  'active'?: (boolean);
  /**
   * Stable word for the cause, such as SOCKET_MISSING. Empty when there is nothing to say.
   */
  'reason'?: (string);
  /**
   * One sentence for a person.
   */
  'message'?: (string);
  /**
   * When `active` last changed, by the clock of whoever observed it.
   */
  'since'?: (_google_protobuf_Timestamp | null);
  /**
   * The host is NON_OPERATIONAL for it. Begins once a required condition has lasted its time, and may outlast it by its
   * minimum time.
   */
  'disqualifying'?: (boolean);
}

/**
 * A named, edge-triggered fact about a host (the shape of Kubernetes' conditions).
 */
export interface Condition__Output {
  /**
   * Which condition.
   */
  'type'?: (_muster_v1_ConditionType__Output);
  /**
   * True while it holds. A condition that ended stays listed with false.
   */
  'active'?: (boolean);
  /**
   * Stable word for the cause, such as SOCKET_MISSING. Empty when there is nothing to say.
   */
  'reason'?: (string);
  /**
   * One sentence for a person.
   */
  'message'?: (string);
  /**
   * When `active` last changed, by the clock of whoever observed it.
   */
  'since'?: (_google_protobuf_Timestamp__Output);
  /**
   * The host is NON_OPERATIONAL for it. Begins once a required condition has lasted its time, and may outlast it by its
   * minimum time.
   */
  'disqualifying'?: (boolean);
}
