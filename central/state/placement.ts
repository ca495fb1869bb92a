import type { VmStatus } from '../../shared/model/status.ts';
import type { Vm, VmState } from '../../shared/model/vm.ts';
import { isLeaving } from '../../shared/model/vm-end.ts';

/**
 * Who has a VM that two hosts speak of (DESIGN section 7, "take"; OV-9, OV-10). A host takes a VM only when the
 * one that holds the key has let go of it, or nobody can tell; until then its own report waits as a stray.
 */
export function mayTake(held: Vm, reported: VmState, isHolderLost: boolean): boolean {
  // A copy that does not run takes a VM only from a host that says it left (OV-8, OV-10): of two hosts that both have
  // it defined and off, each would take it from the other for ever.
  if (reported.status === 'DOWN') return held.status === 'DEPARTED';
  // Nor does a saved one take it from what may run, or from another saved one.
  if (reported.status === 'SUSPENDED') return held.status === 'DEPARTED' || held.status === 'DOWN';
  // Who is about to give it away takes nothing: late words of a migration that is over say so too (OV-10).
  if (notRunningHere.has(reported.status) || isLeaving(reported)) return false;
  return isHolderLost || notRunningThere.has(held.status) || isLeaving(held);
}

/** Both hosts say that they run it, and neither that it goes. */
export function runsOnBoth(held: Vm, reported: VmState): boolean {
  return [held, reported].every((vm) => isRunning(vm) && !isLeaving(vm));
}

export function isRunning({ status }: Pick<VmState, 'status'>): boolean {
  return !notRunningHere.has(status) && status !== 'DOWN' && status !== 'SUSPENDED';
}

const notRunningHere: ReadonlySet<VmStatus> = new Set([
  'UNKNOWN',
  'DEPARTED',
  'MIGRATING_TO',
  'WAIT_FOR_LAUNCH',
] as const);

/** Its holder has it no more, not yet, or off: whoever runs it has it. */
const notRunningThere: ReadonlySet<VmStatus> = new Set([
  ...notRunningHere,
  'DOWN',
  'SUSPENDED',
] as const);

/**
 * Of a VM that nobody holds: the time, and above what it may have had before, which somebody may have given it whose clock
 * was ahead. `highest`: of all VMs ever heard of.
 */
export function firstPlacement(nowUnixMs: number, highest: number): number {
  return nowUnixMs >= highest ? nowUnixMs : highest + 1;
}
