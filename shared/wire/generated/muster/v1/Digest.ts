// Original file: proto/muster/v1/agent.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Count and hash over VM ids and states as of a change; finds silent loss without a poll.
 */
export interface Digest {
  /**
   * Highest change contained.
   */
  'change'?: (number | string | Long);
  /**
   * Number of VMs.
   */
  'vmCount'?: (number);
  /**
   * XOR over all VMs of the 32-bit hash of "id:status" defined in shared/model/digest.ts.
   */
  'hash'?: (number);
}

/**
 * Count and hash over VM ids and states as of a change; finds silent loss without a poll.
 */
export interface Digest__Output {
  /**
   * Highest change contained.
   */
  'change'?: (number);
  /**
   * Number of VMs.
   */
  'vmCount'?: (number);
  /**
   * XOR over all VMs of the 32-bit hash of "id:status" defined in shared/model/digest.ts.
   */
  'hash'?: (number);
}
