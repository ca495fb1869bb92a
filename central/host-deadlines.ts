import type { HostRecord } from '../shared/model/record.ts';
import { operatorLimits } from '../shared/operator-limits.ts';
import { lagMsMax } from './contact-table.ts';
import type { Op } from './state/host-state.ts';
import { deadlineOf } from './state/removal.ts';
import type { Deadline } from './state/removal.ts';

interface Counting {
  readonly deadline: Deadline;
  /** Of the status that is counted. */
  readonly sinceAt: number;
  /** As if it had been counted here from the beginning, monotonic ms. */
  startMs: number;
  /** What the record says of it. */
  notedMs: number;
  nextMs: number;
}

export interface HostDeadlinesShell {
  /** How long an ephemeral host is kept that is not heard, ms; 0: for ever. */
  readonly ephemeralTtlMs: number;
  /** How long an announced reboot may take, ms. */
  readonly rebootMs: number;
  /** Whether this replica has a reason to doubt itself (I7). */
  readonly doubtsItself: () => boolean;
  readonly push: (hostId: string, op: Op) => void;
}

/**
 * How long hosts have been tombstones, ephemeral and not heard, or about to reboot. Counted by each owner's own clock, and noted in the record
 * now and then: an heir goes on from there, so a deadline comes late by what was not noted, and never early.
 */
export class HostDeadlines {
  readonly #shell: HostDeadlinesShell;
  readonly #counting = new Map<string, Counting>();
  #nextLookMs = 0;

  constructor(shell: HostDeadlinesShell) {
    this.#shell = shell;
  }

  /** The record of a host of ours, or of one whose owner is gone. */
  noted({ host, countedMs = 0 }: HostRecord, nowMs: number): void {
    const deadline = deadlineOf(host);
    if (deadline === undefined) {
      if (this.#counting.size > 0) this.#counting.delete(host.id);
      return;
    }
    const known = this.#counting.get(host.id);
    if (known?.deadline === deadline && known.sinceAt === host.sinceAt) return;
    const start = { startMs: nowMs - countedMs, notedMs: countedMs, nextMs: nowMs };
    this.#counting.set(host.id, { deadline, sinceAt: host.sinceAt, ...start });
  }

  released(hostId: string): void {
    this.#counting.delete(hostId);
  }

  /** The agent of a retired host knocks: as long as it does the tombstone stays. */
  knocked(hostId: string, nowMs: number): void {
    const counting = this.#counting.get(hostId);
    if (counting === undefined) return;
    counting.startMs = nowMs;
    counting.notedMs = 0;
  }

  look(nowMs: number, lagMs: number): void {
    if (lagMs > lagMsMax) for (const counting of this.#counting.values()) counting.startMs += lagMs;
    if (nowMs < this.#nextLookMs || this.#counting.size === 0) return;
    this.#nextLookMs = nowMs + operatorLimits.deadlineLookMs;
    if (this.#shell.doubtsItself()) return;
    for (const [hostId, counting] of this.#counting) this.#judge(hostId, counting, nowMs);
  }

  #judge(hostId: string, counting: Counting, nowMs: number): void {
    const limitMs = this.#limitMs(counting.deadline);
    if (limitMs === 0 || nowMs < counting.nextMs) return;
    const countedMs = Math.floor(nowMs - counting.startMs);
    if (countedMs >= limitMs) {
      if (counting.deadline === 'reboot') return;
      counting.nextMs = nowMs + operatorLimits.deadlineAgainMs;
      this.#shell.push(hostId, { kind: 'expired', sinceAt: counting.sinceAt });
    } else if (countedMs - counting.notedMs >= limitMs / operatorLimits.deadlineNotes) {
      counting.notedMs = countedMs;
      this.#shell.push(hostId, { kind: 'note-deadline', countedMs });
    }
  }

  #limitMs(deadline: Deadline): number {
    const { ephemeralTtlMs, rebootMs } = this.#shell;
    const limits = { tombstone: operatorLimits.tombstoneMs, ephemeral: ephemeralTtlMs };
    return deadline === 'reboot' ? rebootMs : limits[deadline];
  }
}
