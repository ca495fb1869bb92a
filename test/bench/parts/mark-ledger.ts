import type { Mark } from '../../swarm/mark.ts';
import { Histogram } from './histogram.ts';

export interface SeenMark {
  readonly hostId: string;
  readonly epoch: number;
  readonly n: number;
  readonly mark: Mark;
  /** When it arrived, by `machineMs`. */
  readonly atMs: number;
}

interface HostLine {
  epoch: number;
  n: number;
  sequence: number;
}

/** Books of all scripted changes that arrived: how many, how late, in which order. */
export class MarkLedger {
  readonly latency = new Histogram();
  readonly #hosts = new Map<string, HostLine>();
  #arrived = 0;
  #misordered = 0;
  #repeats = 0;
  #fromMs = 0;

  /** Different scripted changes that arrived. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Changes that came after a later one of their host, or whose (epoch, n) does not grow. */
  get misordered(): number {
    return this.#misordered;
  }

  /** The same change once more, which the contract allows. */
  get repeats(): number {
    return this.#repeats;
  }

  /** Latencies count from here on: of changes scripted after `fromMs` (by `machineMs`). */
  measureFrom(fromMs: number): void {
    this.#fromMs = fromMs;
    this.latency.clear();
  }

  take({ hostId, epoch, n, mark, atMs }: SeenMark): void {
    const line = this.#hosts.get(hostId) ?? { epoch: 0, n: 0, sequence: 0 };
    this.#hosts.set(hostId, line);
    const isNewer = epoch > line.epoch || (epoch === line.epoch && n > line.n);
    if (mark.sequence <= line.sequence) {
      // A reader drops what is not newer (I5); what is newer and yet an old change came out of order.
      if (isNewer) this.#misordered += 1;
      else this.#repeats += 1;
      return;
    }
    if (!isNewer) this.#misordered += 1;
    line.epoch = epoch;
    line.n = n;
    line.sequence = mark.sequence;
    this.#arrived += 1;
    if (mark.scriptedMs >= this.#fromMs) this.latency.add(atMs - mark.scriptedMs);
  }
}
