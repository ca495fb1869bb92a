import type { EventType } from '../../shared/model/event.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { MemoryIssueKind, VmDetails } from '../../shared/model/vm-details.ts';

interface Facet {
  readonly type: EventType;
  readonly reason: string;
}

type Teller = (before: VmDetails, after: VmDetails) => Facet | undefined;

/**
 * What of a VM changed while its status did not: the event that says so, and its reason. An agent tells one thing after
 * the other, so that more than one differs only after a gap; then the first of this list speaks, and `before` and `after`
 * show the rest. What was not known before is no change, but for addresses: a guest has none until it is up.
 */
export function facetOf(known: Vm, vm: Vm): Facet {
  const [before, after] = [known.details ?? {}, vm.details ?? {}];
  for (const tell of tellers) {
    const facet = tell(before, after);
    if (facet !== undefined) return facet;
  }
  return { type: 'VmChanged', reason: vm.reason };
}

function memoryIssueBegan(before: VmDetails, after: VmDetails): Facet | undefined {
  const reason = newIn(before, after);
  return reason && { type: 'VmMemoryIssueBegan', reason };
}

function memoryIssueEnded(before: VmDetails, after: VmDetails): Facet | undefined {
  const reason = newIn(after, before);
  return reason && { type: 'VmMemoryIssueEnded', reason };
}

function newIn(before: VmDetails, after: VmDetails): MemoryIssueKind | undefined {
  const known = new Set(before.memoryIssues?.map(({ kind }) => kind));
  return after.memoryIssues?.find(({ kind }) => !known.has(kind))?.kind;
}

function guestAgent(before: VmDetails, after: VmDetails): Facet | undefined {
  const isNews = before.guestAgent !== undefined && before.guestAgent !== after.guestAgent;
  if (!isNews || after.guestAgent === undefined) return undefined;
  return { type: 'VmGuestChanged', reason: `AGENT_${after.guestAgent}` };
}

function guestAddresses(before: VmDetails, after: VmDetails): Facet | undefined {
  if (isSame(before.guestAddresses, after.guestAddresses)) return undefined;
  return { type: 'VmGuestChanged', reason: 'ADDRESSES' };
}

function devices(before: VmDetails, after: VmDetails): Facet | undefined {
  if (before.devices === undefined || isSame(before.devices, after.devices)) return undefined;
  const [had, has] = [aliases(before), aliases(after)];
  const isAttached = [...has].some((alias) => !had.has(alias));
  const isDetached = [...had].some((alias) => !has.has(alias));
  if (isAttached === isDetached) return { type: 'VmDevicesChanged', reason: 'CHANGED' };
  return { type: 'VmDevicesChanged', reason: isAttached ? 'ATTACHED' : 'DETACHED' };
}

function aliases({ devices: known }: VmDetails): ReadonlySet<string> {
  return new Set(known?.list.map(({ alias }) => alias));
}

const tellers: readonly Teller[] = [
  memoryIssueBegan,
  memoryIssueEnded,
  guestAgent,
  guestAddresses,
  devices,
];
