import { limits } from '../shared/limits.ts';
import { isObservation } from './state/host-state.ts';
import type { Op } from './state/host-state.ts';

type Digest = Extract<Op, { kind: 'digest' }>;

/** What waits for the next step of one host, in order and within the limit (I8). */
export class HostQueue {
  #ops: Op[] = [];
  /** Observations were left out for want of room: the agent must send them again. */
  #isOverflowed = false;
  /** Looked at without consequence, and nothing has happened since. */
  #settled: Digest | undefined;

  get length(): number {
    return this.#ops.length;
  }

  /** False: there is nothing to do about it, now or later. */
  push(op: Op): boolean {
    if (isObservation(op) && (this.#isOverflowed || this.length >= limits.hostQueueMax)) {
      this.#isOverflowed = true;
      return false;
    }
    // Most digests say again what the one before said.
    if (op.kind === 'digest' && this.#isSettled(op)) return false;
    this.#settled = undefined;
    // What queued while the storage was away comes after the gap, not before it (I3).
    if (op.kind === 'storage-changed') this.#ops.unshift(op);
    else this.#ops.push(op);
    return true;
  }

  takeAll(): readonly Op[] {
    const ops = this.#ops;
    this.#ops = [];
    return ops;
  }

  /** What a step left over; it comes before everything that queued since. */
  putBack(rest: readonly Op[]): void {
    if (rest.length > 0) this.#ops = [...rest, ...this.#ops];
  }

  /** A step of `ops` changed nothing and wants nothing done. */
  settle(ops: readonly Op[]): void {
    const [op] = ops;
    const isAlone = ops.length === 1 && this.length === 0;
    if (isAlone && op?.kind === 'digest') this.#settled = op;
  }

  clear(): void {
    this.#ops = [];
    this.#isOverflowed = false;
    this.#settled = undefined;
  }

  /** True, once, when everything that found room is done, and the rest must be sent again. */
  endOverflow(): boolean {
    if (!this.#isOverflowed || this.length > 0) return false;
    this.#isOverflowed = false;
    return true;
  }

  #isSettled({ run, digest }: Digest): boolean {
    const known = this.#settled;
    return (
      known?.run === run &&
      known.digest.change === digest.change &&
      known.digest.vmCount === digest.vmCount &&
      known.digest.hash === digest.hash
    );
  }
}
