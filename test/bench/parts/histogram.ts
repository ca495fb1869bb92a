import { round } from './process-figures.ts';

/** Each bucket is this much wider than the one before: percentiles are exact to 2 %. */
const growth = 1.02;
const smallestMs = 0.01;
/** Up to some 40 minutes. */
const bucketCount = 950;

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** Latencies in a fixed number of buckets, however many there are. */
export class Histogram {
  readonly #counts = new Float64Array(bucketCount);
  #count = 0;
  #maxMs = 0;

  get count(): number {
    return this.#count;
  }

  get maxMs(): number {
    return round(this.#maxMs);
  }

  add(ms: number): void {
    const bucket = Math.ceil(Math.log(Math.max(ms, smallestMs) / smallestMs) / Math.log(growth));
    const place = Math.min(bucket, bucketCount - 1);
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#count += 1;
    this.#maxMs = Math.max(this.#maxMs, ms);
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#maxMs = 0;
  }

  /** 0 when nothing was added. */
  percentile(share: number): number {
    let left = Math.ceil(this.#count * share);
    if (left === 0) return 0;
    for (let place = 0; place < bucketCount; place++) {
      left -= this.#counts[place] ?? 0;
      if (left <= 0) return round(Math.min(smallestMs * growth ** place, this.#maxMs), 3);
    }
    return this.maxMs;
  }

  percentiles(): Percentiles {
    return { p50: this.percentile(0.5), p99: this.percentile(0.99) };
  }
}
