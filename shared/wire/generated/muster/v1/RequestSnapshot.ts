// Original file: proto/muster/v1/agent.proto


/**
 * Send the full picture.
 */
export interface RequestSnapshot {
  /**
   * Stable word: NEW_RUN, STATE_LOST, CHANGE_GAP, DIGEST_MISMATCH.
   */
  'reason'?: (string);
}

/**
 * Send the full picture.
 */
export interface RequestSnapshot__Output {
  /**
   * Stable word: NEW_RUN, STATE_LOST, CHANGE_GAP, DIGEST_MISMATCH.
   */
  'reason'?: (string);
}
