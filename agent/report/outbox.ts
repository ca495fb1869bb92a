import { limits } from '../../shared/limits.ts';
import type { HistoryGap } from '../../shared/model/event.ts';
import type {
  Change,
  ChangeBody,
  Report,
  SnapshotChunk,
  Welcome,
} from '../../shared/model/protocol.ts';
import type { HostStats, VmSample } from '../../shared/model/stats.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { Journal } from './journal.ts';
import type { JournalLoss } from './journal.ts';
import { Picture } from './picture.ts';
import { SessionSampling } from './sampling.ts';
import { chunksOf } from './snapshot.ts';

/**
 * The one outbox between the observers and the stream (I3): state changes queue in a bounded journal until they are
 * safe, statistics have one slot where the latest wins. Whoever writes to the stream asks `next` when there is room.
 *
 * A full picture goes out in chunks under one change number. What was observed before goes out before it, what is
 * observed meanwhile gets higher numbers and waits, so the receiver can apply everything in the order of the numbers.
 * Only when changes were lost does the picture come first: it says so, and covers everything not sent yet.
 */

export interface OutboxLimits {
  readonly journalEntriesMax: number;
  readonly changesPerReportMax: number;
  readonly vmsPerReportMax: number;
  readonly snapshotChunkVms: number;
}

/** A report without its frame number, which the stream gives at write (I4). */
export type Draft = Omit<Report, 'frame'>;

/** Statistics reports between two digests; at the default interval one every 10 s. */
const reportsPerDigest = 5;

export class Outbox {
  readonly #limits: OutboxLimits;
  readonly #picture = new Picture();
  readonly #journal: Journal;
  #hostStats: HostStats | undefined;
  #vmSamples: readonly VmSample[] = [];
  #session: SessionSampling | undefined;
  /** A full picture is owed: the run is new, the central asked, or changes were lost. */
  #isPictureWanted = true;
  /** Changes lost on this side; owed until the picture that reports it is safe. */
  #gap: HistoryGap | undefined;
  /** Number of the picture that is on its way, until it is safe or given up. */
  #pictureChange: number | undefined;
  #chunks: SnapshotChunk[] = [];
  #reportsSinceDigest = 0;
  /** False until the hypervisor said for the first time whether it is there. */
  #isReady = false;

  constructor(outboxLimits: OutboxLimits = limits) {
    this.#limits = outboxLimits;
    this.#journal = new Journal(outboxLimits.journalEntriesMax);
  }

  get picture(): Pick<Picture, 'vms' | 'hardware' | 'areVmsKnown' | 'conditions'> {
    return this.#picture;
  }

  get lastChange(): number {
    return this.#journal.lastChange;
  }

  get safeChange(): number {
    return this.#journal.safeChange;
  }

  observe(body: ChangeBody, observedAt: number): void {
    const news = this.#picture.apply(body);
    if (news !== undefined) this.#noteLoss(this.#journal.append(news, observedAt));
  }

  /**
   * A complete list of VMs. The first of a run cannot be told as changes, since nobody knows what this agent's
   * predecessor told: it becomes a full picture.
   */
  observeInventory(vms: readonly VmState[], observedAt: number): void {
    this.#isReady = true;
    if (this.#picture.areVmsKnown) {
      for (const body of this.#picture.difference(vms, observedAt)) this.observe(body, observedAt);
      return;
    }
    this.#picture.adopt(vms);
    this.requestSnapshot();
  }

  /** There is no list of VMs, and nobody knows when there will be one: pictures go out without. */
  observeNoInventory(): void {
    this.#isReady = true;
  }

  setHostStats(stats: HostStats): void {
    this.#hostStats = stats;
  }

  setVmSamples(samples: readonly VmSample[]): void {
    this.#vmSamples = samples;
  }

  startSession(welcome: Pick<Welcome, 'appliedChange' | 'wantSnapshot'>): void {
    this.#session = new SessionSampling();
    this.#reportsSinceDigest = 0;
    this.acknowledge(welcome.appliedChange);
    this.#journal.resume();
    if (welcome.wantSnapshot || this.#pictureChange !== undefined) this.requestSnapshot();
  }

  endSession(): void {
    this.#session = undefined;
    this.#chunks = [];
  }

  requestSnapshot(): void {
    this.#isPictureWanted = true;
    if (this.#pictureChange !== undefined && this.#chunks.length > 0) {
      this.#journal.abandonPicture(this.#pictureChange);
    }
    this.#pictureChange = undefined;
    this.#chunks = [];
  }

  acknowledge(safeChange: number): void {
    this.#journal.markSafe(safeChange);
    if (this.#pictureChange === undefined || safeChange < this.#pictureChange) return;
    this.#pictureChange = undefined;
    this.#gap = undefined;
  }

  /** True if something must be said now rather than at the next interval. */
  get isUrgent(): boolean {
    if (this.#session === undefined) return false;
    return this.#chunks.length > 0 || this.#journal.hasUnsent || this.#canStartSnapshot;
  }

  /** What to say next; undefined if nothing is due. With `isIntervalDue` there is always a report: the heartbeat. */
  next(nowUnixMs: number, isIntervalDue: boolean): Draft | undefined {
    if (this.#session === undefined) return undefined;
    const changes = this.#takeChanges();
    const snapshot = this.#takeChunk(nowUnixMs);
    if (!isIntervalDue && changes.length === 0 && snapshot === undefined) return undefined;
    return {
      changes,
      vms: [],
      sentAt: nowUnixMs,
      ...(snapshot && { snapshot }),
      ...(isIntervalDue && this.#statistics(this.#session)),
    };
  }

  get #canStartSnapshot(): boolean {
    return this.#isPictureWanted && this.#isReady;
  }

  /** After a loss nothing may be told before the picture that says so. */
  get #isLossUntold(): boolean {
    return this.#isPictureWanted && this.#gap !== undefined;
  }

  #takeChanges(): readonly Change[] {
    if (this.#chunks.length > 0 || this.#isLossUntold) return [];
    return this.#journal.takeUnsent(this.#limits.changesPerReportMax);
  }

  #takeChunk(observedAt: number): SnapshotChunk | undefined {
    const isDue = this.#isLossUntold || !this.#journal.hasUnsent;
    if (this.#chunks.length === 0 && this.#canStartSnapshot && isDue) {
      this.#startSnapshot(observedAt);
    }
    return this.#chunks.shift();
  }

  #noteLoss(loss: JournalLoss | undefined): void {
    if (loss === undefined) return;
    // Of two losses that nobody was told of, the first says where it began.
    const fromChange = this.#gap?.fromChange ?? loss.fromChange;
    this.#gap = { ...loss, fromChange, reason: 'JOURNAL_OVERFLOW', fromRun: '' };
    this.requestSnapshot();
  }

  #startSnapshot(observedAt: number): void {
    if (this.#gap !== undefined) this.#journal.giveUp();
    this.#noteLoss(this.#journal.appendPicture(observedAt));
    this.#isPictureWanted = false;
    const change = this.#journal.lastChange;
    this.#pictureChange = change;
    const { areVmsKnown, vms, conditions, hardware } = this.#picture;
    const gap = this.#gap && { ...this.#gap, toChange: change };
    this.#chunks = chunksOf(
      { change, observedAt, areVmsKnown, vms, conditions, hardware, gap },
      this.#limits.snapshotChunkVms,
    );
  }

  #statistics(session: SessionSampling): Pick<Report, 'host' | 'digest'> & { vms: Report['vms'] } {
    const host = this.#hostStats && session.host(this.#hostStats);
    const vms = session.vms(this.#vmSamples, this.#limits.vmsPerReportMax);
    this.#reportsSinceDigest += 1;
    const isDigestDue = this.#reportsSinceDigest >= reportsPerDigest && !this.isUrgent;
    if (!isDigestDue || !this.#picture.areVmsKnown) return { vms, ...(host && { host }) };
    this.#reportsSinceDigest = 0;
    const digest = this.#picture.digest(this.#journal.lastChange);
    return { vms, digest, ...(host && { host }) };
  }
}
