import type { Clock, Timer } from '../shared/clock.ts';
import { limits } from '../shared/limits.ts';
import type { Logger } from '../shared/log.ts';
import { readinessOf } from './api/readiness.ts';
import type { ReadinessCheck } from './api/readiness.ts';

export interface CheckWatchOptions {
  readonly checks: readonly ReadinessCheck[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of every look, for the metric. */
  readonly onLook: (name: string, isOk: boolean) => void;
}

/** Raises the alarm when a part cannot do its work any more, and calls it off: once each, not every second. */
export class CheckWatch {
  readonly #options: CheckWatchOptions;
  readonly #failing = new Set<string>();
  #timer: Timer | undefined;

  constructor(options: CheckWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look();
    this.#timer = this.#options.clock.setTimer(() => {
      this.start();
    }, limits.readinessIntervalMs);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #look(): void {
    const { checks, log, onLook } = this.#options;
    for (const { name, isOk, message } of readinessOf(checks).checks) {
      onLook(name, isOk);
      const wasFailing = this.#failing.has(name);
      if (isOk === !wasFailing) continue;
      if (isOk) {
        this.#failing.delete(name);
        log.info({ check: name }, `${name} works again`);
      } else {
        this.#failing.add(name);
        log.error({ check: name }, `${name} cannot do its work: ${message}`);
      }
    }
  }
}
