import { peerLimits } from '../shared/peer-limits.ts';
import { AvoidedOwners } from './avoided-owners.ts';
import type { FleetShare } from './fleet-share.ts';
import type { Member } from './membership-port.ts';
import type { HostSession } from './ports.ts';

export interface RebalanceOptions {
  readonly share: Pick<FleetShare, 'betterOwner' | 'letsGoOfAll' | 'canHandOver' | 'livingPeers'>;
  readonly sessions: ReadonlyMap<string, HostSession>;
  /** The agent goes to another replica; until it is there, its silence means nothing. */
  readonly sentAway: (hostId: string) => void;
  /** Hosts asked to move a second, at most. */
  readonly movesPerS: number;
}

/**
 * Hands hosts over to where they belong, so slowly that nobody feels it: after a replica joined, and when this one
 * leaves.
 */
export class Rebalance {
  readonly #options: RebalanceOptions;
  /** Before this, monotonic ms, a host is not asked to move. */
  readonly #restUntilMs = new Map<string, number>();
  readonly #askedAt = new Map<string, number>();
  readonly #avoided = new AvoidedOwners();
  #waiting: string[] = [];
  #lookedAtMs = -Infinity;
  #tickedAtMs = -Infinity;
  #allowance = 0;

  constructor(options: RebalanceOptions) {
    this.#options = options;
  }

  /** The host came from another replica. */
  arrived(hostId: string, nowMs: number): void {
    this.#restUntilMs.set(hostId, nowMs + peerLimits.moveRestMs);
  }

  /** Another replica has the host: how long it was here says nothing any more. */
  left(hostId: string): void {
    this.#restUntilMs.delete(hostId);
    this.#askedAt.delete(hostId);
  }

  /** Its agent could not reach that replica. */
  avoid(hostId: string, owner: Member, nowMs: number): void {
    this.#avoided.avoid(hostId, owner, nowMs);
  }

  /** Who lets go of all does so however short they were here. */
  mayMove(hostId: string, nowMs: number): boolean {
    const isRested = (this.#restUntilMs.get(hostId) ?? -Infinity) <= nowMs;
    return isRested || this.#options.share.letsGoOfAll;
  }

  /** Asks those agents to move whose turn it is. */
  look(nowMs: number): void {
    this.#allow(nowMs);
    if (nowMs - this.#lookedAtMs >= peerLimits.moveLookMs) this.#list(nowMs);
    while (this.#allowance >= 1) {
      const hostId = this.#waiting.pop();
      if (hostId === undefined) break;
      this.#ask(hostId, nowMs);
    }
    // What nobody needed now is not saved up: the next moves would come all at once.
    if (this.#waiting.length === 0) this.#allowance = Math.min(this.#allowance, 1);
  }

  #ask(hostId: string, nowMs: number): void {
    const { sessions, sentAway } = this.#options;
    const to = this.#betterOwner(hostId, nowMs);
    const session = sessions.get(hostId);
    if (to === undefined || session === undefined) return;
    this.#allowance -= 1;
    this.#askedAt.set(hostId, nowMs);
    sentAway(hostId);
    const withinMs = peerLimits.moveWithinMs;
    session.send({ kind: 'drain', address: to.addresses.agents, withinMs });
  }

  #allow(nowMs: number): void {
    const { movesPerS } = this.#options;
    const elapsedMs = Math.min(nowMs - this.#tickedAtMs, 1_000);
    this.#tickedAtMs = nowMs;
    this.#allowance = Math.min(this.#allowance + (elapsedMs * movesPerS) / 1_000, movesPerS);
  }

  /** Which hosts belong elsewhere. */
  #list(nowMs: number): void {
    this.#lookedAtMs = nowMs;
    this.#forget(nowMs);
    const { share, sessions } = this.#options;
    this.#waiting = [];
    if (!share.canHandOver) return;
    for (const hostId of sessions.keys()) {
      if (this.#askedAt.has(hostId) || !this.mayMove(hostId, nowMs)) continue;
      if (this.#betterOwner(hostId, nowMs) !== undefined) this.#waiting.push(hostId);
    }
  }

  #betterOwner(hostId: string, nowMs: number): Member | undefined {
    return this.#options.share.betterOwner(hostId, this.#avoided.of(hostId, nowMs));
  }

  #forget(nowMs: number): void {
    for (const [hostId, untilMs] of this.#restUntilMs)
      if (untilMs <= nowMs) this.#restUntilMs.delete(hostId);
    this.#avoided.forget(() => this.#options.share.livingPeers(), nowMs);
    for (const [hostId, askedMs] of this.#askedAt)
      if (askedMs + peerLimits.moveAgainMs <= nowMs) this.#askedAt.delete(hostId);
  }
}
