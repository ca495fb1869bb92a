import { peerLimits } from '../shared/peer-limits.ts';
import type { ContactTable } from './contact-table.ts';
import type { SignOfLife } from './peer-port.ts';

/**
 * What this replica can tell of agents that another one does not hear: those in session here, and those that it sent on
 * or refused a moment ago (DESIGN section 6, the last look).
 */
export class HeardAgents {
  readonly #contacts: ContactTable;
  /** Host -> when its agent stood before the door, monotonic ms; the oldest first. */
  readonly #atDoorMs = new Map<string, number>();

  constructor(contacts: ContactTable) {
    this.#contacts = contacts;
  }

  /** An agent stands before the door, whatever becomes of it. */
  atDoor(hostId: string, nowMs: number): void {
    this.#atDoorMs.delete(hostId);
    this.#atDoorMs.set(hostId, nowMs);
    if (this.#atDoorMs.size <= peerLimits.signsOfLifeMax) return;
    const [oldest] = this.#atDoorMs.keys();
    if (oldest !== undefined) this.#atDoorMs.delete(oldest);
  }

  look(nowMs: number): void {
    for (const [hostId, atMs] of this.#atDoorMs) {
      if (nowMs - atMs <= peerLimits.signOfLifeMs) break;
      this.#atDoorMs.delete(hostId);
    }
  }

  of(hostIds: readonly string[], nowMs: number): readonly SignOfLife[] {
    return hostIds.flatMap((hostId) => {
      const heardMs = this.#contacts.heardMs(hostId) ?? -Infinity;
      const agoMs = nowMs - Math.max(heardMs, this.#atDoorMs.get(hostId) ?? -Infinity);
      return agoMs <= peerLimits.signOfLifeMs ? [{ hostId, agoMs: Math.max(0, agoMs) }] : [];
    });
  }
}
