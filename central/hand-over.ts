import type { Clock } from '../shared/clock.ts';
import { peerLimits } from '../shared/peer-limits.ts';
import type { Membership } from './membership-port.ts';

export interface HandOverOptions {
  readonly membership: Membership;
  readonly clock: Clock;
  /** Hosts in session here. */
  readonly sessionCount: () => number;
}

/** A replica that leaves takes no hosts any more and gives its own to the others, at the pace of every move. */
export class HandOver {
  readonly #options: HandOverOptions;
  #done: Promise<void> | undefined;
  #untilMs = Infinity;

  constructor(options: HandOverOptions) {
    this.#options = options;
  }

  get hasBegun(): boolean {
    return this.#done !== undefined;
  }

  /** Resolves when no host is left, or nobody is there to take the rest, or after `timeoutMs`; the shortest one counts. */
  run(timeoutMs: number): Promise<void> {
    this.#untilMs = Math.min(this.#untilMs, this.#options.clock.monotonicMs() + timeoutMs);
    this.#done ??= this.#run();
    return this.#done;
  }

  async #run(): Promise<void> {
    const { membership, clock } = this.#options;
    // Told as soon as NATS takes it; here it counts at once.
    void membership.setState('DRAINING');
    while (!this.#isOver(clock.monotonicMs())) {
      await new Promise<void>((resolve) => clock.setTimer(resolve, peerLimits.handOverLookMs));
    }
  }

  #isOver(nowMs: number): boolean {
    const { membership, sessionCount } = this.#options;
    const isNobodyThere = membership.ring().memberIds.length === 0;
    return nowMs >= this.#untilMs || sessionCount() === 0 || isNobodyThere;
  }
}
