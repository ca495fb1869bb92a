/**
 * How many agents may come in at once. After an outage the whole fleet knocks: letting all of them sync together
 * would make every one slow, so the rest are told when to come again. PURE: `now` is an argument.
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
  | { readonly kind: 'later'; readonly retryAfterMs: number; readonly reason: string };

/** When to come again if the pool of first syncs is full, ms; a sync takes a fraction of it. */
const syncRetryMs = 1_000;

export class Admission {
  readonly #settings: AdmissionSettings;
  readonly #syncing = new Set<number>();
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
      return { kind: 'later', retryAfterMs: syncRetryMs, reason: 'too many first syncs at once' };
    }
    this.#tokens -= 1;
    this.#syncing.add(sessionId);
    return { kind: 'admitted' };
  }

  /** The first sync of a session ended, or the session did. */
  settled(sessionId: number): void {
    this.#syncing.delete(sessionId);
  }
}
