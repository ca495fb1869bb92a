import type { Clock, Timer } from '../../shared/clock.ts';

interface Entry {
  readonly dueMs: number;
  /** Of two entries due together the older one runs first. */
  readonly order: number;
  fn: (() => void) | undefined;
}

/** Unix ms at which every simulation begins: 2025-01-01T00:00:00Z. */
export const startUnixMs = 1_735_689_600_000;

/** The one time line of a simulation. Nothing passes but by `run`. */
export class VirtualTime {
  readonly #heap: Entry[] = [];
  #order = 0;
  #nowMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  at(delayMs: number, fn: () => void): Timer {
    const entry: Entry = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, fn };
    this.#push(entry);
    return {
      cancel: () => {
        entry.fn = undefined;
      },
    };
  }

  /** A clock of one process: what it armed never fires once `isAlive` says no. */
  clock(isAlive: () => boolean, skewMs = 0): Clock {
    return {
      monotonicMs: () => this.#nowMs,
      unixMs: () => Math.floor(startUnixMs + skewMs + this.#nowMs),
      setTimer: (fn, delayMs) =>
        this.at(delayMs, () => {
          if (isAlive()) fn();
        }),
    };
  }

  /** Runs everything due until then, letting promises settle after each step. Rethrows what a step throws. */
  async run(untilMs: number): Promise<void> {
    for (let next = this.#heap[0]; next && next.dueMs <= untilMs; next = this.#heap[0]) {
      this.#pop();
      if (next.fn === undefined) continue;
      this.#nowMs = next.dueMs;
      next.fn();
      await settled();
    }
    this.#nowMs = untilMs;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      heap[i] = above;
      heap[parent] = entry;
      i = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let i = 0;
    for (;;) {
      const child = this.#smallerChild(i);
      const below = heap[child];
      if (below === undefined || isBefore(last, below)) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = last;
  }

  #smallerChild(i: number): number {
    const left = this.#heap[2 * i + 1];
    const right = this.#heap[2 * i + 2];
    return left && right && isBefore(right, left) ? 2 * i + 2 : 2 * i + 1;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

/** One macrotask: every promise that can settle without time passing has settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
