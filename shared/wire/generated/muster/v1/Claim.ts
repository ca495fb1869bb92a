// Original file: proto/muster/v1/record.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How a replica came to own a host.
 */
export interface Claim {
  /**
   * When, unix ms by the owner's clock.
   */
  'atMs'?: (number | string | Long);
  /**
   * Why: NEW, RESTARTED, STORAGE_CHANGED, EPOCH_SEEN, TAKEN_OVER, HANDED_OVER or NOT_ANSWERED.
   */
  'reason'?: (string);
  /**
   * Owner before. Empty: none.
   */
  'from'?: (string);
}

/**
 * How a replica came to own a host.
 */
export interface Claim__Output {
  /**
   * When, unix ms by the owner's clock.
   */
  'atMs'?: (number);
  /**
   * Why: NEW, RESTARTED, STORAGE_CHANGED, EPOCH_SEEN, TAKEN_OVER, HANDED_OVER or NOT_ANSWERED.
   */
  'reason'?: (string);
  /**
   * Owner before. Empty: none.
   */
  'from'?: (string);
}
