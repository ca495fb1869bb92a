/** A session that waits for its turn to sync. */
export interface Waiting {
  readonly sessionId: number;
  proceed(): void;
  /** It waited as long as its agent waits for an answer. */
  refuse(): void;
}

interface Entry extends Waiting {
  readonly untilMs: number;
}

/**
 * Where agents wait while the pool of first syncs is full: in the order in which they came, and not longer than they
 * would wait themselves. Sending them all away to come again at random leaves the pool half empty, and a fleet takes
 * minutes to come in that needs seconds. PURE: `now` is an argument.
 */
export class WaitingRoom {
  readonly #waitMs: number;
  readonly #entriesMax: number;
  readonly #entries = new Map<number, Entry>();

  constructor(limits: { readonly waitMs: number; readonly entriesMax: number }) {
    this.#waitMs = limits.waitMs;
    this.#entriesMax = limits.entriesMax;
  }

  /** False: no seat is free. */
  enter(waiting: Waiting, nowMs: number): boolean {
    if (this.#entries.size >= this.#entriesMax) return false;
    this.#entries.set(waiting.sessionId, { ...waiting, untilMs: nowMs + this.#waitMs });
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

  /** Sends away who waited too long. */
  close(nowMs: number): void {
    for (const entry of this.#entries.values()) {
      if (nowMs < entry.untilMs) return;
      this.#entries.delete(entry.sessionId);
      entry.refuse();
    }
  }
}
