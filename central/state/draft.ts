import type { Event, EventObject, EventType, HistoryGap } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import type { AppliedChange, Claim, HostRecord } from '../../shared/model/record.ts';
import type { HostStatus } from '../../shared/model/status.ts';
import type { Vm, VmIncident, VmState } from '../../shared/model/vm.ts';
import type { HostState, Step, StepContext, StepEffect } from './host-state.ts';
import { changedHost } from './duplicates.ts';
import type { HostChange } from './duplicates.ts';
import { appliedOf, isSettled, volatileOf } from './host-state.ts';
import { ownVm } from './possession.ts';
import { isHiding, viewOf } from './view.ts';

/** Where an event comes from: a change an agent observed, or a decision of the central. */
export type Source =
  | {
      readonly kind: 'agent';
      readonly run: string;
      readonly change: number;
      readonly observedAt: number;
    }
  | { readonly kind: 'central' };

export interface EventFacts {
  readonly type: EventType;
  readonly reason: string;
  readonly vmIds?: readonly string[];
  readonly historyGap?: HistoryGap;
  readonly incident?: VmIncident;
}

/** Who follows the events has everything that the record stands for when it has this one. */
function toldIn(record: HostRecord | undefined): HostRecord['told'] {
  return record && (record.told ?? { epoch: record.epoch, n: record.n });
}

/** Runs kept in `appliedChanges`: the current one, and the one a late message may still belong to. */
const runsKept = 2;

/**
 * The next record of a host while a step writes it. Nothing of the accepted state is touched: if the commit is lost,
 * the draft is dropped and nothing happened.
 */
export class Draft {
  readonly context: StepContext;
  /** Set if this record takes the host over: nothing may be done under its epoch before it is accepted. */
  readonly claim: Claim | undefined;
  readonly events: Event[] = [];
  readonly now: StepEffect[] = [];
  readonly after: StepEffect[] = [];
  #source: Source = { kind: 'central' };
  host: Host;
  strays: ReadonlyMap<string, VmState>;
  departed: ReadonlySet<string>;
  contested: ReadonlyMap<string, number>;
  arriving: ReadonlyMap<string, number>;
  wantedPicture: string;
  areStraysKnown: boolean;
  pictureRun: string;
  #record: HostRecord | undefined;
  #appliedChanges: readonly AppliedChange[];
  #isRecordChanged = false;
  #vmCount: number;
  /** Events so far of the change in `source`: the k of their ids. */
  #ordinal = 0;
  #estimatedBytes = 0;
  readonly #vms: ReadonlyMap<string, Vm>;
  readonly #changedVms = new Map<string, Vm | undefined>();
  /** VMs nobody knows any more: their keys go. A VM that another host took only leaves this one. */
  readonly #deletedKeys = new Map<string, Vm>();

  constructor(
    state: HostState,
    host: Host,
    { context, claim }: { readonly context: StepContext; readonly claim: Claim | undefined },
  ) {
    this.context = context;
    this.claim = claim;
    this.host = host;
    this.#record = state.record;
    this.#appliedChanges = state.record?.appliedChanges ?? [];
    this.pictureRun = state.record?.pictureRun ?? '';
    this.#vms = state.vms;
    this.#vmCount = state.vms.size;
    this.strays = state.strays;
    this.departed = state.departed;
    this.contested = state.contested;
    this.arriving = state.arriving;
    this.wantedPicture = state.wantedPicture;
    this.areStraysKnown = state.areStraysKnown;
  }

  /** What the accepted record says was applied: the only thing an agent may be told to forget. */
  safeChange(run: string): number {
    return appliedOf(this.#record, run);
  }

  appliedChange(run: string): number {
    return this.#appliedChanges.find((applied) => applied.run === run)?.change ?? 0;
  }

  setApplied(run: string, change: number): void {
    const others = this.#appliedChanges.filter((applied) => applied.run !== run);
    this.#appliedChanges = [{ run, change }, ...others].slice(0, runsKept);
    this.#isRecordChanged = true;
  }

  /** What follows comes from `source`; `ordinal` is the k of its first event where a change is told in parts. */
  startChange(source: Source, ordinal = 0): void {
    this.#source = source;
    this.#ordinal = ordinal;
  }

  get nextOrdinal(): number {
    return this.#ordinal;
  }

  /** Size of `events` in a record, roughly: proto names are longer than ours. */
  get estimatedBytes(): number {
    return this.#estimatedBytes;
  }

  vm(id: string): Vm | undefined {
    return this.#changedVms.has(id) ? this.#changedVms.get(id) : this.#vms.get(id);
  }

  /** The VM as this step removed it: what the store still says of it is older. */
  removedVm(id: string): Vm | undefined {
    return this.#deletedKeys.get(id);
  }

  hasChanged(id: string): boolean {
    return this.#changedVms.has(id);
  }

  *vms(): Generator<Vm> {
    for (const [id, vm] of this.#vms) if (!this.#changedVms.has(id)) yield vm;
    for (const vm of this.#changedVms.values()) if (vm !== undefined) yield vm;
  }

  get vmCount(): number {
    return this.#vmCount;
  }

  /** Changes the host without an event of its own. */
  setHost(change: Partial<Host>): void {
    this.host = { ...this.host, ...change };
    this.#isRecordChanged = true;
  }

  /** To be committed although nothing is told. */
  markChanged(): void {
    this.#isRecordChanged = true;
  }

  emitHost(change: HostChange, facts: EventFacts): void {
    const isNew = this.#record === undefined && this.events.length === 0;
    const before = isNew || Object.keys(change).length === 0 ? undefined : this.host;
    this.host = changedHost(this.host, change);
    const { epoch, n } = this.#nextPlace();
    this.host = { ...this.host, epoch, n, vmCount: this.#vmCount };
    this.#push({ epoch, n, vmId: '', placement: 0 }, facts, {
      after: { kind: 'host', host: this.host },
      ...(before && { before: { kind: 'host', host: before } }),
    });
  }

  /** Something was lost, and nobody will see it one by one (I3). */
  emitGap(historyGap: HistoryGap): void {
    this.emitHost({}, { type: 'HistoryGap', reason: historyGap.reason, historyGap });
  }

  /** The status of the host; its VMs become unknown or known again with it, in the same event (OV-13). */
  setStatus(status: HostStatus, reason: string, extra: HostChange = {}): void {
    const { nowUnixMs } = this.context;
    const wasHiding = isHiding(this.host.status);
    const change = { ...extra, status, reason, sinceAt: nowUnixMs };
    const isRestored = wasHiding && isSettled(status);
    const isHidden = isHiding(status);
    const vmIds = isHidden || isRestored ? this.ownVmIds() : [];
    this.emitHost(change, { type: 'HostStatusChanged', reason, vmIds: isHidden ? vmIds : [] });
    if (isRestored && vmIds.length > 0) {
      this.emitHost({}, { type: 'HostVmsRestored', reason, vmIds });
    }
    this.reviewVms(vmIds, (vm) => viewOf(vm, status, nowUnixMs));
  }

  ownVmIds(): string[] {
    return [...this.vms()].map((vm) => vm.id).filter((id) => ownVm(this, id) !== undefined);
  }

  /** Changes VMs with the host's event that was told just now. */
  reviewVms(vmIds: readonly string[], review: (vm: Vm) => Vm): void {
    const { epoch, n } = this.host;
    for (const id of vmIds) {
      const vm = this.vm(id);
      if (vm !== undefined) this.#changedVms.set(id, { ...review(vm), epoch, n });
    }
  }

  /** Writes every VM key again, as it is. */
  touchVms(): void {
    for (const id of this.ownVmIds()) this.#changedVms.set(id, this.vm(id));
  }

  emitVm(vm: Vm, facts: EventFacts, before = this.vm(vm.id)): void {
    if (this.vm(vm.id) === undefined) this.#vmCount += 1;
    const place = this.#nextPlace();
    const { status } = this.host;
    const after = {
      ...(isHiding(status) ? viewOf(vm, status, this.context.nowUnixMs) : vm),
      ...place,
    };
    this.#changedVms.set(vm.id, after);
    this.#deletedKeys.delete(vm.id);
    this.#push({ ...place, vmId: vm.id, placement: vm.placement }, facts, {
      after: { kind: 'vm', vm: after },
      ...(before && { before: { kind: 'vm', vm: before } }),
    });
  }

  emitVmRemoved(vm: Vm, facts: EventFacts): void {
    this.dropVm(vm.id);
    this.#deletedKeys.set(vm.id, vm);
    const place = { ...this.#nextPlace(), vmId: vm.id, placement: vm.placement };
    this.#push(place, facts, { before: { kind: 'vm', vm } });
  }

  /** Forgets a VM without an event: another host has it now. */
  dropVm(id: string): void {
    if (this.vm(id) === undefined) return;
    this.#vmCount -= 1;
    this.#changedVms.set(id, undefined);
    this.#isRecordChanged = true;
  }

  #nextPlace(): { epoch: number; n: number } {
    this.#isRecordChanged = true;
    this.host = { ...this.host, n: this.host.n + 1 };
    return { epoch: this.host.epoch, n: this.host.n };
  }

  #push(
    place: Pick<Event, 'epoch' | 'n' | 'vmId' | 'placement'>,
    facts: EventFacts,
    objects: { after?: EventObject; before?: EventObject },
  ): void {
    const { nowUnixMs } = this.context;
    const hostId = this.host.id;
    const source = this.#source;
    const event: Event = {
      id: this.#eventId(hostId, place),
      hostId,
      ...place,
      observedAt: source.kind === 'agent' ? source.observedAt : nowUnixMs,
      recordedAt: nowUnixMs,
      vmIds: [],
      ...facts,
      ...objects,
    };
    this.events.push(event);
    this.#estimatedBytes += 1.5 * JSON.stringify(event).length;
  }

  #eventId(hostId: string, { epoch, n }: { epoch: number; n: number }): string {
    if (this.#source.kind === 'central') return `${hostId}/${String(epoch)}/${String(n)}`;
    const { run, change } = this.#source;
    const ordinal = this.#ordinal++;
    return `${hostId}/${run}/${String(change)}${ordinal === 0 ? '' : `/${String(ordinal)}`}`;
  }

  /** undefined: nothing changed that must be committed. A commit without an event takes a number too (I5). */
  finish(): Step | undefined {
    if (!this.#isRecordChanged) return undefined;
    const { context, host } = this;
    if (this.events.length === 0) this.#nextPlace();
    const changed = [...this.#changedVms];
    const told = this.events.length + changed.length === 0 ? toldIn(this.#record) : undefined;
    const claim = this.claim ?? this.#record?.claim;
    return {
      record: {
        incarnation: context.incarnation,
        owner: context.replicaId,
        instance: context.instance,
        epoch: host.epoch,
        n: this.host.n,
        host: { ...this.host, owner: context.replicaId, vmCount: this.#vmCount },
        appliedChanges: this.#appliedChanges,
        pictureRun: this.pictureRun,
        pending: this.events,
        ...(claim && { claim }),
        ...(told && { told }),
      },
      events: this.events,
      vms: changed.flatMap(([, vm]) => vm ?? []),
      removedVmIds: [...this.#deletedKeys.keys()],
      droppedVmIds: changed.flatMap(([id, vm]) => (vm === undefined ? [id] : [])),
      ...volatileOf(this),
    };
  }
}
