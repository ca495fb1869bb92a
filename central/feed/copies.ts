import type { Clock, Timer } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Event } from '../../shared/model/event.ts';
import { BoundedQueue } from '../../shared/queue.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { HostRemoval, StoredHost, VmRemoval } from '../ports.ts';
import { copyEvents, type Copied, type CopySource, type VmTaken } from './copied-rows.ts';
import { RemovedVms } from './removed-vms.ts';

/** The store, as far as copying needs it. */
export interface CopyStore extends CopySource {
  /** Rejects with MusterError STORE_FULL or STORE_FAILED; then nothing of it was applied. */
  apply(batch: {
    readonly hosts: readonly StoredHost[];
    readonly hostRemovals: readonly HostRemoval[];
    readonly vms: readonly Vm[];
    readonly removals: readonly VmRemoval[];
    readonly keepsNewer: true;
  }): Promise<void>;
}

export interface CopiesOptions {
  readonly store: CopyStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether this replica holds the host by its claim, and the row, if there is one, does not name another. */
  readonly isOwn: (hostId: string, rowOwner?: string) => boolean;
  /** Another replica claimed a host that this one held. Its rows follow the event by then, as those of a foreign host. */
  readonly onClaimedElsewhere: (event: Event) => void;
  /** A foreign host has a VM of an own one now; the VM's row says so by then. */
  readonly onVmTaken: (taken: VmTaken) => void;
  /** Owner of a foreign host by its row, after an event of the host itself; mostly the one it had. */
  readonly onOwner: (hostId: string, ownerId: string, event: Event) => void;
}

/** What the feed hands on. */
export interface FeedFollower {
  take(event: Event): void;
  /** Resolves when everything taken so far is visible in the store. */
  caughtUp(): Promise<void>;
  /** Set while no more may be handed on: until it resolves. */
  readonly hold: Promise<void> | undefined;
}

interface Waiting {
  /** Events taken when it began to wait. */
  readonly upTo: number;
  readonly resolve: () => void;
}

/**
 * The rows of foreign hosts, kept by their events. What is taken in one turn, and while a transaction is open, is
 * written together, in order. When the store cannot keep up the stream is not read on: nothing is left out, and it holds
 * the events for a day.
 */
export class Copies implements FeedFollower {
  readonly #options: CopiesOptions;
  /** The one that fills it up still has its place; whoever goes on against `hold` is not refused. */
  readonly #queue = new BoundedQueue<Event>(Number.POSITIVE_INFINITY);
  readonly #removed = new RemovedVms();
  #takenCount = 0;
  #copiedCount = 0;
  readonly #waiting: Waiting[] = [];
  #hold: { readonly until: Promise<void>; readonly release: () => void } | undefined;
  #running: Promise<void> | undefined;
  #isStopped = false;
  #pause: { readonly timer: Timer; readonly end: () => void } | undefined;

  constructor(options: CopiesOptions) {
    this.#options = options;
  }

  /** Events that wait. */
  get depth(): number {
    return this.#queue.size;
  }

  get hold(): Promise<void> | undefined {
    return this.#hold?.until;
  }

  take(event: Event): void {
    if (this.#isStopped) return;
    this.#takenCount += 1;
    this.#queue.push(event);
    if (this.#queue.size >= limits.copiesQueueEventsMax) this.#brake();
    this.#running ??= this.#run();
  }

  caughtUp(): Promise<void> {
    if (this.#copiedCount === this.#takenCount) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ upTo: this.#takenCount, resolve });
    });
  }

  /** Lets the open transaction end; what waits is read from the stream again by the next process. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#pause?.timer.cancel();
    this.#pause?.end();
    await this.#running;
    // Nobody is to wait for what will not be copied any more.
    this.#copiedCount = this.#takenCount;
    this.#queue.clear();
    this.#settle();
  }

  async #run(): Promise<void> {
    // After everything that comes in the same turn.
    await Promise.resolve();
    while (this.#queue.size > 0 && !this.#isStopped) {
      const events = this.#queue.take(limits.copiesBatchEvents);
      await this.#copy(events);
      this.#copiedCount += events.length;
      this.#settle();
    }
    this.#running = undefined;
  }

  /** Until the store takes them. */
  async #copy(events: readonly Event[]): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#copyOnce(events);
        return;
      } catch (thrown) {
        const error = MusterError.from(thrown);
        if (error.code === 'INTERNAL') {
          await this.#copySingly(events, error);
          return;
        }
        this.#options.log.warn({ err: error }, 'the store takes no copies; tried again');
        await this.#rest();
      }
    }
  }

  /** One of them can never be stored: the others are not to suffer for it. */
  async #copySingly(events: readonly Event[], error: MusterError): Promise<void> {
    const [event] = events;
    if (event !== undefined && events.length === 1)
      this.#options.log.error({ err: error, event: event.id }, 'an event cannot be copied');
    else for (const one of events) await this.#copy([one]);
  }

  async #copyOnce(events: readonly Event[]): Promise<void> {
    const { store, isOwn } = this.#options;
    const copied = copyEvents(events, { rows: store, removed: this.#removed, isOwn });
    const { hosts, hostRemovals, vms, removals, ended } = copied;
    if (hosts.length + hostRemovals.length + vms.length + removals.length > 0)
      await store.apply({ hosts, hostRemovals, vms, removals, keepsNewer: true });
    for (const end of ended) this.#removed.note(end);
    this.#tell(copied);
  }

  #tell({ claimedElsewhere, taken, owners }: Copied): void {
    const { onClaimedElsewhere, onOwner, onVmTaken } = this.#options;
    for (const { ownerId, event } of owners) onOwner(event.hostId, ownerId, event);
    for (const event of claimedElsewhere) onClaimedElsewhere(event);
    for (const one of taken) onVmTaken(one);
  }

  #settle(): void {
    let settled = 0;
    for (const { upTo, resolve } of this.#waiting) {
      if (upTo > this.#copiedCount) break;
      resolve();
      settled += 1;
    }
    this.#waiting.splice(0, settled);
    if (this.#queue.size > limits.copiesQueueEventsMax / 2) return;
    this.#hold?.release();
    this.#hold = undefined;
  }

  #brake(): void {
    if (this.#hold) return;
    let release: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#hold = { until, release };
    const { depth } = this;
    this.#options.log.warn({ depth }, 'the store is behind the event stream; it is not read on');
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.setTimer(resolve, limits.copiesRetryMs);
      this.#pause = { timer, end: resolve };
    });
  }
}
