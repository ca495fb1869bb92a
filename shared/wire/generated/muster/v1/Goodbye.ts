// Original file: proto/muster/v1/agent.proto

import type { GoodbyeKind as _muster_v1_GoodbyeKind, GoodbyeKind__Output as _muster_v1_GoodbyeKind__Output } from '../../muster/v1/GoodbyeKind.ts';

/**
 * Last message of an agent.
 */
export interface Goodbye {
  /**
   * Why.
   */
  'kind'?: (_muster_v1_GoodbyeKind);
}

/**
 * Last message of an agent.
 */
export interface Goodbye__Output {
  /**
   * Why.
   */
  'kind'?: (_muster_v1_GoodbyeKind__Output);
}
