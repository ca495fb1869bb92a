import type { Event } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import {
  claimReasons,
  compareVersion,
  compareVmVersion,
  unknownRevision,
  type Claim,
  type HostRecord,
} from '../../shared/model/record.ts';
import type { Vm, VmOverdue } from '../../shared/model/vm.ts';
import { viewOf } from '../state/view.ts';
import { withOverdue } from '../state/vm-health.ts';
import { RemovedVms, type VmEnd } from './removed-vms.ts';

export interface HostRow {
  readonly record: HostRecord;
  readonly revision: number;
}

/** The store as it is. */
export interface CopySource {
  getStoredHost(id: string): HostRow | undefined;
  getVm(id: string): Vm | undefined;
  vmIdsOfHost(hostId: string): readonly string[];
}

export interface CopyContext {
  readonly rows: CopySource;
  readonly removed: Pick<RemovedVms, 'isLate'>;
  /**
   * Whether this replica holds the host by its claim: then its own commits write the rows. `rowOwner`: whom the row names,
   * which a listing may have shown before anybody told of the claim.
   */
  readonly isOwn: (hostId: string, rowOwner?: string) => boolean;
}

/** An own host's VM that another replica's host has now. */
export interface VmTaken {
  readonly vmId: string;
  readonly fromHostId: string;
  readonly event: Event;
}

/** Owner of a host as its row says after the event. */
export interface HostOwner {
  readonly ownerId: string;
  readonly event: Event;
}

/** The end of a host. */
interface HostEnd {
  readonly hostId: string;
  readonly epoch: number;
  readonly n: number;
}

/** What events change. */
export interface Copied {
  readonly hosts: readonly HostRow[];
  readonly hostRemovals: readonly HostEnd[];
  readonly vms: readonly Vm[];
  readonly removals: readonly VmEnd[];
  /** The end of each VM that the events tell of, whether there was a row or not. */
  readonly ended: readonly VmEnd[];
  /** First event of each host that somebody claimed while this replica held it. */
  readonly claimedElsewhere: readonly Event[];
  readonly taken: readonly VmTaken[];
  /** For each event of a foreign host itself. */
  readonly owners: readonly HostOwner[];
}

/**
 * What the rows of foreign hosts become by their events, in the order of the stream: just what the owner's commits
 * wrote, but for what no event tells. A host's events count if they are above its row (I5); what is told of a VM counts
 * by (placement, epoch, n), since hosts speak of one VM side by side. PURE.
 */
export function copyEvents(events: readonly Event[], context: CopyContext): Copied {
  const draft = new CopyDraft(context);
  for (const event of events) draft.apply(event);
  return draft.finish();
}

class CopyDraft {
  readonly #context: CopyContext;
  readonly #hosts = new Map<string, HostRow>();
  readonly #hostRemovals = new Map<string, HostEnd>();
  /** undefined: removed. */
  readonly #vms = new Map<string, Vm | undefined>();
  readonly #removals = new Map<string, VmEnd>();
  readonly #removed = new RemovedVms();
  readonly #recounted = new Set<string>();
  readonly #claimedElsewhere = new Map<string, Event>();
  readonly #taken: VmTaken[] = [];
  readonly #owners: HostOwner[] = [];

  constructor(context: CopyContext) {
    this.#context = context;
  }

  apply(event: Event): void {
    const held = this.#host(event.hostId);
    const isOurs = this.#isOurs(event, held);
    this.#noteLoser(event);
    // Our commit wrote it.
    if (isOurs) return;
    if (held === undefined ? event.vmId === '' : compareVersion(event, held.record) > 0)
      this.#applyNews(event, held);
    // Nothing new, or a VM of a host nobody knows: the leftover of a deleted one.
    else if (held !== undefined) this.#noteOwner(event, held.record);
  }

  #noteOwner(event: Event, { owner }: HostRecord): void {
    if (event.vmId === '') this.#owners.push({ ownerId: owner, event });
  }

  finish(): Copied {
    for (const hostId of this.#recounted) this.#recount(hostId);
    return {
      hosts: [...this.#hosts.values()],
      hostRemovals: [...this.#hostRemovals.values()],
      vms: [...this.#vms.values()].filter((vm) => vm !== undefined),
      removals: [...this.#removals.values()].filter(({ vmId }) => this.#isGone(vmId)),
      ended: this.#removed.all(),
      claimedElsewhere: [...this.#claimedElsewhere.values()],
      taken: this.#taken,
      owners: this.#owners,
    };
  }

  #host(id: string): HostRow | undefined {
    const changed = this.#hosts.get(id);
    if (changed !== undefined || this.#hostRemovals.has(id)) return changed;
    return this.#context.rows.getStoredHost(id);
  }

  #vm(id: string): Vm | undefined {
    return this.#vms.has(id) ? this.#vms.get(id) : this.#context.rows.getVm(id);
  }

  #isGone(vmId: string): boolean {
    return this.#vms.has(vmId) && this.#vms.get(vmId) === undefined;
  }

  /**
   * Our own commits are in the store before we tell them, so a higher epoch is always somebody else's claim, and what our
   * epoch tells beyond the row is a commit of ours whose answer we have not heard: whoever claimed the host since told it.
   */
  #isOurs(event: Event, held: HostRow | undefined): boolean {
    if (!this.#context.isOwn(event.hostId, held?.record.owner)) return false;
    if (held?.revision === unknownRevision) return false;
    if (held === undefined || compareVersion(event, held.record) <= 0) return true;
    if (event.epoch === held.record.epoch) return false;
    if (ownerIn(event) === held.record.owner) return true;
    this.#claimedElsewhere.set(event.hostId, event);
    return false;
  }

  /** The host that a VM was taken from, though the row may say so already: by our commit, or since we read the record. */
  #noteLoser({ before, hostId }: Event): void {
    if (before?.kind === 'vm' && before.vm.hostId !== hostId) this.#recounted.add(before.vm.hostId);
  }

  #applyNews(event: Event, held: HostRow | undefined): void {
    if (event.type === 'HostRemoved') this.#removeHost(event);
    else this.#applyChange(event, held);
  }

  #applyChange(event: Event, held: HostRow | undefined): void {
    const { after, hostId } = event;
    if (after?.kind === 'vm') this.#putVm(after.vm, event);
    else if (event.type === 'VmRemoved') this.#removeVm(event);
    const host = hostAfter(event, held);
    if (host === undefined) return;
    if (event.vmId === '') {
      this.#reviewVms(event, host);
      this.#recounted.add(hostId);
    }
    const isClaimed = this.#claimedElsewhere.has(hostId);
    // Held from before a new life of the storage, it stays the memory of that until somebody reads what is there now.
    const revision = held?.revision === 0 && !isClaimed ? 0 : unknownRevision;
    const record = recordOf(host, { event, known: held?.record });
    this.#hosts.set(hostId, { record, revision });
    this.#noteOwner(event, record);
  }

  #removeHost({ hostId, epoch, n }: Event): void {
    this.#hosts.delete(hostId);
    this.#hostRemovals.set(hostId, { hostId, epoch, n });
  }

  #putVm(vm: Vm, event: Event): void {
    const row = this.#vm(vm.id);
    if (row === undefined ? this.#isLate(vm) : isAhead(row, event)) return;
    if (row?.hostId !== vm.hostId) this.#recounted.add(vm.hostId);
    if (row !== undefined && row.hostId !== vm.hostId) this.#leave(row, event);
    this.#vms.set(vm.id, vm);
  }

  #isLate(vm: Vm): boolean {
    return this.#removed.isLate(vm) || this.#context.removed.isLate(vm);
  }

  #leave({ id, hostId }: Vm, event: Event): void {
    this.#recounted.add(hostId);
    if (this.#context.isOwn(hostId)) this.#taken.push({ vmId: id, fromHostId: hostId, event });
  }

  #removeVm(event: Event): void {
    this.#removed.note(event);
    const row = this.#vm(event.vmId);
    if (row === undefined || isAhead(row, event)) return;
    this.#recounted.add(row.hostId);
    this.#vms.set(event.vmId, undefined);
    this.#removals.set(event.vmId, event);
  }

  /** VMs that a host's own event makes unknown, or known again, as the owner's step did it. */
  #reviewVms(event: Event, { status }: Host): void {
    const { vmIds, hostId, epoch, n, recordedAt } = event;
    const health = overdueIn(event);
    for (const id of vmIds) {
      const row = this.#vm(id);
      if (row?.hostId !== hostId || compareVersion(row, { epoch, n }) >= 0) continue;
      const review = health
        ? withOverdue(row, health, recordedAt)
        : viewOf(row, status, recordedAt);
      this.#vms.set(id, { ...review, epoch, n });
    }
  }

  /** By the rows: a host that lost a VM to another one says nothing of it. */
  #recount(hostId: string): void {
    const row = this.#host(hostId);
    const isOurs =
      this.#context.isOwn(hostId, row?.record.owner) && row?.revision !== unknownRevision;
    if (row === undefined || isOurs) return;
    const vmCount = this.#countVms(hostId);
    const { record } = row;
    if (record.host.vmCount === vmCount) return;
    this.#hosts.set(hostId, { ...row, record: { ...record, host: { ...record.host, vmCount } } });
  }

  #countVms(hostId: string): number {
    let count = 0;
    for (const id of this.#context.rows.vmIdsOfHost(hostId)) if (!this.#vms.has(id)) count += 1;
    for (const vm of this.#vms.values()) if (vm?.hostId === hostId) count += 1;
    return count;
  }
}

/** What one host says of a VM comes in order; of two hosts, the one that took it later is right. */
function isAhead(row: Vm, event: Event): boolean {
  const order = row.hostId === event.hostId ? compareVersion : compareVmVersion;
  return order(row, event) > 0;
}

function overdueIn({ type, reason }: Event): VmOverdue['health'] | undefined {
  if (type !== 'HostVmsOverdue') return undefined;
  return reason === 'MISSING' ? 'MISSING' : 'OUT_OF_CONTACT';
}

function ownerIn({ after }: Event): string | undefined {
  return after?.kind === 'host' ? after.host.owner : undefined;
}

/** An event of a VM moves the place of its host, and changes nothing else of it. */
function hostAfter({ after, epoch, n }: Event, held: HostRow | undefined): Host | undefined {
  if (after?.kind === 'host') return { ...after.host, epoch, n };
  return held && { ...held.record.host, epoch, n };
}

/** What no event tells. */
const untold = { incarnation: '', appliedChanges: [], pictureRun: '' };

function recordOf(
  host: Host,
  { event, known }: { readonly event: Event; readonly known: HostRecord | undefined },
): HostRecord {
  const { incarnation, appliedChanges, pictureRun } = known ?? untold;
  const { owner, epoch, n } = host;
  const isSameClaim = known?.owner === owner && known.epoch === epoch;
  const { instance, claim } = isSameClaim ? known : { instance: '', claim: claimIn(event) };
  return {
    ...{ incarnation, owner, instance, epoch, n, host, appliedChanges, pictureRun, pending: [] },
    ...(claim && { claim }),
  };
}

/** Of a claim that took the host from nobody, no event tells. */
function claimIn({ type, reason, recordedAt, before }: Event): Claim | undefined {
  const known = claimReasons.find((one) => one === reason);
  if (type !== 'HostOwnerChanged' || known === undefined) return undefined;
  return { at: recordedAt, reason: known, from: before?.kind === 'host' ? before.host.owner : '' };
}
