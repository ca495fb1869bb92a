import type { Clock } from '../../../shared/clock.ts';
import { startUnixMs } from '../virtual-time.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** The only way into a process: nothing enters it once it is dead, and what comes while it stands still waits. */
export class ProcessGate {
  #isAlive = true;
  #waiting: (() => void)[] | undefined;

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isStanding(): boolean {
    return this.#waiting !== undefined;
  }

  /** SIGKILL. */
  kill(): void {
    this.#isAlive = false;
    this.#waiting = undefined;
  }

  /** SIGSTOP. */
  stand(): void {
    this.#waiting ??= [];
  }

  /** SIGCONT. */
  goOn(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const fn of waiting) this.enter(fn);
  }

  enter(fn: () => void): void {
    if (this.#waiting !== undefined) this.#waiting.push(fn);
    else if (this.#isAlive) fn();
  }

  /** `skewMs`: how wrong the wall clock is now. */
  clock(time: VirtualTime, skewMs: () => number): Clock {
    return {
      monotonicMs: () => time.nowMs,
      unixMs: () => Math.floor(startUnixMs + skewMs() + time.nowMs),
      setTimer: (fn, delayMs) => {
        let isCancelled = false;
        time.at(delayMs, () => {
          this.enter(() => {
            if (!isCancelled) fn();
          });
        });
        return {
          cancel: () => {
            isCancelled = true;
          },
        };
      },
    };
  }
}
