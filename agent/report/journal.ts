import type { Change, ChangeBody } from '../../shared/model/protocol.ts';

export interface JournalLoss {
  /** Last change that is safe. */
  readonly fromChange: number;
  /** Last change that was lost. */
  readonly toChange: number;
}

/**
 * Changes that are not safe yet, oldest first (I3, I4). Numbers are given at observation and never reused; within a
 * session each is sent once, in a new session everything that is not safe is sent again.
 */
export class Journal {
  readonly #entriesMax: number;
  #entries: Change[] = [];
  #lastChange = 0;
  #safeChange = 0;
  #sentChange = 0;

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  get lastChange(): number {
    return this.#lastChange;
  }

  get safeChange(): number {
    return this.#safeChange;
  }

  get hasUnsent(): boolean {
    const last = this.#entries.at(-1);
    return last !== undefined && last.change > this.#sentChange;
  }

  /** Gives a number to something that is not kept as an entry (a snapshot). */
  takeNumber(): number {
    this.#lastChange += 1;
    return this.#lastChange;
  }

  /** Appends; when there is no room everything is dropped, and what was lost is returned. */
  append(body: ChangeBody, observedAt: number): JournalLoss | undefined {
    const change = this.takeNumber();
    if (this.#entries.length < this.#entriesMax) {
      this.#entries.push({ change, observedAt, body });
      return undefined;
    }
    this.#entries = [];
    return { fromChange: this.#safeChange, toChange: change };
  }

  /** Forgets all entries: something else tells what they came to. */
  drop(): void {
    this.#entries = [];
  }

  /** A new session: the central has everything up to `appliedChange`. */
  resume(appliedChange: number): void {
    this.markSafe(appliedChange);
    this.#sentChange = this.#safeChange;
  }

  markSafe(change: number): void {
    if (change <= this.#safeChange) return;
    this.#safeChange = Math.min(change, this.#lastChange);
    const firstUnsafe = this.#entries.findIndex((entry) => entry.change > this.#safeChange);
    this.#entries = firstUnsafe === -1 ? [] : this.#entries.slice(firstUnsafe);
  }

  /** The next at most `count` changes below `before` that were not sent in this session. */
  takeUnsent(count: number, before: number): readonly Change[] {
    const start = this.#entries.findIndex((entry) => entry.change > this.#sentChange);
    if (start === -1) return [];
    const end = this.#entries.findIndex((entry, i) => i >= start && entry.change >= before);
    const stop = Math.min(end === -1 ? this.#entries.length : end, start + count);
    const taken = this.#entries.slice(start, stop);
    this.#sentChange = taken.at(-1)?.change ?? this.#sentChange;
    return taken;
  }
}
