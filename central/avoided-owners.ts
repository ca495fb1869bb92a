import { peerLimits } from '../shared/peer-limits.ts';
import type { Member } from './membership-port.ts';

interface Avoided {
  readonly instance: string;
  readonly untilMs: number;
  readonly forMs: number;
}

/**
 * Replicas that agents could not reach, by host. Once may have been a moment in which the replica or a network started
 * again, so the first time is short; each further one is twice as long.
 */
export class AvoidedOwners {
  readonly #avoided = new Map<string, Avoided>();

  avoid(hostId: string, { instance }: Member, nowMs: number): void {
    const known = this.#avoided.get(hostId);
    const isAgain = known?.instance === instance;
    const forMs = isAgain
      ? Math.min(known.forMs * 2, peerLimits.avoidMsMax)
      : peerLimits.avoidMsMin;
    this.#avoided.set(hostId, { instance, untilMs: nowMs + forMs, forMs });
  }

  /** The instance that is not to get the host now. */
  of(hostId: string, nowMs: number): string | undefined {
    const avoided = this.#avoided.get(hostId);
    return avoided !== undefined && nowMs < avoided.untilMs ? avoided.instance : undefined;
  }

  /** Nobody could reach a replica that is given up: it says nothing of the way to it once it is back. */
  forget(living: () => readonly Member[], nowMs: number): void {
    if (this.#avoided.size === 0) return;
    const instances = new Set(living().map(({ instance }) => instance));
    for (const [hostId, { instance, untilMs }] of this.#avoided) {
      const isOld = untilMs + peerLimits.avoidMsMax <= nowMs;
      if (isOld || !instances.has(instance)) this.#avoided.delete(hostId);
    }
  }
}
