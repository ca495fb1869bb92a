// Original file: proto/muster/v1/vm.proto

/**
 * How far a virtual machine can be relied on.
 */
export const VmHealth = {
  /**
   * Never sent; a value of a newer version.
   */
  VM_HEALTH_UNSPECIFIED: 'VM_HEALTH_UNSPECIFIED',
  /**
   * Nothing speaks against it, and nothing for it: off, on its way, or nobody can tell yet.
   */
  VM_HEALTH_UNKNOWN: 'VM_HEALTH_UNKNOWN',
  /**
   * Its host says that it runs, and was heard lately.
   */
  VM_HEALTH_OK: 'VM_HEALTH_OK',
  /**
   * Its host was not heard for 120 s, or it was to run and did not for 300 s.
   */
  VM_HEALTH_OUT_OF_CONTACT: 'VM_HEALTH_OUT_OF_CONTACT',
  /**
   * Out of contact for 15 s more: to be replaced by whoever keeps a number of them.
   */
  VM_HEALTH_MISSING: 'VM_HEALTH_MISSING',
  /**
   * It was to be off, and its host says 120 s later that it is still there.
   */
  VM_HEALTH_ZOMBIE: 'VM_HEALTH_ZOMBIE',
  /**
   * Its monitor does not answer.
   */
  VM_HEALTH_MONITOR_ERROR: 'VM_HEALTH_MONITOR_ERROR',
  /**
   * Paused by an error: of its storage, its guest, its watchdog, or a post-copy migration.
   */
  VM_HEALTH_PROCESS_ERROR: 'VM_HEALTH_PROCESS_ERROR',
} as const;

/**
 * How far a virtual machine can be relied on.
 */
export type VmHealth =
  /**
   * Never sent; a value of a newer version.
   */
  | 'VM_HEALTH_UNSPECIFIED'
  | 0
  /**
   * Nothing speaks against it, and nothing for it: off, on its way, or nobody can tell yet.
   */
  | 'VM_HEALTH_UNKNOWN'
  | 1
  /**
   * Its host says that it runs, and was heard lately.
   */
  | 'VM_HEALTH_OK'
  | 2
  /**
   * Its host was not heard for 120 s, or it was to run and did not for 300 s.
   */
  | 'VM_HEALTH_OUT_OF_CONTACT'
  | 3
  /**
   * Out of contact for 15 s more: to be replaced by whoever keeps a number of them.
   */
  | 'VM_HEALTH_MISSING'
  | 4
  /**
   * It was to be off, and its host says 120 s later that it is still there.
   */
  | 'VM_HEALTH_ZOMBIE'
  | 5
  /**
   * Its monitor does not answer.
   */
  | 'VM_HEALTH_MONITOR_ERROR'
  | 6
  /**
   * Paused by an error: of its storage, its guest, its watchdog, or a post-copy migration.
   */
  | 'VM_HEALTH_PROCESS_ERROR'
  | 7

/**
 * How far a virtual machine can be relied on.
 */
export type VmHealth__Output = typeof VmHealth[keyof typeof VmHealth]
