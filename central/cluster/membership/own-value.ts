import { MusterError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import { isId } from '../../../shared/model/id.ts';
import type { MemberIdentity, MemberState, MemberValue } from './member.ts';

/** One heartbeat, as it is to be sent. */
export interface Beat {
  readonly value: MemberValue;
  /** Changes of the value it contains. */
  readonly changes: number;
}

/** What this replica says of itself, and who waits until the others can see it. */
export class OwnValue {
  #value: MemberValue;
  #changes = 0;
  #told = -1;
  #waiting: { readonly changes: number; readonly resolve: () => void }[] = [];

  constructor(identity: MemberIdentity) {
    this.#value = { ...identity, state: 'JOINING', groups: [], beat: 0 };
  }

  get current(): MemberValue {
    return this.#value;
  }

  /** False: the last change has not been told to the others. */
  get isTold(): boolean {
    return this.#told >= this.#changes;
  }

  setState(state: MemberState): Promise<void> {
    return this.#set({ ...this.#value, state });
  }

  /** Throws MusterError INTERNAL. */
  setGroups(groups: readonly string[]): Promise<void> {
    const sorted = [...new Set(groups)].sort();
    const wrong = sorted.find((group) => !isId(group));
    if (wrong !== undefined) throw new MusterError('INTERNAL', `group "${wrong}" is no id`);
    if (sorted.length > limits.memberGroupsMax)
      throw new MusterError(
        'INTERNAL',
        `${sorted.length} groups; a member may join ${limits.memberGroupsMax}`,
      );
    return this.#set({ ...this.#value, groups: sorted });
  }

  nextBeat(): Beat {
    this.#value = { ...this.#value, beat: this.#value.beat + 1 };
    return { value: this.#value, changes: this.#changes };
  }

  /** The others can see this one. */
  told({ changes }: Beat): void {
    this.#told = changes;
    this.#resolveUpTo(changes);
  }

  /** Nobody will be told anything any more. */
  release(): void {
    this.#resolveUpTo(Infinity);
  }

  #set(value: MemberValue): Promise<void> {
    this.#value = value;
    this.#changes += 1;
    const changes = this.#changes;
    return new Promise((resolve) => {
      this.#waiting.push({ changes, resolve });
    });
  }

  #resolveUpTo(changes: number): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter((waiter) => waiter.changes > changes);
    for (const waiter of waiting) if (waiter.changes <= changes) waiter.resolve();
  }
}
