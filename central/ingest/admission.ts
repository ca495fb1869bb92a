import { WaitingRoom } from './waiting-room.ts';
import type { Waiting } from './waiting-room.ts';

/**
 * How many agents may come in at once. After an outage the whole fleet knocks: letting all of them sync together
 * would make every one slow, so the rest wait, or are told when to come again. PURE: `now` is an argument.
 */
export interface AdmissionSettings {
  /** Hellos a second, over time. */
  readonly hellosPerS: number;
  /** Hellos at once. */
  readonly burst: number;
  /** Agents between Hello and the end of their first sync. */
  readonly syncsMax: number;
}

export type AdmissionAnswer =
  | { readonly kind: 'admitted' }
  /** The pool of first syncs is full. */
  | { readonly kind: 'full'; readonly retryAfterMs: number; readonly reason: string }
  | { readonly kind: 'later'; readonly retryAfterMs: number; readonly reason: string };

/** Longest wait for a place among the first syncs, ms; by then the agent had better try another replica. */
const waitMs = 60_000;
/** Well within the 5 s an agent waits for an answer, ms. */
const remindMs = 2_000;
/** Sessions waiting. Each holds a connection of some 30 KB; a hundred first syncs a second empty the room in time. */
const waitingMax = 4_096;

/** Longest first sync, ms. An agent that never sends its picture must not keep the others out for ever. */
const syncMsMax = 30_000;
/** When to come again if the pool of first syncs is full, ms; a sync takes a fraction of it. */
const syncRetryMs = 1_000;

export class Admission {
  readonly #settings: AdmissionSettings;
  /** Session -> when it came in, monotonic ms. */
  readonly #syncing = new Map<number, number>();
  readonly #room = new WaitingRoom({ waitMs, remindMs, entriesMax: waitingMax });
  #tokens: number;
  #filledMs = -Infinity;

  constructor(settings: AdmissionSettings) {
    this.#settings = settings;
    this.#tokens = settings.burst;
  }

  get syncCount(): number {
    return this.#syncing.size;
  }

  admit(sessionId: number, nowMs: number): AdmissionAnswer {
    const { hellosPerS, burst, syncsMax } = this.#settings;
    const filled = this.#tokens + ((nowMs - this.#filledMs) / 1000) * hellosPerS;
    this.#tokens = Math.min(burst, filled);
    this.#filledMs = nowMs;
    if (this.#tokens < 1) {
      const retryAfterMs = Math.ceil(((1 - this.#tokens) / hellosPerS) * 1000);
      return { kind: 'later', retryAfterMs, reason: 'too many agents connect at once' };
    }
    if (this.#syncing.size >= syncsMax) {
      return { kind: 'full', retryAfterMs: syncRetryMs, reason: 'too many first syncs at once' };
    }
    this.#tokens -= 1;
    this.#syncing.set(sessionId, nowMs);
    return { kind: 'admitted' };
  }

  /** After `full`: `proceed` is called when there is room, `refuse` when the wait is too long. False: no seat. */
  wait(waiting: Waiting, nowMs: number): boolean {
    return this.#room.enter(waiting, nowMs);
  }

  /** The first sync of a session ended, or the session did. */
  settled(sessionId: number): void {
    this.#room.leave(sessionId);
    if (this.#syncing.delete(sessionId)) this.#room.callNext();
  }

  /** To be called now and then: looks after those who wait, and no longer counts who never ends its sync. */
  look(nowMs: number): void {
    for (const [sessionId, sinceMs] of this.#syncing) {
      if (nowMs - sinceMs >= syncMsMax) this.settled(sessionId);
    }
    this.#room.look(nowMs);
  }
}
