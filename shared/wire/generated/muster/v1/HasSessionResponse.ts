// Original file: proto/muster/v1/peer.proto

import type { SessionOutcome as _muster_v1_SessionOutcome, SessionOutcome__Output as _muster_v1_SessionOutcome__Output } from '../../muster/v1/SessionOutcome.ts';

/**
 * What became of it.
 */
export interface HasSessionResponse {
  /**
   * What became of it.
   */
  'outcome'?: (_muster_v1_SessionOutcome);
  /**
   * One sentence for a person. Empty unless there is a conflict.
   */
  'message'?: (string);
}

/**
 * What became of it.
 */
export interface HasSessionResponse__Output {
  /**
   * What became of it.
   */
  'outcome'?: (_muster_v1_SessionOutcome__Output);
  /**
   * One sentence for a person. Empty unless there is a conflict.
   */
  'message'?: (string);
}
