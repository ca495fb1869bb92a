import type { Clock } from '../shared/clock.ts';

/** Milliseconds of the first and of the longest pause. */
const firstMs = 25;
const longestMs = 1_000;

/** Waiting between attempts, which the end of the program cuts short. */
export class Pauses {
  readonly #clock: Clock;
  readonly #running = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves after a while, longer from attempt to attempt. */
  async pause(attempt: number): Promise<void> {
    const delayMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
    await new Promise<void>((resolve) => {
      const end = (): void => {
        this.#running.delete(end);
        timer.cancel();
        resolve();
      };
      const timer = this.#clock.setTimer(end, delayMs);
      this.#running.add(end);
    });
  }

  endAll(): void {
    for (const end of [...this.#running]) end();
  }
}
