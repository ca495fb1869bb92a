/** A running timer. Canceling it twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * The only source of time. Shells take one as a constructor argument; pure code takes `now` as an
 * argument (I6), so that tests and the simulation move time by hand.
 */
export interface Clock {
  /** Milliseconds since an arbitrary point, fractional, never going back. For deadlines and ages. */
  monotonicMs(): number;
  /** Milliseconds since 1970, may jump either way. For showing and recording, never for deciding. */
  unixMs(): number;
  /** Runs `fn` once after `delayMs` (0 or more, any size). Never before the current turn ends. */
  setTimer(fn: () => void, delayMs: number): Timer;
}

/** Node fires a longer timer at once, with only a warning. */
const nodeTimerMaxMs = 2 ** 31 - 1;

function setSystemTimer(fn: () => void, delayMs: number): Timer {
  if (!(delayMs >= 0)) throw new RangeError(`timer delay must be 0 ms or more, not ${delayMs}`);
  let handle: NodeJS.Timeout;
  const arm = (remainingMs: number): void => {
    handle =
      remainingMs <= nodeTimerMaxMs
        ? setTimeout(fn, remainingMs)
        : setTimeout(() => {
            arm(remainingMs - nodeTimerMaxMs);
          }, nodeTimerMaxMs);
  };
  arm(delayMs);
  return {
    cancel: () => {
      clearTimeout(handle);
    },
  };
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  unixMs: () => Date.now(),
  setTimer: setSystemTimer,
};
