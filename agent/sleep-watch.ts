import type { Clock, Timer } from '../shared/clock.ts';

export interface SleepWatchOptions {
  readonly clock: Clock;
  /** Ms since boot with all sleep in it; undefined: nobody knows. */
  readonly uptimeMs: () => number | undefined;
  /** The system slept, ms. */
  readonly woke: (sleptMs: number) => void;
}

const lookMs = 1_000;
/** What a busy machine may lie between two readings of two clocks, and no connection is lost for, ms. */
const sleptMsMin = 2_000;

/**
 * Whether the whole system slept: the monotonic clock stands still then, and the time since boot does not. A process that
 * was only stopped finds both ahead.
 */
export class SleepWatch {
  readonly #options: SleepWatchOptions;
  #timer: Timer | undefined;
  #before: { readonly awakeMs: number; readonly uptimeMs: number } | undefined;

  constructor(options: SleepWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look();
    this.#timer = this.#options.clock.setTimer(() => {
      this.start();
    }, lookMs);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #look(): void {
    const { clock, uptimeMs: read, woke } = this.#options;
    const uptimeMs = read();
    if (uptimeMs === undefined) return;
    const now = { awakeMs: clock.monotonicMs(), uptimeMs };
    const before = this.#before ?? now;
    this.#before = now;
    const sleptMs = uptimeMs - before.uptimeMs - (now.awakeMs - before.awakeMs);
    if (sleptMs >= sleptMsMin) woke(Math.round(sleptMs));
  }
}
