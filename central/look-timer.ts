import type { Clock, Timer } from '../shared/clock.ts';

/** Looks again and again, and knows by how much the last look came late. */
export class LookTimer {
  readonly #clock: Clock;
  readonly #everyMs: number;
  #timer: Timer | undefined;
  #lagMs = 0;

  constructor(clock: Clock, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  /** Delay of the event loop at the last look, ms. */
  get lagMs(): number {
    return this.#lagMs;
  }

  start(look: () => void): void {
    const dueMs = this.#clock.monotonicMs() + this.#everyMs;
    this.#timer = this.#clock.setTimer(() => {
      this.#lagMs = this.#clock.monotonicMs() - dueMs;
      look();
      this.start(look);
    }, this.#everyMs);
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
