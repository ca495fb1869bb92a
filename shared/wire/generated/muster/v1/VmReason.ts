// Original file: proto/muster/v1/vm.proto

/**
 * Why a virtual machine has its status.
 */
export const VmReason = {
  /**
   * Nothing to say, or a reason of a newer version.
   */
  VM_REASON_UNSPECIFIED: 'VM_REASON_UNSPECIFIED',
  /**
   * Running since a boot.
   */
  VM_REASON_BOOTED: 'VM_REASON_BOOTED',
  /**
   * Running since a restore from saved state.
   */
  VM_REASON_RESTORED: 'VM_REASON_RESTORED',
  /**
   * Running since a migration to this host.
   */
  VM_REASON_MIGRATED: 'VM_REASON_MIGRATED',
  /**
   * Running again after a pause.
   */
  VM_REASON_RESUMED: 'VM_REASON_RESUMED',
  /**
   * Running again after a guest sleep.
   */
  VM_REASON_WAKEUP: 'VM_REASON_WAKEUP',
  /**
   * Running, paused or off since a snapshot was reverted to.
   */
  VM_REASON_FROM_SNAPSHOT: 'VM_REASON_FROM_SNAPSHOT',
  /**
   * Running again because a save or a migration was given up.
   */
  VM_REASON_CANCELED: 'VM_REASON_CANCELED',
  /**
   * Restarted by the hypervisor after a guest crash.
   */
  VM_REASON_RESTARTED_AFTER_CRASH: 'VM_REASON_RESTARTED_AFTER_CRASH',
  /**
   * Known again after its host could be reached again.
   */
  VM_REASON_STATUS_RESTORED: 'VM_REASON_STATUS_RESTORED',
  /**
   * Paused by an operator.
   */
  VM_REASON_USER: 'VM_REASON_USER',
  /**
   * Paused by an I/O error.
   */
  VM_REASON_EIO: 'VM_REASON_EIO',
  /**
   * Paused because the storage is full.
   */
  VM_REASON_ENOSPC: 'VM_REASON_ENOSPC',
  /**
   * Paused because access to the storage was denied.
   */
  VM_REASON_EPERM: 'VM_REASON_EPERM',
  /**
   * Paused by another error.
   */
  VM_REASON_EOTHER: 'VM_REASON_EOTHER',
  /**
   * Paused by a migration in its post-copy phase: the destination runs it.
   */
  VM_REASON_POSTCOPY: 'VM_REASON_POSTCOPY',
  /**
   * Paused by the post-copy phase failing.
   */
  VM_REASON_POSTCOPY_FAILED: 'VM_REASON_POSTCOPY_FAILED',
  /**
   * Paused by its watchdog.
   */
  VM_REASON_WATCHDOG: 'VM_REASON_WATCHDOG',
  /**
   * Paused for a migration.
   */
  VM_REASON_MIGRATION: 'VM_REASON_MIGRATION',
  /**
   * Paused while its state is saved.
   */
  VM_REASON_SAVE: 'VM_REASON_SAVE',
  /**
   * Paused while its memory is dumped.
   */
  VM_REASON_DUMP: 'VM_REASON_DUMP',
  /**
   * Paused for a snapshot.
   */
  VM_REASON_SNAPSHOT: 'VM_REASON_SNAPSHOT',
  /**
   * Paused while starting.
   */
  VM_REASON_STARTING: 'VM_REASON_STARTING',
  /**
   * Paused while shutting down.
   */
  VM_REASON_SHUTTING_DOWN: 'VM_REASON_SHUTTING_DOWN',
  /**
   * Paused or stopped by a guest crash.
   */
  VM_REASON_GUEST_CRASHED: 'VM_REASON_GUEST_CRASHED',
  /**
   * Paused in guest sleep (suspend to memory).
   */
  VM_REASON_GUEST_SLEEP: 'VM_REASON_GUEST_SLEEP',
  /**
   * Ended: the guest shut itself down.
   */
  VM_REASON_USER_SHUTDOWN: 'VM_REASON_USER_SHUTDOWN',
  /**
   * Ended: an operator shut the guest down.
   */
  VM_REASON_ADMIN_SHUTDOWN: 'VM_REASON_ADMIN_SHUTDOWN',
  /**
   * Ended: an operator destroyed it (power cut).
   */
  VM_REASON_DESTROYED: 'VM_REASON_DESTROYED',
  /**
   * Ended: its process died.
   */
  VM_REASON_LOST_QEMU_CONNECTION: 'VM_REASON_LOST_QEMU_CONNECTION',
  /**
   * Ended: it could not be started.
   */
  VM_REASON_START_FAILED: 'VM_REASON_START_FAILED',
  /**
   * Ended here: it migrated away.
   */
  VM_REASON_MIGRATION_SUCCEEDED: 'VM_REASON_MIGRATION_SUCCEEDED',
  /**
   * Ended: its migration failed.
   */
  VM_REASON_MIGRATION_FAILED: 'VM_REASON_MIGRATION_FAILED',
  /**
   * Ended: its state was saved.
   */
  VM_REASON_SAVE_SUCCEEDED: 'VM_REASON_SAVE_SUCCEEDED',
  /**
   * Ended: it was gone when its host was looked at again, and nobody saw how.
   */
  VM_REASON_DOMAIN_MISSING: 'VM_REASON_DOMAIN_MISSING',
  /**
   * Ended: its host shut down.
   */
  VM_REASON_HOST_SHUTDOWN: 'VM_REASON_HOST_SHUTDOWN',
  /**
   * Ended: the hypervisor daemon ended it.
   */
  VM_REASON_DAEMON: 'VM_REASON_DAEMON',
  /**
   * Not running since it was defined.
   */
  VM_REASON_DEFINED: 'VM_REASON_DEFINED',
  /**
   * Ended with an error nobody named.
   */
  VM_REASON_GENERIC_ERROR: 'VM_REASON_GENERIC_ERROR',
  /**
   * Unknown: its host does not answer.
   */
  VM_REASON_HOST_NON_RESPONSIVE: 'VM_REASON_HOST_NON_RESPONSIVE',
  /**
   * Unknown: its host said that it shuts down.
   */
  VM_REASON_HOST_DOWN: 'VM_REASON_HOST_DOWN',
  /**
   * Unknown: its host said that it reboots.
   */
  VM_REASON_HOST_REBOOTING: 'VM_REASON_HOST_REBOOTING',
} as const;

/**
 * Why a virtual machine has its status.
 */
export type VmReason =
  /**
   * Nothing to say, or a reason of a newer version.
   */
  | 'VM_REASON_UNSPECIFIED'
  | 0
  /**
   * Running since a boot.
   */
  | 'VM_REASON_BOOTED'
  | 1
  /**
   * Running since a restore from saved state.
   */
  | 'VM_REASON_RESTORED'
  | 2
  /**
   * Running since a migration to this host.
   */
  | 'VM_REASON_MIGRATED'
  | 3
  /**
   * Running again after a pause.
   */
  | 'VM_REASON_RESUMED'
  | 4
  /**
   * Running again after a guest sleep.
   */
  | 'VM_REASON_WAKEUP'
  | 5
  /**
   * Running, paused or off since a snapshot was reverted to.
   */
  | 'VM_REASON_FROM_SNAPSHOT'
  | 6
  /**
   * Running again because a save or a migration was given up.
   */
  | 'VM_REASON_CANCELED'
  | 7
  /**
   * Restarted by the hypervisor after a guest crash.
   */
  | 'VM_REASON_RESTARTED_AFTER_CRASH'
  | 8
  /**
   * Known again after its host could be reached again.
   */
  | 'VM_REASON_STATUS_RESTORED'
  | 9
  /**
   * Paused by an operator.
   */
  | 'VM_REASON_USER'
  | 20
  /**
   * Paused by an I/O error.
   */
  | 'VM_REASON_EIO'
  | 21
  /**
   * Paused because the storage is full.
   */
  | 'VM_REASON_ENOSPC'
  | 22
  /**
   * Paused because access to the storage was denied.
   */
  | 'VM_REASON_EPERM'
  | 23
  /**
   * Paused by another error.
   */
  | 'VM_REASON_EOTHER'
  | 24
  /**
   * Paused by a migration in its post-copy phase: the destination runs it.
   */
  | 'VM_REASON_POSTCOPY'
  | 25
  /**
   * Paused by the post-copy phase failing.
   */
  | 'VM_REASON_POSTCOPY_FAILED'
  | 26
  /**
   * Paused by its watchdog.
   */
  | 'VM_REASON_WATCHDOG'
  | 27
  /**
   * Paused for a migration.
   */
  | 'VM_REASON_MIGRATION'
  | 28
  /**
   * Paused while its state is saved.
   */
  | 'VM_REASON_SAVE'
  | 29
  /**
   * Paused while its memory is dumped.
   */
  | 'VM_REASON_DUMP'
  | 30
  /**
   * Paused for a snapshot.
   */
  | 'VM_REASON_SNAPSHOT'
  | 31
  /**
   * Paused while starting.
   */
  | 'VM_REASON_STARTING'
  | 32
  /**
   * Paused while shutting down.
   */
  | 'VM_REASON_SHUTTING_DOWN'
  | 33
  /**
   * Paused or stopped by a guest crash.
   */
  | 'VM_REASON_GUEST_CRASHED'
  | 34
  /**
   * Paused in guest sleep (suspend to memory).
   */
  | 'VM_REASON_GUEST_SLEEP'
  | 35
  /**
   * Ended: the guest shut itself down.
   */
  | 'VM_REASON_USER_SHUTDOWN'
  | 50
  /**
   * Ended: an operator shut the guest down.
   */
  | 'VM_REASON_ADMIN_SHUTDOWN'
  | 51
  /**
   * Ended: an operator destroyed it (power cut).
   */
  | 'VM_REASON_DESTROYED'
  | 52
  /**
   * Ended: its process died.
   */
  | 'VM_REASON_LOST_QEMU_CONNECTION'
  | 53
  /**
   * Ended: it could not be started.
   */
  | 'VM_REASON_START_FAILED'
  | 54
  /**
   * Ended here: it migrated away.
   */
  | 'VM_REASON_MIGRATION_SUCCEEDED'
  | 55
  /**
   * Ended: its migration failed.
   */
  | 'VM_REASON_MIGRATION_FAILED'
  | 56
  /**
   * Ended: its state was saved.
   */
  | 'VM_REASON_SAVE_SUCCEEDED'
  | 57
  /**
   * Ended: it was gone when its host was looked at again, and nobody saw how.
   */
  | 'VM_REASON_DOMAIN_MISSING'
  | 58
  /**
   * Ended: its host shut down.
   */
  | 'VM_REASON_HOST_SHUTDOWN'
  | 59
  /**
   * Ended: the hypervisor daemon ended it.
   */
  | 'VM_REASON_DAEMON'
  | 60
  /**
   * Not running since it was defined.
   */
  | 'VM_REASON_DEFINED'
  | 61
  /**
   * Ended with an error nobody named.
   */
  | 'VM_REASON_GENERIC_ERROR'
  | 62
  /**
   * Unknown: its host does not answer.
   */
  | 'VM_REASON_HOST_NON_RESPONSIVE'
  | 80
  /**
   * Unknown: its host said that it shuts down.
   */
  | 'VM_REASON_HOST_DOWN'
  | 81
  /**
   * Unknown: its host said that it reboots.
   */
  | 'VM_REASON_HOST_REBOOTING'
  | 82

/**
 * Why a virtual machine has its status.
 */
export type VmReason__Output = typeof VmReason[keyof typeof VmReason]
