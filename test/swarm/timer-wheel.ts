import type { Clock, Timer } from '../../shared/clock.ts';

/** Slots of 1 ms; a power of two, and more than the longest timer an agent sets often. */
const slotCount = 8192;

class WheelTimer implements Timer {
  readonly dueMs: number;
  fn: (() => void) | undefined;
  next: WheelTimer = this;
  previous: WheelTimer = this;

  constructor(fn: (() => void) | undefined, dueMs: number) {
    this.fn = fn;
    this.dueMs = dueMs;
  }

  cancel(): void {
    this.fn = undefined;
    this.unlink();
  }

  unlink(): void {
    this.previous.next = this.next;
    this.next.previous = this.previous;
    this.next = this;
    this.previous = this;
  }

  /** As the last of the ring that begins with this one. */
  append(timer: WheelTimer): void {
    timer.previous = this.previous;
    timer.next = this;
    this.previous.next = timer;
    this.previous = timer;
  }
}

/**
 * One clock for thousands of agents: setting and canceling a timer, which each agent does several times a report, costs a
 * few pointers instead of a timer of Node. A timer fires up to 1 ms late, and never early.
 */
export class TimerWheel implements Clock {
  readonly #slots = Array.from({ length: slotCount }, () => new WheelTimer(undefined, 0));
  /** Last slot that was run, as a count of milliseconds. */
  #ranMs: number;

  constructor(nowMs: number = performance.now()) {
    this.#ranMs = Math.floor(nowMs);
  }

  monotonicMs(): number {
    return performance.now();
  }

  unixMs(): number {
    return Date.now();
  }

  setTimer(fn: () => void, delayMs: number): Timer {
    return this.at(fn, performance.now() + delayMs);
  }

  /** Runs `fn` once at `dueMs`, at the earliest in the next run of the wheel. */
  at(fn: () => void, dueMs: number): Timer {
    const timer = new WheelTimer(fn, dueMs);
    this.#slot(Math.max(this.#ranMs + 1, Math.ceil(dueMs))).append(timer);
    return timer;
  }

  /** A clock whose wall time is off, on the same wheel. */
  skewed(skewMs: number): Clock {
    return {
      monotonicMs: () => performance.now(),
      unixMs: () => Date.now() + skewMs,
      setTimer: (fn, delayMs) => this.setTimer(fn, delayMs),
    };
  }

  /** Everything due by `nowMs`, in the order of the due times to 1 ms. */
  run(nowMs: number): void {
    const untilMs = Math.floor(nowMs);
    // After a long stall every slot is due; once round is enough.
    const fromMs = Math.max(this.#ranMs, untilMs - slotCount);
    for (let ms = fromMs + 1; ms <= untilMs; ms++) {
      this.#ranMs = ms;
      this.#runSlot(this.#slot(ms), nowMs);
    }
  }

  #slot(ms: number): WheelTimer {
    const slot = this.#slots[ms & (slotCount - 1)];
    if (slot === undefined) throw new RangeError(`no slot for ${ms}`);
    return slot;
  }

  #runSlot(slot: WheelTimer, nowMs: number): void {
    if (slot.next === slot) return;
    // What is set while the slot runs, or is due in a later round, must not be met again.
    const last = slot.previous;
    for (;;) {
      const timer = slot.next;
      if (timer === slot) return;
      const isLast = timer === last;
      timer.unlink();
      if (timer.dueMs > nowMs) slot.append(timer);
      else timer.fn?.();
      if (isLast) return;
    }
  }
}
