import type { VmStatus } from '../../shared/model/status.ts';
import type { Vm, VmState } from '../../shared/model/vm.ts';

/**
 * Who has a VM that two hosts speak of (DESIGN section 7, "take"; OV-9, OV-10). A host takes a VM only when the
 * one that holds the key has let go of it, or nobody can tell; until then its own report waits as a stray.
 */
export function mayTake(held: Vm, reported: VmState, isHolderLost: boolean): boolean {
  // A copy that does not run takes a VM only from a host where it does not run either (OV-8, OV-10).
  if (reported.status === 'DOWN') return held.status === 'DOWN';
  if (notRunningHere.has(reported.status)) return false;
  return isLetGo(held) || isHolderLost;
}

const notRunningHere: ReadonlySet<VmStatus> = new Set([
  'DEPARTED',
  'MIGRATING_TO',
  'WAIT_FOR_LAUNCH',
] as const);

const letGoStatuses: ReadonlySet<VmStatus> = new Set([
  'MIGRATING_FROM',
  'DEPARTED',
  'DOWN',
  'UNKNOWN',
] as const);

function isLetGo(held: Vm): boolean {
  return letGoStatuses.has(held.status) || (held.status === 'PAUSED' && held.reason === 'POSTCOPY');
}
