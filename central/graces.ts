import { limits } from '../shared/limits.ts';

/** Times in which silence says nothing of any host, since its agent may be on its way or we could not act on it (I7). */
export class Graces {
  #takeoverMs = 0;
  #untilMs = -Infinity;
  /** Until then the grace after the start may be extended. */
  #endMs = 0;
  #heldUntilMs = -Infinity;

  /** How long an agent may take to come here when its owner is gone, ms. */
  get takeoverMs(): number {
    return this.#takeoverMs;
  }

  /** When both are over as things are, monotonic ms. */
  get untilMs(): number {
    return Math.max(this.#untilMs, this.#heldUntilMs);
  }

  start(nowMs: number, takeoverMs: number): void {
    this.#takeoverMs = takeoverMs;
    this.#untilMs = nowMs + takeoverMs;
    this.#endMs = nowMs + Math.max(takeoverMs, limits.graceMsMax);
  }

  /** The start, or what came of it. */
  isAfterStart(nowMs: number): boolean {
    return nowMs < this.#untilMs;
  }

  /** We could not act on what we would find; the others may hear what we do not. */
  hold(nowMs: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, nowMs + limits.graceExtensionMs);
  }

  isHeld(nowMs: number): boolean {
    return nowMs < this.#heldUntilMs;
  }

  /** As long as agents come back, those that have not may be on their way. */
  extend(nowMs: number): void {
    if (nowMs >= this.#untilMs) return;
    const untilMs = Math.min(nowMs + limits.graceExtensionMs, this.#endMs);
    this.#untilMs = Math.max(this.#untilMs, untilMs);
  }

  /** One that was over before the standstill stays over. */
  moveDeadlines(nowMs: number, byMs: number): void {
    if (this.#untilMs > nowMs - byMs) this.#untilMs += byMs;
    if (this.#heldUntilMs > nowMs - byMs) this.#heldUntilMs += byMs;
    this.#endMs += byMs;
  }
}
