import type { Clock } from '../shared/clock.ts';
import { limits } from '../shared/limits.ts';
import { peerLimits } from '../shared/peer-limits.ts';
import type { ContactTable } from './contact-table.ts';
import type { FleetShare } from './fleet-share.ts';
import type { Member } from './membership-port.ts';
import type { Peers } from './peer-port.ts';
import type { Verdict } from './state/host-state.ts';

export interface LastLookShell {
  readonly clock: Clock;
  readonly share: FleetShare;
  readonly peers: Pick<Peers, 'signsOfLife'>;
  readonly contacts: ContactTable;
  /** Nobody heard anything of the host. */
  readonly confirmed: (hostId: string, verdict: Verdict) => void;
}

interface Waiting {
  readonly verdict: Verdict;
  readonly sinceMs: number;
}

/**
 * Before a host is given up all other replicas are asked whether they heard its agent (DESIGN section 6, I7): it may be in
 * session with one that could not claim the host yet, or be sent to and fro. Those that the storage has given up are asked
 * too, since they may have agents all the same; a living one that does not answer is waited for, but not without end.
 */
export class LastLook {
  readonly #shell: LastLookShell;
  readonly #waiting = new Map<string, Waiting>();
  #isAsking = false;

  constructor(shell: LastLookShell) {
    this.#shell = shell;
  }

  /** The verdict is due as far as we know. */
  before(hostId: string, verdict: Verdict): void {
    const known = this.#waiting.get(hostId);
    if (known?.verdict.status === verdict.status) return;
    this.#waiting.set(hostId, { verdict, sinceMs: this.#shell.clock.monotonicMs() });
  }

  look(): void {
    if (this.#isAsking || this.#waiting.size === 0) return;
    const peers = this.#shell.share.peers();
    if (peers.length === 0) this.#settle([...this.#waiting.keys()], true);
    else void this.#ask(peers);
  }

  async #ask(peers: readonly Member[]): Promise<void> {
    this.#isAsking = true;
    const hostIds = [...this.#waiting.keys()];
    const answered = await Promise.all(
      peers.map(async (member) => (await this.#askOne(member, hostIds)) || !this.#lives(member)),
    );
    this.#isAsking = false;
    this.#settle(
      hostIds,
      answered.every((isAnswered) => isAnswered),
    );
  }

  /** By now: one that does not answer may have been given up meanwhile. */
  #lives({ id }: Member): boolean {
    return this.#shell.share.livingPeer(id) !== undefined;
  }

  /** False: it did not answer. */
  async #askOne(member: Member, hostIds: readonly string[]): Promise<boolean> {
    const { clock, contacts, peers } = this.#shell;
    for (let from = 0; from < hostIds.length; from += limits.pageSizeMax) {
      const askedMs = clock.monotonicMs();
      const page = hostIds.slice(from, from + limits.pageSizeMax);
      const signs = await peers.signsOfLife(member, page);
      if (signs === undefined) return false;
      for (const { hostId, agoMs } of signs) contacts.heardElsewhere(hostId, askedMs - agoMs);
    }
    return true;
  }

  #settle(hostIds: readonly string[], isComplete: boolean): void {
    const { clock, contacts, confirmed } = this.#shell;
    const nowMs = clock.monotonicMs();
    for (const hostId of hostIds) {
      const waiting = this.#waiting.get(hostId);
      if (waiting === undefined) continue;
      const { verdict, sinceMs } = waiting;
      const isDue = contacts.isDue(hostId, verdict.status, nowMs);
      const isOver = isComplete || nowMs - sinceMs >= peerLimits.lastLookMsMax;
      if (isDue && !isOver) continue;
      this.#waiting.delete(hostId);
      if (isDue) confirmed(hostId, verdict);
    }
  }
}
