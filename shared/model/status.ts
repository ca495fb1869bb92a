/** The words of the model. Each list is the complete order of its proto enum, without the zero value. */

export const hostStatuses = [
  'PENDING',
  'INITIALIZING',
  'UP',
  'NON_OPERATIONAL',
  'SUSPECT',
  'NON_RESPONSIVE',
  'DOWN',
  'REBOOTING',
  'PREPARING_FOR_MAINTENANCE',
  'MAINTENANCE',
  'RETIRED',
] as const;
export type HostStatus = (typeof hostStatuses)[number];

export const hostClasses = ['PERMANENT', 'EPHEMERAL'] as const;
export type HostClass = (typeof hostClasses)[number];

export const conditionTypes = [
  'MEMORY_PRESSURE',
  'CPU_PRESSURE',
  'DISK_PRESSURE',
  'SWAP_PRESSURE',
  'NETWORK_DOWN',
  'HYPERVISOR_UNAVAILABLE',
  'CLOCK_SKEWED',
  'AGENT_OUTDATED',
  'CERTIFICATE_EXPIRING',
  'IDENTITY_CONFLICT',
  'FLAPPING',
  'VM_DUPLICATED',
] as const;
export type ConditionType = (typeof conditionTypes)[number];

export const vmStatuses = [
  'UNKNOWN',
  'WAIT_FOR_LAUNCH',
  'POWERING_UP',
  'UP',
  'PAUSED',
  'NOT_RESPONDING',
  'MIGRATING_FROM',
  'MIGRATING_TO',
  'DEPARTED',
  'REBOOTING',
  'SAVING',
  'SUSPENDED',
  'RESTORING',
  'POWERING_DOWN',
  'DOWN',
] as const;
export type VmStatus = (typeof vmStatuses)[number];

/** Why a VM has its status. UNSPECIFIED: nothing to say. Grouped as running, paused, ended, unknown. */
export const vmReasons = [
  'UNSPECIFIED',
  'BOOTED',
  'RESTORED',
  'MIGRATED',
  'RESUMED',
  'WAKEUP',
  'FROM_SNAPSHOT',
  'CANCELED',
  'RESTARTED_AFTER_CRASH',
  'STATUS_RESTORED',
  'USER',
  'EIO',
  'ENOSPC',
  'EPERM',
  'EOTHER',
  'POSTCOPY',
  'POSTCOPY_FAILED',
  'WATCHDOG',
  'MIGRATION',
  'SAVE',
  'DUMP',
  'SNAPSHOT',
  'STARTING',
  'SHUTTING_DOWN',
  'GUEST_CRASHED',
  'GUEST_SLEEP',
  'USER_SHUTDOWN',
  'ADMIN_SHUTDOWN',
  'DESTROYED',
  'LOST_QEMU_CONNECTION',
  'START_FAILED',
  'MIGRATION_SUCCEEDED',
  'MIGRATION_FAILED',
  'SAVE_SUCCEEDED',
  'DOMAIN_MISSING',
  'HOST_SHUTDOWN',
  'DAEMON',
  'DEFINED',
  'GENERIC_ERROR',
  'HOST_NON_RESPONSIVE',
  'HOST_DOWN',
  'HOST_REBOOTING',
] as const;
export type VmReason = (typeof vmReasons)[number];

/** How far a VM can be relied on (EPU). */
export const vmHealths = [
  'UNKNOWN',
  'OK',
  'OUT_OF_CONTACT',
  'MISSING',
  'ZOMBIE',
  'MONITOR_ERROR',
  'PROCESS_ERROR',
] as const;
export type VmHealth = (typeof vmHealths)[number];

export const vmIncidentKinds = [
  'REBOOTED',
  'WATCHDOG',
  'IO_ERROR',
  'MIGRATION_ITERATION',
  'CRASHED',
  'CONSOLE_CONNECTED',
  'CONSOLE_DISCONNECTED',
] as const;
export type VmIncidentKind = (typeof vmIncidentKinds)[number];

export const goodbyeKinds = ['SHUTDOWN', 'REBOOT', 'RESTART', 'UPGRADE'] as const;
export type GoodbyeKind = (typeof goodbyeKinds)[number];
