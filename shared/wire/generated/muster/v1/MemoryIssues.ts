// Original file: proto/muster/v1/vm_details.proto

import type { MemoryIssue as _muster_v1_MemoryIssue, MemoryIssue__Output as _muster_v1_MemoryIssue__Output } from '../../muster/v1/MemoryIssue.ts';

/**
 * Everything that is wrong with the memory of a VM.
 */
export interface MemoryIssues {
  /**
   * By kind. Empty: nothing.
   */
  'issues'?: (_muster_v1_MemoryIssue)[];
}

/**
 * Everything that is wrong with the memory of a VM.
 */
export interface MemoryIssues__Output {
  /**
   * By kind. Empty: nothing.
   */
  'issues'?: (_muster_v1_MemoryIssue__Output)[];
}
