import type { Change, ChangeBody } from '../../shared/model/protocol.ts';
import { changeWeight, countWithin } from './weight.ts';

export interface JournalLoss {
  /** Last change that is safe. */
  readonly fromChange: number;
  /** Last change that was lost. */
  readonly toChange: number;
}

/**
 * Changes that are not safe yet, oldest first (I3, I4). Numbers are given at observation and never reused; within a
 * session each is sent once, in a new session everything that is not safe is sent again.
 *
 * A picture takes a number too. Its entry has no body: the picture itself carries the number, and only if it is given
 * up does the entry go out instead, so that the receiver never takes the number for a change that was lost.
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

  /** Appends; when there is no room everything is dropped, and what was lost is returned. */
  append(body: ChangeBody, observedAt: number): JournalLoss | undefined {
    this.#lastChange += 1;
    const change = this.#lastChange;
    if (this.#entries.length < this.#entriesMax) {
      this.#entries.push({ change, observedAt, body });
      return undefined;
    }
    this.#entries = [];
    return { fromChange: this.#safeChange, toChange: change };
  }

  /** A picture begins, which carries its number itself in this session. Everything before was sent, or is given up. */
  appendPicture(observedAt: number): JournalLoss | undefined {
    const loss = this.append({ kind: 'unknown' }, observedAt);
    this.#sentChange = this.#lastChange;
    return loss;
  }

  /** The picture under that number will not be completed in this session. */
  abandonPicture(change: number): void {
    this.#sentChange = Math.min(this.#sentChange, change - 1);
  }

  /** Everything observed so far will be told as one picture with a gap. */
  giveUp(): void {
    this.#entries = [];
  }

  /** Forgets all entries: something else tells what they came to. */
  drop(): void {
    this.#entries = [];
  }

  /** A new session: what is not safe is sent again. */
  resume(): void {
    this.#sentChange = this.#safeChange;
  }

  markSafe(change: number): void {
    if (change <= this.#safeChange) return;
    this.#safeChange = Math.min(change, this.#lastChange);
    const firstUnsafe = this.#entries.findIndex((entry) => entry.change > this.#safeChange);
    this.#entries = firstUnsafe === -1 ? [] : this.#entries.slice(firstUnsafe);
  }

  /** The next changes that were not sent in this session, as many as weigh `weightMax`. */
  takeUnsent(weightMax: number): readonly Change[] {
    const start = this.#entries.findIndex((entry) => entry.change > this.#sentChange);
    if (start === -1) return [];
    const weightOf = ({ body }: Change): number => changeWeight(body);
    const count = countWithin(this.#entries, weightOf, { start, weightMax });
    const taken = this.#entries.slice(start, start + count);
    this.#sentChange = taken.at(-1)?.change ?? this.#sentChange;
    return taken;
  }
}
