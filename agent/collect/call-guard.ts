import type { Clock } from '../../shared/clock.ts';

export type CallOutcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Not back at the deadline; it goes on, unheeded. */
  | { readonly kind: 'late' }
  /** Not started: the last call with this key has not come back. */
  | { readonly kind: 'stuck' }
  /** Not started: too many other calls have not come back. */
  | { readonly kind: 'full' };

export interface CallGuardOptions {
  readonly clock: Clock;
  /** Calls that may be out at the same time. */
  readonly inFlightMax: number;
}

/**
 * Runs calls that may never come back (OV-30). A system call that hangs can not be canceled and keeps its thread, so no
 * second one is started in its place, and only so many threads can be lost.
 */
export class CallGuard {
  readonly #clock: Clock;
  readonly #inFlightMax: number;
  readonly #inFlight = new Set<string>();

  constructor({ clock, inFlightMax }: CallGuardOptions) {
    this.#clock = clock;
    this.#inFlightMax = inFlightMax;
  }

  /** Never rejects, and settles at the deadline at the latest. */
  run<T>(key: string, deadlineMs: number, call: () => Promise<T>): Promise<CallOutcome<T>> {
    if (this.#inFlight.has(key)) return Promise.resolve({ kind: 'stuck' });
    if (this.#inFlight.size >= this.#inFlightMax) return Promise.resolve({ kind: 'full' });
    this.#inFlight.add(key);
    return new Promise((resolve) => {
      const deadline = this.#clock.setTimer(() => {
        resolve({ kind: 'late' });
      }, deadlineMs);
      const settle = (outcome: CallOutcome<T>): void => {
        this.#inFlight.delete(key);
        deadline.cancel();
        resolve(outcome);
      };
      call().then(
        (value) => {
          settle({ kind: 'done', value });
        },
        (error: unknown) => {
          settle({ kind: 'failed', error });
        },
      );
    });
  }
}
