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
 * agents; if none can, nobody is better off elsewhere, and it keeps them. A peer must say so twice: after an outage of
 * NATS itself all find it again, each at its moment, and none need lose its agents to who was first.
 */
export class Isolation {
  readonly #options: IsolationOptions;
  /** Who said so the last time. */
  #before: ReadonlySet<string> = new Set();
  #askedAtMs = -Infinity;
  #isAsking = false;

  constructor(options: IsolationOptions) {
    this.#options = options;
  }

  look(): void {
    const { share, nowMs } = this.#options;
    if (share.isCountedIn) {
      this.#before = new Set();
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
    const able = answers.flat();
    const sure = able.filter((id) => this.#before.has(id));
    this.#before = new Set(able);
    share.setRefuges(share.isCountedIn ? [] : sure);
  }
}
