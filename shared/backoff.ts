import { limits } from './limits.ts';

/**
 * How long to wait before the next attempt: full jitter over a window that starts at what the server
 * named and doubles up to a cap. PURE.
 *
 * The window shrinks again only after a healthy minute. A peer that accepts and drops at once would
 * otherwise be dialed in a tight loop by the whole fleet, which is how a short outage becomes a long one.
 */
export interface Backoff {
  /** Failed attempts since the last healthy period. */
  readonly attempt: number;
  /** Monotonic time at which the connection in use was established; undefined without one. */
  readonly healthySinceMs: number | undefined;
}

export const freshBackoff: Backoff = { attempt: 0, healthySinceMs: undefined };

export interface BackoffFailure {
  /** Monotonic time of the failure. */
  readonly nowMs: number;
  /** First window, as the server named it; 1 ms or more. */
  readonly windowMs: number;
  /** A number in [0, 1). */
  readonly random: number;
}

/** To be called when a connection is established; earlier failures still count until it has lasted. */
export function backoffConnected(backoff: Backoff, nowMs: number): Backoff {
  return { ...backoff, healthySinceMs: nowMs };
}

/** To be called when an attempt or an established connection fails. */
export function backoffFailed(
  backoff: Backoff,
  { nowMs, windowMs, random }: BackoffFailure,
): { readonly backoff: Backoff; readonly delayMs: number } {
  const healthyMs = backoff.healthySinceMs === undefined ? 0 : nowMs - backoff.healthySinceMs;
  const attempt = healthyMs >= limits.backoffHealthyMs ? 0 : backoff.attempt;
  const window = Math.min(limits.backoffWindowMsMax, Math.max(1, windowMs) * 2 ** attempt);
  return {
    backoff: { attempt: attempt + 1, healthySinceMs: undefined },
    delayMs: random * window,
  };
}
