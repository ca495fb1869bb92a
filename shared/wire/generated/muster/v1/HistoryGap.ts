// Original file: proto/muster/v1/event.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Says that changes happened which nobody will ever see one by one (I3). The net change stands in events of the same time.
 */
export interface HistoryGap {
  /**
   * Last change known before the gap. 0: none.
   */
  'fromChange'?: (number | string | Long);
  /**
   * First change known after it.
   */
  'toChange'?: (number | string | Long);
  /**
   * Stable word: JOURNAL_OVERFLOW, AGENT_RESTARTED, HOST_REBOOTED, CHANGE_GAP, DIGEST_MISMATCH,
   * STORAGE_ROLLED_BACK, STORAGE_LOST.
   */
  'reason'?: (string);
  /**
   * Run the `from_change` counts in; empty: the current one.
   */
  'fromRun'?: (string);
}

/**
 * Says that changes happened which nobody will ever see one by one (I3). The net change stands in events of the same time.
 */
export interface HistoryGap__Output {
  /**
   * Last change known before the gap. 0: none.
   */
  'fromChange'?: (number);
  /**
   * First change known after it.
   */
  'toChange'?: (number);
  /**
   * Stable word: JOURNAL_OVERFLOW, AGENT_RESTARTED, HOST_REBOOTED, CHANGE_GAP, DIGEST_MISMATCH,
   * STORAGE_ROLLED_BACK, STORAGE_LOST.
   */
  'reason'?: (string);
  /**
   * Run the `from_change` counts in; empty: the current one.
   */
  'fromRun'?: (string);
}
