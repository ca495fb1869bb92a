import { peerLimits } from '../shared/peer-limits.ts';
import type { FleetShare } from './fleet-share.ts';
import type { Peers } from './peer-port.ts';

export interface IsolationOptions {
  readonly share: FleetShare;
  readonly peers: Pick<Peers, 'standing'>;
  readonly nowMs: () => number;
}

/**
 * A replica that NATS has left for a lifetime asks its peers (DESIGN section 7): those that can still commit take its
 * agents; if none can, nobody is better off elsewhere, and it keeps them.
 */
export class Isolation {
  readonly #options: IsolationOptions;
  #askedAtMs = -Infinity;
  #isAsking = false;

  constructor(options: IsolationOptions) {
    this.#options = options;
  }

  look(): void {
    const { share, nowMs } = this.#options;
    if (share.isCountedIn) {
      share.setRefuges([]);
      return;
    }
    if (this.#isAsking || nowMs() - this.#askedAtMs < peerLimits.refugeLookMs) return;
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const { share, peers, nowMs } = this.#options;
    this.#isAsking = true;
    this.#askedAtMs = nowMs();
    const answers = await Promise.all(
      share.livingPeers().map(async (member) => {
        const standing = await peers.standing(member);
        return standing?.hasStorage === true ? [member.id] : [];
      }),
    );
    this.#isAsking = false;
    share.setRefuges(share.isCountedIn ? [] : answers.flat());
  }
}
