import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';

interface DeadlineOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** What is waited for, in words, for the error. */
  readonly what: string;
}

/** LMDB's promises may stay open for ever after a failed disk (L12). Rejects with STORE_FAILED, detail `isTimeout`. */
export function withinDeadline<T>(
  promise: Promise<T>,
  { clock, timeoutMs, what }: DeadlineOptions,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(() => {
      reject(
        new MusterError(
          'STORE_FAILED',
          `${what} was not answered within ${timeoutMs} ms, nobody knows whether it is on disk; check the disk, then restart`,
          { details: { isTimeout: true } },
        ),
      );
    }, timeoutMs);
    promise.then(resolve, reject).finally(() => {
      timer.cancel();
    });
  });
}
