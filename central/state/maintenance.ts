import type { Host } from '../../shared/model/host.ts';
import type { HostStatus, VmStatus } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { Draft } from './draft.ts';
import { fitnessOf } from './fitness.ts';
import type { Fitness } from './fitness.ts';
import type { Op, OperatorRequest } from './host-state.ts';
import { isSettled } from './host-state.ts';
import { ownVm } from './possession.ts';
import { isHiding } from './view.ts';

/**
 * Maintenance is what an operator wants (`Host.maintenance`), and stands until it is taken back; the status follows from
 * it and from the VMs that are left (DESIGN section 4, seed-systems 1.3):
 *
 *     a VM may run here -> PREPARING_FOR_MAINTENANCE      none does -> MAINTENANCE
 *
 * While VMs are left their host matters: silence is judged as ever. In MAINTENANCE nothing is: no verdict, no status
 * for what the agent announces, no event for a condition; it is recorded, and counts when maintenance is over.
 */

/**
 * VMs that need the machine no more: off, saved to disk, or gone by migration though nobody took them yet. All others
 * hold maintenance back, those too of which nobody knows what they do, and those that another host holds.
 */
const needless: ReadonlySet<VmStatus> = new Set(['DOWN', 'SUSPENDED', 'DEPARTED'] as const);

/** VMs that may run on the host, by what it said last. */
export function guestsOf(draft: Draft): string[] {
  const ids: string[] = [];
  for (const { id, reported } of draft.vms()) {
    if (!needless.has(reported.status) && ownVm(draft, id) !== undefined) ids.push(id);
  }
  // What another host took while this one was not heard runs there, for all that anybody knows.
  if (isHiding(draft.host.status)) return ids;
  for (const { id, status } of draft.strays.values())
    if (!needless.has(status) && draft.vm(id) === undefined) ids.push(id);
  return ids;
}

function hasGuests(draft: Draft): boolean {
  return guestsOf(draft).length > 0;
}

/** The status of a host in contact whose picture is complete. */
export function standingOf(draft: Draft, reason: string): Fitness {
  if (draft.host.maintenance === undefined) return fitnessOf(draft.host, reason);
  return { status: hasGuests(draft) ? 'PREPARING_FOR_MAINTENANCE' : 'MAINTENANCE', reason };
}

/** Statuses in which the last VM may go, as its own host or another one tells. */
const awaiting: ReadonlySet<HostStatus> = new Set([
  'PREPARING_FOR_MAINTENANCE',
  'SUSPECT',
  'NON_RESPONSIVE',
  'DOWN',
  'REBOOTING',
] as const);

/** The last VM went, or one is there again: told in the commit that holds its end or its beginning. */
export function followGuests(draft: Draft): void {
  const { status, maintenance } = draft.host;
  if (maintenance === undefined) return;
  if (status === 'MAINTENANCE') {
    if (hasGuests(draft)) say(draft, 'PREPARING_FOR_MAINTENANCE', 'VM_THERE');
  } else if (awaiting.has(status) && !hasGuests(draft) && areAllKnown(draft)) {
    say(draft, 'MAINTENANCE', 'NO_VM_LEFT');
  }
}

/** A new owner does not know at once which VMs the agent reports that another host holds. */
function areAllKnown(draft: Draft): boolean {
  return draft.areStraysKnown || isHiding(draft.host.status);
}

function say(draft: Draft, status: HostStatus, reason: string): void {
  draft.startChange({ kind: 'central' });
  draft.setStatus(status, reason);
}

/** VMs that must end first, each with an event, if the operator vouches that the machine is off; the others hold it back. */
export type Entry =
  | { readonly kind: 'entered' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'first'; readonly ops: readonly Op[] };

const entered: Entry = { kind: 'entered' };

export function enterMaintenance(draft: Draft, request: OperatorRequest): Entry {
  const { status, maintenance } = draft.host;
  if (maintenance !== undefined) return entered;
  const guests = guestsOf(draft);
  if (isHiding(status) && guests.length > 0) {
    if (!request.force) return { kind: 'refused', message: unheardMessage(draft, guests) };
    const reason = 'CONFIRMED_OFF';
    return { kind: 'first', ops: guests.map((vmId) => ({ kind: 'vm-ended', vmId, reason })) };
  }
  sayEntered(draft, request);
  return entered;
}

function sayEntered(draft: Draft, { by, reason: text }: OperatorRequest): void {
  const { status } = draft.host;
  const maintenance = { sinceAt: draft.context.nowUnixMs, by, reason: text };
  const reason = 'MAINTENANCE_REQUESTED';
  const isAtRest = !hasGuests(draft) && areAllKnown(draft);
  const next = statusUnder(status, isAtRest);
  if (next === status) draft.emitHost({ maintenance }, { type: 'HostChanged', reason });
  else draft.setStatus(next, reason, { maintenance });
}

/** A host that is silent, or whose first picture is under way, stays what it is until more is known. */
function statusUnder(status: HostStatus, isAtRest: boolean): HostStatus {
  if (isAtRest && status !== 'INITIALIZING') return 'MAINTENANCE';
  return isSettled(status) ? 'PREPARING_FOR_MAINTENANCE' : status;
}

function unheardMessage({ host }: Draft, guests: readonly string[]): string {
  return (
    `host "${host.id}" is ${host.status}, and nobody can tell whether it runs ${namesOf(guests)}; ` +
    'with force whoever asks vouches that the machine is off, and these VMs are told as ended'
  );
}

/** The first few, and how many there are besides. */
export function namesOf(vmIds: readonly string[]): string {
  const shown = 5;
  const more = vmIds.length - shown;
  const named = vmIds.slice(0, shown).join(', ');
  return more > 0 ? `VMs ${named} and ${String(more)} more` : `VM ${named}`;
}

/** Back to what is known of it; who was not listened to, and is not there, has the usual time to come. */
export function exitMaintenance(draft: Draft): void {
  const { host, context } = draft;
  const { status } = host;
  if (host.maintenance === undefined) return;
  const reason = 'MAINTENANCE_OVER';
  const over = { maintenance: undefined };
  if (!isSettled(status)) draft.emitHost(over, { type: 'HostChanged', reason });
  else if (status === 'MAINTENANCE' && !context.isInContact())
    draft.setStatus('SUSPECT', reason, over);
  else {
    const next = draft.pictureRun === host.run ? fitnessOf(host, reason) : unpictured;
    draft.setStatus(next.status, next.reason, over);
  }
}

const unpictured: Pick<Host, 'status' | 'reason'> = {
  status: 'INITIALIZING',
  reason: 'MAINTENANCE_OVER',
};

/** Somebody who knows says that the VM does not run here any more. */
export function endVm(draft: Draft, vmId: string, reason: string): void {
  const known: Vm | undefined = ownVm(draft, vmId);
  if (known !== undefined) draft.emitVmRemoved(known, { type: 'VmRemoved', reason });
}
