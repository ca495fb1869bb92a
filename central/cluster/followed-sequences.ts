import { limits } from '../../shared/limits.ts';

/**
 * Up to which sequence of a bucket the store has everything: as far as it was copied, and from there on as far as each
 * next message is one of our own, whose rows were written before. Without it a start would copy again all that was
 * written since the last one. Another replica's message, or an answer that was lost, stops it until the next copy: what
 * others write is followed by its events, which name no sequence of a bucket.
 */
export class FollowedSequences {
  #upTo = 0;
  #savedUpTo = 0;
  /** Own writes above a hole; answers come in any order. */
  readonly #ahead = new Set<number>();

  get upTo(): number {
    return this.#upTo;
  }

  /** Own writes remembered above the first hole, `limits.followedAheadMax` at most. */
  get aheadCount(): number {
    return this.#ahead.size;
  }

  /** The bucket was copied up to `sequence`, and that was remembered. */
  begin(sequence: number): void {
    this.#upTo = sequence;
    this.#savedUpTo = sequence;
    this.#ahead.clear();
  }

  /** The message of this sequence says nothing that the store does not have. */
  note(sequence: number): void {
    if (sequence <= this.#upTo) return;
    if (sequence > this.#upTo + 1 && this.#ahead.size >= limits.followedAheadMax) return;
    this.#ahead.add(sequence);
    while (this.#ahead.delete(this.#upTo + 1)) this.#upTo += 1;
  }

  /** Now and then, what is to be remembered with the next change of the store. */
  takeUnsaved(): number | undefined {
    if (this.#upTo - this.#savedUpTo < limits.followedUnsavedMax) return undefined;
    this.#savedUpTo = this.#upTo;
    return this.#upTo;
  }
}
