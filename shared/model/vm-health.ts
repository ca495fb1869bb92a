import type { VmHealth, VmReason, VmStatus } from './status.ts';
import type { Vm, VmOverdue } from './vm.ts';

/** Health of a VM by its status alone; what is not named runs, and is OK. */
const byStatus = new Map<VmStatus, VmHealth>([
  // Nobody can tell, or it does not run yet, or no more.
  ['UNKNOWN', 'UNKNOWN'],
  ['WAIT_FOR_LAUNCH', 'UNKNOWN'],
  ['POWERING_UP', 'UNKNOWN'],
  ['RESTORING', 'UNKNOWN'],
  ['MIGRATING_TO', 'UNKNOWN'],
  ['DEPARTED', 'UNKNOWN'],
  ['SUSPENDED', 'UNKNOWN'],
  ['DOWN', 'UNKNOWN'],
  ['NOT_RESPONDING', 'MONITOR_ERROR'],
]);

const processErrors: ReadonlySet<VmReason> = new Set([
  'EIO',
  'ENOSPC',
  'EPERM',
  'EOTHER',
  'WATCHDOG',
  'GUEST_CRASHED',
  'POSTCOPY_FAILED',
] as const);

/** Derived, never stored: what time alone brings about is `overdue`. */
export function healthOf({
  status,
  reason,
  overdue,
}: Pick<Vm, 'status' | 'reason' | 'overdue'>): VmHealth {
  if (overdue !== undefined) return overdue.health;
  if (status === 'PAUSED' && processErrors.has(reason)) return 'PROCESS_ERROR';
  return byStatus.get(status) ?? 'OK';
}

const order: readonly VmOverdue['health'][] = ['OUT_OF_CONTACT', 'ZOMBIE', 'MISSING'];

const offStatuses: ReadonlySet<VmStatus> = new Set(['DOWN', 'SUSPENDED', 'DEPARTED'] as const);

/** Whether `health` says more than what is known of a VM. */
export function isWorse(health: VmOverdue['health'], known: VmOverdue | undefined): boolean {
  return known === undefined || order.indexOf(health) > order.indexOf(known.health);
}

/** Whether a host's silence makes the VM that: it was there when its host was heard, and is not known to be worse. */
export function isSilentSince({ reported, overdue }: Vm, health: VmOverdue['health']): boolean {
  return !offStatuses.has(reported.status) && isWorse(health, overdue);
}
