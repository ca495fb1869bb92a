import type { VmReason, VmStatus } from '../../../shared/model/status.ts';
import { states } from './protocol.ts';

/** Status and reason in Muster's words. */
export interface StatusReason {
  readonly status: VmStatus;
  readonly reason: VmReason;
}

const runningReasons: readonly VmReason[] = [
  'UNSPECIFIED',
  'BOOTED',
  'MIGRATED',
  'RESTORED',
  'FROM_SNAPSHOT',
  'RESUMED',
  'CANCELED',
  'CANCELED',
  'WAKEUP',
  'RESTARTED_AFTER_CRASH',
  // In the post-copy phase only the destination says running: the VM has arrived (OV-12).
  'MIGRATED',
  'POSTCOPY_FAILED',
];

const pausedReasons: readonly StatusReason[] = [
  { status: 'PAUSED', reason: 'UNSPECIFIED' },
  { status: 'PAUSED', reason: 'USER' },
  { status: 'MIGRATING_TO', reason: 'MIGRATION' },
  { status: 'SAVING', reason: 'SAVE' },
  { status: 'PAUSED', reason: 'DUMP' },
  { status: 'PAUSED', reason: 'EIO' },
  { status: 'PAUSED', reason: 'WATCHDOG' },
  { status: 'PAUSED', reason: 'FROM_SNAPSHOT' },
  { status: 'PAUSED', reason: 'SHUTTING_DOWN' },
  { status: 'PAUSED', reason: 'SNAPSHOT' },
  { status: 'PAUSED', reason: 'GUEST_CRASHED' },
  { status: 'POWERING_UP', reason: 'STARTING' },
  { status: 'PAUSED', reason: 'POSTCOPY' },
  { status: 'PAUSED', reason: 'POSTCOPY_FAILED' },
  { status: 'PAUSED', reason: 'EOTHER' },
];

const shutOffReasons: readonly StatusReason[] = [
  // libvirt forgets the reason when its daemon restarts.
  { status: 'DOWN', reason: 'UNSPECIFIED' },
  { status: 'DOWN', reason: 'USER_SHUTDOWN' },
  { status: 'DOWN', reason: 'DESTROYED' },
  { status: 'DOWN', reason: 'LOST_QEMU_CONNECTION' },
  { status: 'DEPARTED', reason: 'MIGRATION_SUCCEEDED' },
  { status: 'DOWN', reason: 'SAVE_SUCCEEDED' },
  { status: 'DOWN', reason: 'START_FAILED' },
  { status: 'DOWN', reason: 'FROM_SNAPSHOT' },
  { status: 'DOWN', reason: 'DAEMON' },
];

const running: readonly StatusReason[] = runningReasons.map((reason) => ({ status: 'UP', reason }));

/** State number -> reason number -> our words. The first entry of a row stands for reasons of a newer libvirt. */
const table: Readonly<Record<number, readonly StatusReason[]>> = {
  [states.running]: running,
  [states.blocked]: running,
  [states.paused]: pausedReasons,
  [states.shuttingDown]: [{ status: 'POWERING_DOWN', reason: 'UNSPECIFIED' }],
  [states.shutOff]: shutOffReasons,
  [states.crashed]: [{ status: 'PAUSED', reason: 'GUEST_CRASHED' }],
  [states.guestSleep]: [{ status: 'PAUSED', reason: 'GUEST_SLEEP' }],
};

/** PURE. libvirt's (state, reason) in our words. */
export function statusOf(state: number, reason: number): StatusReason {
  const row = table[state];
  return row?.[reason] ?? row?.[0] ?? { status: 'UNKNOWN', reason: 'UNSPECIFIED' };
}

/** Has a hypervisor process on this host. */
export function isActive(status: VmStatus): boolean {
  return status !== 'DOWN' && status !== 'SUSPENDED' && status !== 'DEPARTED';
}

/** On its way to another status; libvirt does not announce every end of such a way, so it has to be looked after. */
export function isPassing(status: VmStatus): boolean {
  return passing.has(status);
}

const passing: ReadonlySet<VmStatus> = new Set<VmStatus>([
  'POWERING_UP',
  'MIGRATING_FROM',
  'MIGRATING_TO',
  'SAVING',
  'RESTORING',
  'POWERING_DOWN',
]);

/** libvirt has an event for every way into it; the others are only ever found by looking. */
export function isAnnounced(status: VmStatus): boolean {
  return announced.has(status);
}

const announced: ReadonlySet<VmStatus> = new Set<VmStatus>([
  'UP',
  'PAUSED',
  'POWERING_DOWN',
  'MIGRATING_TO',
  'DOWN',
  'SUSPENDED',
  'DEPARTED',
]);
