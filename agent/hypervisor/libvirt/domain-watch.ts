import type { Clock, Timer } from '../../../shared/clock.ts';
import { guestLimits } from '../../../shared/guest-limits.ts';
import { limits } from '../../../shared/limits.ts';
import type { VmState } from '../../../shared/model/vm.ts';
import type { HypervisorEvent } from '../port.ts';
import { readDomainEvent, type DomainEvent } from './domain-event.ts';
import { readAllDomains, readDomainAgain } from './domain-reader.ts';
import type { DomainRef } from './domain.ts';
import { LibvirtFailure } from './failure.ts';
import { lifecycleEvents } from './lifecycle.ts';
import { isRedefining, isWorthReading } from './event-weight.ts';
import { applyAnswer, type GuestAnswer } from './guest-answer.ts';
import { LookRounds } from './look-rounds.ts';
import { hypervisorInfo, registerEvent, type RawState } from './procedures.ts';
import { domainEvents } from './protocol.ts';
import type { RawVmStats } from './raw-stats.ts';
import type { RpcConnection } from './rpc.ts';
import { applyEvent, applySample, type KnownVm, type Now, type Outcome } from './vm-events.ts';
import { applyMissing, applyReading } from './vm-reading.ts';
import { isActive, isAnnounced, isPassing, statusOf } from './vm-status.ts';
import type { XdrReader } from './xdr.ts';

/** Milliseconds from an event to the reading that checks it; events of one change come within less. */
const readAgainMs = 50;
/** Milliseconds between looks at a VM that is on its way to another status, or has vanished without a word. */
const lookAfterMs = 1000;

export interface DomainWatchOptions {
  readonly rpc: RpcConnection;
  readonly clock: Clock;
  readonly emit: (event: HypervisorEvent) => void;
  /** What an earlier connection knew, so that times and causes outlive a restart of the daemon. */
  readonly known: ReadonlyMap<string, KnownVm>;
}

/** The domains of one connection: registers for events, lists, and from then on tells each change as it comes. */
export class DomainWatch {
  readonly #rpc: RpcConnection;
  readonly #clock: Clock;
  readonly #emit: (event: HypervisorEvent) => void;
  readonly #known: Map<string, KnownVm>;
  /** Number of a domain's last event: a reading that one overtook is out of date. */
  readonly #revisions = new Map<string, number>();
  #lastRevision = 0;
  readonly #readTimers = new Map<string, Timer>();
  readonly #missing = new Set<string>();
  /** Found in another status than told, without an event that says so. */
  readonly #surprising = new Set<string>();
  /** Their XML may say something else than when it was read. */
  readonly #redefined = new Set<string>();
  readonly #definitionLooks: LookRounds;
  /** Last run of VMs that are gone, oldest first: libvirt may tell its start after its end. */
  readonly #endedIds = new Map<string, number>();
  /** Events that came before the list was complete; undefined: it is. */
  #early: DomainEvent[] | undefined = [];

  constructor({ rpc, clock, emit, known }: DomainWatchOptions) {
    this.#rpc = rpc;
    this.#clock = clock;
    this.#emit = emit;
    this.#known = new Map(known);
    this.#definitionLooks = new LookRounds({
      clock,
      roundMs: guestLimits.definitionLookMs,
      turnMsMin: guestLimits.definitionLookMsMin,
      list: () => [...this.#known].flatMap(([uuid, { vm }]) => (isRunningDefined(vm) ? uuid : [])),
      look: (uuid) => {
        this.#lookAtDefinition(uuid);
      },
    });
  }

  get known(): ReadonlyMap<string, KnownVm> {
    return this.#known;
  }

  /** Emits `available`; rejects with a LibvirtFailure. Registers first, then lists: nothing falls in between. */
  async begin(): Promise<void> {
    await this.#register();
    const info = await hypervisorInfo(this.#rpc);
    const readings = await readAllDomains(this.#rpc, this.#known);
    if (this.#rpc.isClosed) throw new LibvirtFailure('lost', 'connection ended while listing');
    const listed = readings.map(
      (reading) => applyReading(this.#known.get(reading.domain.uuid), reading, this.#now()).known,
    );
    this.#known.clear();
    for (const known of listed) if (known !== undefined) this.#known.set(known.vm.id, known);
    const incidents = this.#applyEarly();
    this.#emit({ kind: 'available', info, vms: [...this.#known.values()].map(({ vm }) => vm) });
    incidents.forEach(this.#emit);
    for (const known of this.#known.values()) {
      if (isUnsettled(known)) this.#readLater(known.domain, lookAfterMs);
    }
    this.#definitionLooks.start();
  }

  /** Tells what an event says in the turn it comes in. */
  onMessage(procedure: number, reader: XdrReader): void {
    const event = readDomainEvent(procedure, reader);
    if (event === undefined) return;
    if (this.#early === undefined) {
      for (const told of this.#apply(event).emits) this.#emit(told);
    } else {
      if (this.#early.length >= limits.libvirtEarlyEventsMax) {
        throw new LibvirtFailure('overrun', `${this.#early.length} events while listing`);
      }
      this.#early.push(event);
    }
  }

  /**
   * What a bulk answer said about a domain. Where it contradicts us an event was missed, and where QEMU was left out
   * it may hang (OV-14): we look.
   */
  noteStats(stats: RawVmStats): void {
    if (this.#early !== undefined) return;
    this.#noteMemory(stats.domain.uuid, stats.memoryKib);
    if (stats.state !== undefined) this.#noteState(stats, stats.state);
  }

  /** What came of asking the guest agent of a VM. */
  noteGuest(vmId: string, answer: GuestAnswer): void {
    const known = this.#known.get(vmId);
    if (known !== undefined) this.#tell(vmId, applyAnswer(known, answer));
  }

  stop(): void {
    this.#definitionLooks.stop();
    for (const timer of this.#readTimers.values()) timer.cancel();
    this.#readTimers.clear();
  }

  #noteState({ domain, isPartial }: RawVmStats, { state, reason }: RawState): void {
    if (this.#readTimers.has(domain.uuid)) return;
    const known = this.#known.get(domain.uuid)?.vm.status;
    if (known !== undefined && isPassing(known)) return;
    const isExpected = known === statusOf(state, reason).status;
    if (!isExpected || (known === 'UP' && isPartial)) this.#readLater(domain, readAgainMs);
  }

  #noteMemory(uuid: string, memoryKib: number | undefined): void {
    const known = this.#known.get(uuid);
    if (known !== undefined) this.#tell(uuid, applySample(known, memoryKib));
  }

  #tell(uuid: string, { known, emits }: Outcome): void {
    if (known !== undefined) this.#known.set(uuid, known);
    emits.forEach(this.#emit);
  }

  #lookAtDefinition(uuid: string): void {
    const known = this.#known.get(uuid);
    if (known === undefined || this.#readTimers.has(uuid)) return;
    this.#redefined.add(uuid);
    this.#readLater(known.domain, 0);
  }

  async #register(): Promise<void> {
    const { lifecycle, ioError, ioErrorReason, ...others } = domainEvents;
    if (!(await registerEvent(this.#rpc, lifecycle.id))) {
      throw new LibvirtFailure('refused', 'the driver has no lifecycle events');
    }
    for (const { id } of Object.values(others)) await registerEvent(this.#rpc, id);
    // Both would come for each error; the older one lacks the cause.
    if (!(await registerEvent(this.#rpc, ioErrorReason.id))) {
      await registerEvent(this.#rpc, ioError.id);
    }
  }

  /** The list is what counts; of the events before it remain what it cannot show, and the causes. */
  #applyEarly(): HypervisorEvent[] {
    const events = this.#early ?? [];
    this.#early = undefined;
    return events
      .flatMap((event) => [...this.#apply(event).emits])
      .filter(({ kind }) => kind === 'incident');
  }

  #apply(event: DomainEvent): Outcome {
    const { uuid } = event.domain;
    if (this.#isOfEndedRun(event)) return { known: undefined, emits: [] };
    const outcome = applyEvent(this.#known.get(uuid), event, this.#now());
    this.#forgetDoubts(uuid);
    if (isRedefining(event)) this.#redefined.add(uuid);
    // Other kinds tell nothing a reading could contradict; a machine that resets for ever must not outrun them all.
    if (isWorthReading(event)) this.#revisions.set(uuid, ++this.#lastRevision);
    this.#remember(uuid, outcome);
    const isRemoved = outcome.emits.some(({ kind }) => kind === 'vm-removed');
    if (!isRemoved && isWorthReading(event)) this.#readLater(event.domain, readAgainMs);
    return outcome;
  }

  #remember(uuid: string, { known }: Outcome): void {
    if (known !== undefined) {
      this.#known.set(uuid, known);
      return;
    }
    this.#rememberEnd(uuid, this.#known.get(uuid)?.domain.id);
    this.#known.delete(uuid);
    this.#revisions.delete(uuid);
    this.#redefined.delete(uuid);
    this.#forgetDoubts(uuid);
    this.#readTimers.get(uuid)?.cancel();
    this.#readTimers.delete(uuid);
  }

  /** A definition outlives every run. */
  #isOfEndedRun(event: DomainEvent): boolean {
    const { uuid, id } = event.domain;
    const isDefined = event.kind === 'lifecycle' && event.event === lifecycleEvents.defined;
    return id >= 0 && !isDefined && this.#endedIds.get(uuid) === id;
  }

  #rememberEnd(uuid: string, id: number | undefined): void {
    if (id === undefined) return;
    this.#endedIds.delete(uuid);
    this.#endedIds.set(uuid, id);
    const oldest = this.#endedIds.keys().next();
    const isFull = this.#endedIds.size > limits.libvirtEndedRunsMax;
    if (isFull && oldest.done !== true) this.#endedIds.delete(oldest.value);
  }

  #readLater(domain: DomainRef, delayMs: number): void {
    this.#readTimers.get(domain.uuid)?.cancel();
    const timer = this.#clock.setTimer(() => {
      this.#readTimers.delete(domain.uuid);
      void this.#readAgain(domain);
    }, delayMs);
    this.#readTimers.set(domain.uuid, timer);
  }

  async #readAgain(domain: DomainRef): Promise<void> {
    const revision = this.#revisionOf(domain.uuid);
    const before = this.#known.get(domain.uuid);
    const isRedefined = this.#redefined.has(domain.uuid);
    try {
      const what = { known: before, isRedefined };
      const reading = await readDomainAgain(this.#rpc, before?.domain ?? domain, what);
      if (this.#rpc.isClosed || revision !== this.#revisionOf(domain.uuid)) return;
      const known = this.#known.get(domain.uuid);
      if (reading === undefined) this.#onMissing(domain, known);
      else this.#onReading(domain, known, applyReading(known, reading, this.#now()));
    } catch (error) {
      if (!(error instanceof LibvirtFailure)) throw error;
      if (!this.#rpc.isClosed) this.#readLater(domain, lookAfterMs);
    }
  }

  /** libvirt changes its state before it queues the event, which may be on the way, and says more than we could. */
  #onReading(domain: DomainRef, known: KnownVm | undefined, outcome: Outcome): void {
    const { uuid } = domain;
    const status = outcome.known?.vm.status;
    const isSurprise = status !== undefined && status !== known?.vm.status && isAnnounced(status);
    if (!isSurprise || this.#surprising.has(uuid)) this.#settle(domain, outcome);
    else {
      this.#surprising.add(uuid);
      this.#readLater(domain, readAgainMs);
    }
  }

  #forgetDoubts(uuid: string): void {
    this.#missing.delete(uuid);
    this.#surprising.delete(uuid);
  }

  /** Its last event may be on the way, and says more than we could. */
  #onMissing(domain: DomainRef, known: KnownVm | undefined): void {
    if (known === undefined) this.#forgetDoubts(domain.uuid);
    else if (this.#missing.has(domain.uuid)) this.#settle(domain, applyMissing(known, this.#now()));
    else {
      this.#missing.add(domain.uuid);
      this.#readLater(domain, lookAfterMs);
    }
  }

  #settle(domain: DomainRef, outcome: Outcome): void {
    this.#forgetDoubts(domain.uuid);
    this.#redefined.delete(domain.uuid);
    this.#remember(domain.uuid, outcome);
    outcome.emits.forEach(this.#emit);
    if (outcome.known && isUnsettled(outcome.known)) this.#readLater(domain, lookAfterMs);
  }

  #revisionOf(uuid: string): number {
    return this.#revisions.get(uuid) ?? 0;
  }

  #now(): Now {
    return { monotonicMs: this.#clock.monotonicMs(), unixMs: this.#clock.unixMs() };
  }
}

/** What it is defined as may change while it runs. */
function isRunningDefined({ status, isPersistent }: VmState): boolean {
  return isPersistent && isActive(status);
}

function isUnsettled({ vm, brokenSinceMs }: KnownVm): boolean {
  return isPassing(vm.status) || brokenSinceMs !== undefined;
}
