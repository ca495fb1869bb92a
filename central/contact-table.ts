import { limits } from '../shared/limits.ts';
import type { HostStatus } from '../shared/model/status.ts';
import { earliestAnswerMs, judge, nextVerdict, silenceLimitMs } from './state/liveness.ts';
import type { LivenessAnswer, LivenessSettings } from './state/liveness.ts';

/** Contact with one host; whoever holds it tells what is heard without a search. */
export interface HostContact {
  status: HostStatus;
  lastMs: number;
  /** `lastMs` is when it was heard here; else it is since when it should have been. */
  isHeard: boolean;
  intervalMs: number;
  movingUntilMs: number | undefined;
  isStreamOpen: boolean;
  suspectedMs: number | undefined;
  /** An answer was given for this status and silence; the next comes when either changes. */
  isAnswered: boolean;
  /** The return of contact was told for this status. */
  isReturnTold: boolean;
}

export interface ContactAnswer {
  readonly hostId: string;
  readonly answer: Exclude<LivenessAnswer, { kind: 'fine' }>;
}

/** What is known of the contact with a host, for whoever asks why it is judged so. */
export interface ContactStanding {
  readonly isStreamOpen: boolean;
  readonly silentMs: number;
  readonly silenceLimitMs: number;
  /** Left of an announced move or restart; undefined: none. */
  readonly movingMs: number | undefined;
  /** What silence leads to if it lasts; undefined: nothing. */
  readonly next: { readonly status: HostStatus; readonly inMs: number } | undefined;
  readonly isGrace: boolean;
}

const silentStatuses: ReadonlySet<HostStatus> = new Set(['SUSPECT', 'NON_RESPONSIVE'] as const);

/** A look that comes this late means that this process stood still, not the hosts (I6, I7). */
export const lagMsMax = 1_000;

/** When every host was heard last. Kept beside the records, since it changes with every report. */
export class ContactTable {
  readonly #settings: LivenessSettings;
  readonly #entries = new Map<string, HostContact>();
  #graceMs = 0;
  #graceUntilMs = -Infinity;
  /** Until then the grace may be extended. */
  #graceEndMs = 0;
  /** Before this no answer can be due: contact only moves deadlines away, so most looks need not look at all. */
  #nextDueMs = 0;

  constructor(settings: LivenessSettings) {
    this.#settings = settings;
  }

  start(nowMs: number, graceMs: number): void {
    this.#graceMs = graceMs;
    this.#graceUntilMs = nowMs + graceMs;
    this.#graceEndMs = nowMs + Math.max(graceMs, limits.graceMsMax);
  }

  hostIds(): string[] {
    return [...this.#entries.keys()];
  }

  has(hostId: string): boolean {
    return this.#entries.has(hostId);
  }

  /** Another replica listens to the host from now on. */
  forget(hostId: string): void {
    this.#entries.delete(hostId);
  }

  /** Its owner is gone: no verdict before its agent had the time to come here, as after a start. */
  spare(hostId: string, nowMs: number): void {
    this.moving(hostId, nowMs + this.#graceMs);
  }

  /** We could not act on what we would find; the others may hear what we do not (I7). */
  hold(nowMs: number): void {
    this.#graceUntilMs = Math.max(this.#graceUntilMs, nowMs + limits.graceExtensionMs);
  }

  know(
    hostId: string,
    status: HostStatus,
    { nowMs, intervalMs }: { readonly nowMs: number; readonly intervalMs: number },
  ): HostContact {
    const entry: HostContact = {
      status,
      lastMs: nowMs,
      isHeard: false,
      intervalMs,
      movingUntilMs: undefined,
      isStreamOpen: false,
      suspectedMs: undefined,
      isAnswered: false,
      isReturnTold: false,
    };
    this.#entries.set(hostId, entry);
    this.#expect(entry);
    return entry;
  }

  /** What is heard on an older stream of the host does not count any more. */
  streamOpened(
    hostId: string,
    times: { readonly nowMs: number; readonly intervalMs: number },
  ): HostContact {
    const known = this.#entries.get(hostId);
    if (known !== undefined) this.#extendGrace(times.nowMs);
    const entry = this.know(hostId, known?.status ?? 'PENDING', times);
    entry.isStreamOpen = true;
    entry.isHeard = true;
    return entry;
  }

  /** As long as agents come back, those that have not may be on their way: silence says nothing yet (I7). */
  #extendGrace(nowMs: number): void {
    if (nowMs >= this.#graceUntilMs) return;
    const untilMs = Math.min(nowMs + limits.graceExtensionMs, this.#graceEndMs);
    this.#graceUntilMs = Math.max(this.#graceUntilMs, untilMs);
  }

  streamClosed(hostId: string): void {
    const entry = this.#entries.get(hostId);
    if (entry !== undefined) entry.isStreamOpen = false;
  }

  /** True, once, if the host was believed silent. */
  heard(entry: HostContact, nowMs: number): boolean {
    entry.lastMs = nowMs;
    entry.isHeard = true;
    if (entry.isAnswered) {
      entry.isAnswered = false;
      this.#expect(entry);
    }
    const isReturn = !entry.isReturnTold && silentStatuses.has(entry.status);
    entry.isReturnTold ||= isReturn;
    return isReturn;
  }

  /** The agent of the host is alive, though it is in no session: no verdict rests on silence from before. */
  knocked(hostId: string, nowMs: number): void {
    const entry = this.#entries.get(hostId);
    if (entry === undefined) return;
    entry.lastMs = nowMs;
    entry.isHeard = true;
    entry.isAnswered = false;
    this.#expect(entry);
  }

  /** When this replica heard the agent last, monotonic ms; undefined: not since it listens to the host. */
  heardMs(hostId: string): number | undefined {
    const entry = this.#entries.get(hostId);
    return entry?.isHeard === true ? entry.lastMs : undefined;
  }

  /** Another replica heard its agent then: no verdict rests on silence from before. */
  heardElsewhere(hostId: string, atMs: number): void {
    const entry = this.#entries.get(hostId);
    if (entry === undefined || atMs <= entry.lastMs) return;
    entry.lastMs = atMs;
    entry.isHeard = false;
    entry.isAnswered = false;
    this.#expect(entry);
  }

  moving(hostId: string, untilMs: number): void {
    const entry = this.#entries.get(hostId);
    if (entry === undefined) return;
    entry.movingUntilMs = untilMs;
    // A verdict that waits its turn will be found not due, and must be asked for again.
    entry.isAnswered = false;
    this.#expect(entry);
  }

  setStatus(hostId: string, status: HostStatus): void {
    const entry = this.#entries.get(hostId);
    if (entry === undefined || entry.status === status) return;
    entry.status = status;
    entry.isAnswered = false;
    entry.isReturnTold = false;
    this.#expect(entry);
  }

  /** How it stands with a host; undefined: another replica listens to it. */
  standingOf(hostId: string, nowMs: number): ContactStanding | undefined {
    const entry = this.#entries.get(hostId);
    if (entry === undefined) return undefined;
    const movingMs = (entry.movingUntilMs ?? -Infinity) - nowMs;
    const next = nextVerdict(entry.status, entry, this.#settings);
    const dueMs = next && Math.max(next.atMs, entry.movingUntilMs ?? -Infinity, this.#graceUntilMs);
    return {
      isStreamOpen: entry.isStreamOpen,
      silentMs: nowMs - entry.lastMs,
      silenceLimitMs: silenceLimitMs(entry, this.#settings),
      movingMs: movingMs > 0 ? movingMs : undefined,
      next: next && { status: next.status, inMs: Math.max(0, (dueMs ?? nowMs) - nowMs) },
      isGrace: nowMs < this.#graceUntilMs,
    };
  }

  /** Whether silence leads to `status` as of now. */
  isDue(hostId: string, status: HostStatus, nowMs: number): boolean {
    const entry = this.#entries.get(hostId);
    if (entry === undefined) return false;
    const answer = judge(entry.status, entry, { nowMs, settings: this.#settings });
    return answer.kind === 'verdict' && answer.verdict.status === status;
  }

  /** What is due. `lagMs`: by how much this look came late. */
  look(nowMs: number, lagMs: number): ContactAnswer[] {
    if (lagMs > lagMsMax) {
      this.#moveDeadlines(nowMs, lagMs);
      return [];
    }
    return nowMs < this.#graceUntilMs || nowMs < this.#nextDueMs ? [] : this.#judgeAll(nowMs);
  }

  #moveDeadlines(nowMs: number, byMs: number): void {
    // One that was over before the standstill stays over.
    if (this.#graceUntilMs > nowMs - byMs) this.#graceUntilMs += byMs;
    this.#graceEndMs += byMs;
    for (const entry of this.#entries.values()) {
      // Who was heard after the standstill was not heard in the future: the next word would bring its deadline nearer.
      entry.lastMs = Math.min(entry.lastMs + byMs, nowMs);
      if (entry.suspectedMs !== undefined) entry.suspectedMs += byMs;
      if (entry.movingUntilMs !== undefined) entry.movingUntilMs += byMs;
      // A verdict still waiting its turn will be found not due any more, and must be asked for again.
      entry.isAnswered = false;
    }
    this.#nextDueMs = 0;
  }

  #judgeAll(nowMs: number): ContactAnswer[] {
    const answers: ContactAnswer[] = [];
    this.#nextDueMs = Infinity;
    for (const [hostId, entry] of this.#entries) {
      if (entry.isAnswered) continue;
      const answer = judge(entry.status, entry, { nowMs, settings: this.#settings });
      if (answer.kind === 'verdict') {
        entry.isAnswered = true;
        if (answer.verdict.status === 'SUSPECT') entry.suspectedMs = nowMs;
      } else this.#expect(entry);
      if (answer.kind !== 'fine') answers.push({ hostId, answer });
    }
    return answers;
  }

  #expect(entry: HostContact): void {
    const dueMs = earliestAnswerMs(entry.status, entry, this.#settings);
    if (dueMs < this.#nextDueMs) this.#nextDueMs = dueMs;
  }
}
