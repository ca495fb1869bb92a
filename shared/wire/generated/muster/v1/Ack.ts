// Original file: proto/muster/v1/agent.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What has arrived. Both numbers only grow within a session.
 */
export interface Ack {
  /**
   * Highest frame received. Sent at most every 2 s, at once if a change is made safe.
   */
  'received'?: (number | string | Long);
  /**
   * Highest change that survives kill -9 of any process.
   */
  'safe'?: (number | string | Long);
  /**
   * Why `safe` stalls, for a person. Empty: it does not.
   */
  'stalledReason'?: (string);
}

/**
 * What has arrived. Both numbers only grow within a session.
 */
export interface Ack__Output {
  /**
   * Highest frame received. Sent at most every 2 s, at once if a change is made safe.
   */
  'received'?: (number);
  /**
   * Highest change that survives kill -9 of any process.
   */
  'safe'?: (number);
  /**
   * Why `safe` stalls, for a person. Empty: it does not.
   */
  'stalledReason'?: (string);
}
