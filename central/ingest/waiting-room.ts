/** A session that waits for its turn to sync. */
export interface Waiting {
  readonly sessionId: number;
  proceed(): void;
  /** It goes on waiting; its agent must hear that somebody is there. */
  stay(): void;
  /** It waited too long. */
  refuse(): void;
}

interface Entry extends Waiting {
  readonly untilMs: number;
  remindMs: number;
}

interface WaitingRoomSettings {
  readonly waitMs: number;
  /** How often who waits is told to stay, ms. */
  readonly remindMs: number;
  readonly entriesMax: number;
}

/**
 * Where agents wait while the pool of first syncs is full, in the order in which they came. Sending them away to come
 * again at random leaves the pool half empty; and each connection made anew costs more than a place here, so that a
 * central that is busy enough would soon do nothing but accept those that gave up. PURE: `now` is an argument.
 */
export class WaitingRoom {
  readonly #settings: WaitingRoomSettings;
  readonly #entries = new Map<number, Entry>();

  constructor(settings: WaitingRoomSettings) {
    this.#settings = settings;
  }

  /** False: no seat is free. */
  enter(waiting: Waiting, nowMs: number): boolean {
    const { entriesMax, remindMs, waitMs } = this.#settings;
    if (this.#entries.size >= entriesMax) return false;
    const times = { untilMs: nowMs + waitMs, remindMs: nowMs + remindMs };
    this.#entries.set(waiting.sessionId, { ...waiting, ...times });
    return true;
  }

  leave(sessionId: number): void {
    this.#entries.delete(sessionId);
  }

  /** Lets the next one in, if there is one. */
  callNext(): void {
    const [next] = this.#entries.values();
    if (next === undefined) return;
    this.#entries.delete(next.sessionId);
    next.proceed();
  }

  /** To be called now and then: tells who waits to stay, and sends away who waited too long. */
  look(nowMs: number): void {
    for (const entry of this.#entries.values()) {
      if (nowMs >= entry.untilMs) {
        this.#entries.delete(entry.sessionId);
        entry.refuse();
      } else if (nowMs >= entry.remindMs) {
        entry.remindMs = nowMs + this.#settings.remindMs;
        entry.stay();
      }
    }
  }
}
