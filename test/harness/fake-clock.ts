import type { Clock, Timer } from '../../shared/clock.ts';

interface PendingTimer {
  readonly dueMs: number;
  readonly fn: () => void;
}

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #wallOffsetMs: number;
  readonly #timers = new Set<PendingTimer>();

  /** @param unixMs what `unixMs()` says at first; 2025-01-01T00:00:00Z unless told. */
  constructor(unixMs = 1_735_689_600_000) {
    this.#wallOffsetMs = unixMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  unixMs(): number {
    return this.#nowMs + this.#wallOffsetMs;
  }

  setTimer(fn: () => void, delayMs: number): Timer {
    if (!(delayMs >= 0)) throw new RangeError(`timer delay must be 0 ms or more, not ${delayMs}`);
    const timer = { dueMs: this.#nowMs + delayMs, fn };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** How many timers are running; a stopped part must leave none behind. */
  get timerCount(): number {
    return this.#timers.size;
  }

  /** Moves time forward, firing every timer that falls due, in order, at its own time. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let timer = this.#nextDue(endMs); timer; timer = this.#nextDue(endMs)) this.#fire(timer);
    this.#nowMs = endMs;
  }

  /** As `advance`, and lets promises settle before the first timer and after each one. */
  async advanceAsync(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (let timer = this.#nextDue(endMs); timer; timer = this.#nextDue(endMs)) {
      this.#fire(timer);
      await settle();
    }
    this.#nowMs = endMs;
  }

  /** Moves time forward without firing anything, as a suspended process or machine sees it. */
  suspend(ms: number): void {
    this.#nowMs += ms;
  }

  /** Changes only the wall clock, as an operator or NTP does; may be negative. */
  jumpWall(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  #nextDue(endMs: number): PendingTimer | undefined {
    let next: PendingTimer | undefined;
    // A Set keeps insertion order, so of two timers due together the older one wins.
    for (const timer of this.#timers) {
      const isDue = timer.dueMs <= endMs;
      if (isDue && (!next || timer.dueMs < next.dueMs)) next = timer;
    }
    return next;
  }

  #fire(timer: PendingTimer): void {
    this.#timers.delete(timer);
    this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
    timer.fn();
  }
}

/** One macrotask: every promise that can settle without I/O has settled. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
