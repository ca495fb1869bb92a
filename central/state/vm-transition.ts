import type { VmReason, VmStatus } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { StatusWords } from '../../shared/model/vm-end.ts';

const pauseErrors: ReadonlySet<VmReason> = new Set(['EIO', 'ENOSPC', 'EPERM', 'EOTHER'] as const);

/**
 * What a change of status means where neither of the two says it alone: the reason of its event. Else it is the reason of
 * the new status.
 */
export function transitionReason(known: Vm, after: StatusWords): string {
  const before = known.reported;
  if (isRestored(known, after)) return 'STATUS_RESTORED';
  return after.status === 'UP' ? (runsAgain(before, after) ?? after.reason) : after.reason;
}

/** Nobody could tell; now it is what it was (OV-13). */
function isRestored({ status, reported }: Vm, after: StatusWords): boolean {
  const isSame = reported.status === after.status && reported.reason === after.reason;
  return status === 'UNKNOWN' && reported.status !== 'UNKNOWN' && isSame;
}

function runsAgain(before: StatusWords, { reason }: StatusWords): string | undefined {
  if (before.status === 'PAUSED')
    return pauseErrors.has(before.reason) ? 'RECOVERED_FROM_PAUSE' : undefined; // OV-16
  if (before.status === 'POWERING_DOWN' && reason === 'BOOTED') return 'REBOOTED';
  return returns.get(before.status);
}

const returns = new Map<VmStatus, string>([
  ['NOT_RESPONDING', 'RESPONDS_AGAIN'], // OV-14
  ['MIGRATING_FROM', 'MIGRATION_FAILED'], // OV-11
  ['POWERING_DOWN', 'POWER_DOWN_FAILED'], // OV-16
  ['REBOOTING', 'REBOOTED'], // OV-17
]);
