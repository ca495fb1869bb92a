// Original file: proto/muster/v1/agent.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Answer at once with a report. Before Welcome: wait, this replica is there and lets others in first.
 */
export interface Ping {
  /**
   * Number, for logs.
   */
  'nonce'?: (number | string | Long);
}

/**
 * Answer at once with a report. Before Welcome: wait, this replica is there and lets others in first.
 */
export interface Ping__Output {
  /**
   * Number, for logs.
   */
  'nonce'?: (number);
}
