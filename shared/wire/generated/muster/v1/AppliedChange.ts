// Original file: proto/muster/v1/record.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Highest change applied of a run.
 */
export interface AppliedChange {
  /**
   * Run of the agent.
   */
  'run'?: (string);
  /**
   * Highest change applied.
   */
  'change'?: (number | string | Long);
}

/**
 * Highest change applied of a run.
 */
export interface AppliedChange__Output {
  /**
   * Run of the agent.
   */
  'run'?: (string);
  /**
   * Highest change applied.
   */
  'change'?: (number);
}
