// Original file: proto/muster/v1/vm_details.proto

/**
 * What can be wrong with the memory of a VM.
 */
export const MemoryIssueKind = {
  /**
   * Never sent; a kind of a newer version.
   */
  MEMORY_ISSUE_KIND_UNSPECIFIED: 'MEMORY_ISSUE_KIND_UNSPECIFIED',
  /**
   * It has less than it is guaranteed.
   */
  MEMORY_ISSUE_KIND_BELOW_GUARANTEE: 'MEMORY_ISSUE_KIND_BELOW_GUARANTEE',
  /**
   * It was to give memory back and still has all of it: no balloon driver in the guest listens.
   */
  MEMORY_ISSUE_KIND_BALLOON_NOT_FOLLOWED: 'MEMORY_ISSUE_KIND_BALLOON_NOT_FOLLOWED',
  /**
   * It gave memory back, and its guest agent is gone.
   */
  MEMORY_ISSUE_KIND_AGENT_GONE_WHILE_INFLATED: 'MEMORY_ISSUE_KIND_AGENT_GONE_WHILE_INFLATED',
} as const;

/**
 * What can be wrong with the memory of a VM.
 */
export type MemoryIssueKind =
  /**
   * Never sent; a kind of a newer version.
   */
  | 'MEMORY_ISSUE_KIND_UNSPECIFIED'
  | 0
  /**
   * It has less than it is guaranteed.
   */
  | 'MEMORY_ISSUE_KIND_BELOW_GUARANTEE'
  | 1
  /**
   * It was to give memory back and still has all of it: no balloon driver in the guest listens.
   */
  | 'MEMORY_ISSUE_KIND_BALLOON_NOT_FOLLOWED'
  | 2
  /**
   * It gave memory back, and its guest agent is gone.
   */
  | 'MEMORY_ISSUE_KIND_AGENT_GONE_WHILE_INFLATED'
  | 3

/**
 * What can be wrong with the memory of a VM.
 */
export type MemoryIssueKind__Output = typeof MemoryIssueKind[keyof typeof MemoryIssueKind]
