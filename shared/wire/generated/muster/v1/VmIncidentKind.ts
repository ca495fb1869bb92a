// Original file: proto/muster/v1/event.proto

/**
 * Kind of something that happened to a VM without changing its status.
 */
export const VmIncidentKind = {
  /**
   * A kind of a newer version.
   */
  VM_INCIDENT_KIND_UNSPECIFIED: 'VM_INCIDENT_KIND_UNSPECIFIED',
  /**
   * The guest was reset.
   */
  VM_INCIDENT_KIND_REBOOTED: 'VM_INCIDENT_KIND_REBOOTED',
  /**
   * The watchdog fired.
   */
  VM_INCIDENT_KIND_WATCHDOG: 'VM_INCIDENT_KIND_WATCHDOG',
  /**
   * A disk request failed.
   */
  VM_INCIDENT_KIND_IO_ERROR: 'VM_INCIDENT_KIND_IO_ERROR',
  /**
   * One more pass of a migration.
   */
  VM_INCIDENT_KIND_MIGRATION_ITERATION: 'VM_INCIDENT_KIND_MIGRATION_ITERATION',
  /**
   * The guest crashed.
   */
  VM_INCIDENT_KIND_CRASHED: 'VM_INCIDENT_KIND_CRASHED',
  /**
   * A client sees the console that did not.
   */
  VM_INCIDENT_KIND_CONSOLE_CONNECTED: 'VM_INCIDENT_KIND_CONSOLE_CONNECTED',
  /**
   * It does not any more.
   */
  VM_INCIDENT_KIND_CONSOLE_DISCONNECTED: 'VM_INCIDENT_KIND_CONSOLE_DISCONNECTED',
} as const;

/**
 * Kind of something that happened to a VM without changing its status.
 */
export type VmIncidentKind =
  /**
   * A kind of a newer version.
   */
  | 'VM_INCIDENT_KIND_UNSPECIFIED'
  | 0
  /**
   * The guest was reset.
   */
  | 'VM_INCIDENT_KIND_REBOOTED'
  | 1
  /**
   * The watchdog fired.
   */
  | 'VM_INCIDENT_KIND_WATCHDOG'
  | 2
  /**
   * A disk request failed.
   */
  | 'VM_INCIDENT_KIND_IO_ERROR'
  | 3
  /**
   * One more pass of a migration.
   */
  | 'VM_INCIDENT_KIND_MIGRATION_ITERATION'
  | 4
  /**
   * The guest crashed.
   */
  | 'VM_INCIDENT_KIND_CRASHED'
  | 5
  /**
   * A client sees the console that did not.
   */
  | 'VM_INCIDENT_KIND_CONSOLE_CONNECTED'
  | 6
  /**
   * It does not any more.
   */
  | 'VM_INCIDENT_KIND_CONSOLE_DISCONNECTED'
  | 7

/**
 * Kind of something that happened to a VM without changing its status.
 */
export type VmIncidentKind__Output = typeof VmIncidentKind[keyof typeof VmIncidentKind]
