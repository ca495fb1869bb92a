// Original file: proto/muster/v1/vm.proto

/**
 * What a virtual machine does. The values of oVirt where they fit.
 */
export const VmStatus = {
  /**
   * Never sent. A status of a newer version is accepted and read as UNKNOWN.
   */
  VM_STATUS_UNSPECIFIED: 'VM_STATUS_UNSPECIFIED',
  /**
   * Nobody can tell: its host is NON_RESPONSIVE, DOWN or REBOOTING.
   */
  VM_STATUS_UNKNOWN: 'VM_STATUS_UNKNOWN',
  /**
   * Accepted by a host, its process is being started.
   */
  VM_STATUS_WAIT_FOR_LAUNCH: 'VM_STATUS_WAIT_FOR_LAUNCH',
  /**
   * Started, the guest is not known to run yet.
   */
  VM_STATUS_POWERING_UP: 'VM_STATUS_POWERING_UP',
  /**
   * Running.
   */
  VM_STATUS_UP: 'VM_STATUS_UP',
  /**
   * Paused; the reason says by whom or why.
   */
  VM_STATUS_PAUSED: 'VM_STATUS_PAUSED',
  /**
   * Its monitor does not answer.
   */
  VM_STATUS_NOT_RESPONDING: 'VM_STATUS_NOT_RESPONDING',
  /**
   * Source of a running migration.
   */
  VM_STATUS_MIGRATING_FROM: 'VM_STATUS_MIGRATING_FROM',
  /**
   * Destination of a running migration.
   */
  VM_STATUS_MIGRATING_TO: 'VM_STATUS_MIGRATING_TO',
  /**
   * Left its host by migration; the destination has not reported it yet. An agent says this, never DOWN, of a VM that
   * migrated away, and of one that vanished while it was leaving.
   */
  VM_STATUS_DEPARTED: 'VM_STATUS_DEPARTED',
  /**
   * Rebooting.
   */
  VM_STATUS_REBOOTING: 'VM_STATUS_REBOOTING',
  /**
   * Its state is being saved to disk.
   */
  VM_STATUS_SAVING: 'VM_STATUS_SAVING',
  /**
   * Its state is on disk; it can be restored.
   */
  VM_STATUS_SUSPENDED: 'VM_STATUS_SUSPENDED',
  /**
   * Being restored from saved state.
   */
  VM_STATUS_RESTORING: 'VM_STATUS_RESTORING',
  /**
   * Shutting down.
   */
  VM_STATUS_POWERING_DOWN: 'VM_STATUS_POWERING_DOWN',
  /**
   * Not running.
   */
  VM_STATUS_DOWN: 'VM_STATUS_DOWN',
} as const;

/**
 * What a virtual machine does. The values of oVirt where they fit.
 */
export type VmStatus =
  /**
   * Never sent. A status of a newer version is accepted and read as UNKNOWN.
   */
  | 'VM_STATUS_UNSPECIFIED'
  | 0
  /**
   * Nobody can tell: its host is NON_RESPONSIVE, DOWN or REBOOTING.
   */
  | 'VM_STATUS_UNKNOWN'
  | 1
  /**
   * Accepted by a host, its process is being started.
   */
  | 'VM_STATUS_WAIT_FOR_LAUNCH'
  | 2
  /**
   * Started, the guest is not known to run yet.
   */
  | 'VM_STATUS_POWERING_UP'
  | 3
  /**
   * Running.
   */
  | 'VM_STATUS_UP'
  | 4
  /**
   * Paused; the reason says by whom or why.
   */
  | 'VM_STATUS_PAUSED'
  | 5
  /**
   * Its monitor does not answer.
   */
  | 'VM_STATUS_NOT_RESPONDING'
  | 6
  /**
   * Source of a running migration.
   */
  | 'VM_STATUS_MIGRATING_FROM'
  | 7
  /**
   * Destination of a running migration.
   */
  | 'VM_STATUS_MIGRATING_TO'
  | 8
  /**
   * Left its host by migration; the destination has not reported it yet. An agent says this, never DOWN, of a VM that
   * migrated away, and of one that vanished while it was leaving.
   */
  | 'VM_STATUS_DEPARTED'
  | 9
  /**
   * Rebooting.
   */
  | 'VM_STATUS_REBOOTING'
  | 10
  /**
   * Its state is being saved to disk.
   */
  | 'VM_STATUS_SAVING'
  | 11
  /**
   * Its state is on disk; it can be restored.
   */
  | 'VM_STATUS_SUSPENDED'
  | 12
  /**
   * Being restored from saved state.
   */
  | 'VM_STATUS_RESTORING'
  | 13
  /**
   * Shutting down.
   */
  | 'VM_STATUS_POWERING_DOWN'
  | 14
  /**
   * Not running.
   */
  | 'VM_STATUS_DOWN'
  | 15

/**
 * What a virtual machine does. The values of oVirt where they fit.
 */
export type VmStatus__Output = typeof VmStatus[keyof typeof VmStatus]
