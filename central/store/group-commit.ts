import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import { withinDeadline } from './deadline.ts';

export interface GroupCommitOptions<Change> {
  readonly clock: Clock;
  /** Writes all changes in one transaction; resolves when they are visible, rejects when nothing of them is. */
  readonly commit: (changes: readonly Change[]) => Promise<void>;
  /** Milliseconds until an open commit counts as lost. */
  readonly timeoutMs: number;
}

interface Waiting<Change> {
  readonly change: Change;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * All changes handed in during one turn, and all that come while a transaction is open, share the next transaction (L7).
 *
 * Only one is open at a time, so each is planned from what is really committed. Several at once would have to be
 * planned on top of rows that may yet fail to be written, and indexes and counters would drift from the rows.
 */
export class GroupCommit<Change> {
  readonly #options: GroupCommitOptions<Change>;
  #waiting: Waiting<Change>[] = [];
  #running: Promise<void> | undefined;
  #lost: MusterError | undefined;

  constructor(options: GroupCommitOptions<Change>) {
    this.#options = options;
  }

  /** Set once a commit was not answered in time: nobody knows what is on disk, and only a new start can tell. */
  get lost(): MusterError | undefined {
    return this.#lost;
  }

  /** Rejects with what `commit` rejects with, or STORE_FAILED. */
  submit(change: Change): Promise<void> {
    if (this.#lost) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is waiting or open. Never rejects. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await endOfTurn();
    while (this.#waiting.length > 0) {
      await this.#commitGroup(this.#waiting.splice(0, limits.storeGroupChangesMax));
    }
    this.#running = undefined;
  }

  async #commitGroup(group: readonly Waiting<Change>[]): Promise<void> {
    try {
      if (this.#lost) throw this.#lost;
      await withinDeadline(this.#options.commit(group.map(({ change }) => change)), {
        ...this.#options,
        what: 'a commit of the store',
      });
      for (const { resolve } of group) resolve();
    } catch (error) {
      const failure = MusterError.from(error);
      if (failure.details['isTimeout'] === true) this.#lost = failure;
      for (const { reject } of group) reject(failure);
    }
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
