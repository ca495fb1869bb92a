// Original file: proto/muster/v1/situation.proto

import type { ConditionType as _muster_v1_ConditionType, ConditionType__Output as _muster_v1_ConditionType__Output } from '../../muster/v1/ConditionType.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * How it stands with one condition of a host, at its owner.
 */
export interface ConditionStanding {
  /**
   * Which condition.
   */
  'type'?: (_muster_v1_ConditionType);
  /**
   * It holds. For a condition that agents tell: it counts against the host.
   */
  'active'?: (boolean);
  /**
   * A host with it is NON_OPERATIONAL.
   */
  'required'?: (boolean);
  /**
   * What it is judged by, in `unit`. Unset: not known.
   */
  'value'?: (number | string);
  /**
   * It begins at this value or above.
   */
  'enter'?: (number | string);
  /**
   * It ends at this value or below.
   */
  'exit'?: (number | string);
  /**
   * What the three are counted in, such as %, ms. Empty: 1 is true, 0 is false.
   */
  'unit'?: (string);
  /**
   * The value in words, one clause. Empty: not known.
   */
  'text'?: (string);
  /**
   * Time until it begins or ends if the value stays where it is, in ms. Unset: it does neither.
   */
  'turnsInMs'?: (number | string | Long);
  '_value'?: "value";
  '_turnsInMs'?: "turnsInMs";
}

/**
 * How it stands with one condition of a host, at its owner.
 */
export interface ConditionStanding__Output {
  /**
   * Which condition.
   */
  'type'?: (_muster_v1_ConditionType__Output);
  /**
   * It holds. For a condition that agents tell: it counts against the host.
   */
  'active'?: (boolean);
  /**
   * A host with it is NON_OPERATIONAL.
   */
  'required'?: (boolean);
  /**
   * What it is judged by, in `unit`. Unset: not known.
   */
  'value'?: (number);
  /**
   * It begins at this value or above.
   */
  'enter'?: (number);
  /**
   * It ends at this value or below.
   */
  'exit'?: (number);
  /**
   * What the three are counted in, such as %, ms. Empty: 1 is true, 0 is false.
   */
  'unit'?: (string);
  /**
   * The value in words, one clause. Empty: not known.
   */
  'text'?: (string);
  /**
   * Time until it begins or ends if the value stays where it is, in ms. Unset: it does neither.
   */
  'turnsInMs'?: (number);
  '_value'?: "value";
  '_turnsInMs'?: "turnsInMs";
}
