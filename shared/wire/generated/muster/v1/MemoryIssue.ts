// Original file: proto/muster/v1/vm_details.proto

import type { MemoryIssueKind as _muster_v1_MemoryIssueKind, MemoryIssueKind__Output as _muster_v1_MemoryIssueKind__Output } from '../../muster/v1/MemoryIssueKind.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One thing that is wrong with the memory of a VM. It was so in four samples in a row.
 */
export interface MemoryIssue {
  /**
   * What.
   */
  'kind'?: (_muster_v1_MemoryIssueKind);
  /**
   * What the VM had when it was told, in KiB.
   */
  'currentKib'?: (number | string | Long);
  /**
   * What that was held against, in KiB: the guarantee, what is wanted, or its maximum.
   */
  'expectedKib'?: (number | string | Long);
}

/**
 * One thing that is wrong with the memory of a VM. It was so in four samples in a row.
 */
export interface MemoryIssue__Output {
  /**
   * What.
   */
  'kind'?: (_muster_v1_MemoryIssueKind__Output);
  /**
   * What the VM had when it was told, in KiB.
   */
  'currentKib'?: (number);
  /**
   * What that was held against, in KiB: the guarantee, what is wanted, or its maximum.
   */
  'expectedKib'?: (number);
}
