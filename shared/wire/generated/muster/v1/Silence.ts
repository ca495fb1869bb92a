// Original file: proto/muster/v1/record.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How long a host has been silent, whoever its owners were. Spans, since clocks differ.
 */
export interface Silence {
  /**
   * Since anything was heard of it, in ms.
   */
  'silentMs'?: (number | string | Long);
  /**
   * The same with what was left of the graces that had begun: a new owner grants no more than what this leaves of all
   * graces for one silence together, in ms.
   */
  'spentMs'?: (number | string | Long);
}

/**
 * How long a host has been silent, whoever its owners were. Spans, since clocks differ.
 */
export interface Silence__Output {
  /**
   * Since anything was heard of it, in ms.
   */
  'silentMs'?: (number);
  /**
   * The same with what was left of the graces that had begun: a new owner grants no more than what this leaves of all
   * graces for one silence together, in ms.
   */
  'spentMs'?: (number);
}
