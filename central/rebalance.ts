import { limits } from '../shared/limits.ts';
import type { FleetShare } from './fleet-share.ts';
import type { Member } from './membership-port.ts';

export interface Move {
  readonly hostId: string;
  readonly to: Member;
}

export interface RebalanceOptions {
  readonly share: Pick<FleetShare, 'betterOwner' | 'isDraining' | 'canHandOver'>;
  /** Hosts asked to move a second, at most. */
  readonly movesPerS: number;
}

/**
 * Hands hosts over to where they belong, so slowly that nobody feels it: after a replica joined, and when this one
 * leaves. PURE but for the membership it looks at.
 */
export class Rebalance {
  readonly #options: RebalanceOptions;
  /** Before this, monotonic ms, a host is not asked to move. */
  readonly #restUntilMs = new Map<string, number>();
  #waiting: string[] = [];
  #lookedAtMs = -Infinity;
  #tickedAtMs = -Infinity;
  #allowance = 0;

  constructor(options: RebalanceOptions) {
    this.#options = options;
  }

  /** The host came from another replica. */
  arrived(hostId: string, nowMs: number): void {
    this.#restUntilMs.set(hostId, nowMs + limits.moveRestMs);
  }

  /** Who drains lets go of all, however short they were here. */
  mayMove(hostId: string, nowMs: number): boolean {
    return this.#options.share.isDraining || (this.#restUntilMs.get(hostId) ?? -Infinity) <= nowMs;
  }

  /** Whom to ask to move now. `hostIds`: all in session here, looked at once a second. */
  next(nowMs: number, hostIds: () => Iterable<string>): Move[] {
    this.#allow(nowMs);
    if (nowMs - this.#lookedAtMs >= limits.moveLookMs) this.#look(nowMs, hostIds());
    const moves: Move[] = [];
    while (this.#allowance >= 1 && this.#waiting.length > 0) {
      const hostId = this.#waiting.pop() ?? '';
      const to = this.#options.share.betterOwner(hostId);
      if (to === undefined) continue;
      moves.push({ hostId, to });
      this.#allowance -= 1;
      this.#askedAt.set(hostId, nowMs);
    }
    return moves;
  }

  readonly #askedAt = new Map<string, number>();

  #allow(nowMs: number): void {
    const { movesPerS } = this.#options;
    const elapsedMs = Math.min(nowMs - this.#tickedAtMs, 1_000);
    this.#tickedAtMs = nowMs;
    this.#allowance = Math.min(this.#allowance + (elapsedMs * movesPerS) / 1_000, movesPerS);
  }

  #look(nowMs: number, hostIds: Iterable<string>): void {
    this.#lookedAtMs = nowMs;
    this.#forget(nowMs);
    const { share } = this.#options;
    this.#waiting = [];
    if (!share.canHandOver) return;
    for (const hostId of hostIds) {
      if (this.#askedAt.has(hostId) || !this.mayMove(hostId, nowMs)) continue;
      if (share.betterOwner(hostId) !== undefined) this.#waiting.push(hostId);
    }
  }

  #forget(nowMs: number): void {
    for (const [hostId, untilMs] of this.#restUntilMs)
      if (untilMs <= nowMs) this.#restUntilMs.delete(hostId);
    for (const [hostId, askedMs] of this.#askedAt)
      if (askedMs + limits.moveAgainMs <= nowMs) this.#askedAt.delete(hostId);
  }
}
