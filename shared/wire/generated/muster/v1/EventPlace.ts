// Original file: proto/muster/v1/record.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Place of an event among those of its host.
 */
export interface EventPlace {
  /**
   * Claim epoch.
   */
  'epoch'?: (number | string | Long);
  /**
   * Number within the epoch.
   */
  'n'?: (number | string | Long);
}

/**
 * Place of an event among those of its host.
 */
export interface EventPlace__Output {
  /**
   * Claim epoch.
   */
  'epoch'?: (number);
  /**
   * Number within the epoch.
   */
  'n'?: (number);
}
