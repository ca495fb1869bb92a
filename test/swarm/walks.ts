import type { Random } from '../../shared/random.ts';
import type { Fields, Series } from './workload.ts';

/** Walks of one series, so that hosts side by side differ. */
const walkCount = 32;
/** Reports until a walk turns round and goes back. */
const walkLength = 512;

/** Random walks of one series, all made before anything is measured. */
class SeriesWalks {
  readonly #values = new Float64Array(walkCount * walkLength);

  constructor(series: Series, random: Random) {
    for (let walk = 0; walk < walkCount; walk++) this.#fill(walk * walkLength, series, random);
  }

  at(walk: number, turn: number): number {
    const round = turn % (2 * walkLength - 2);
    const place = round < walkLength ? round : 2 * walkLength - 2 - round;
    return this.#values[(walk % walkCount) * walkLength + place] ?? 0;
  }

  #fill(offset: number, { low, high, step, moves }: Series, random: Random): void {
    let value = low + (high - low) * random.next();
    for (let turn = 0; turn < walkLength; turn++) {
      this.#values[offset + turn] = value;
      if (random.next() >= moves) continue;
      value += (random.next() * 2 - 1) * step;
      if (value < low) value = Math.min(high, 2 * low - value);
      if (value > high) value = Math.max(low, 2 * high - value);
    }
  }
}

/** The walks of all fields of one kind of sample. */
export class FieldWalks {
  readonly #names: readonly string[];
  readonly #walks: readonly SeriesWalks[];

  constructor(fields: Fields, random: Random) {
    this.#names = Object.keys(fields);
    this.#walks = Object.values(fields).map((series) => new SeriesWalks(series, random));
  }

  /** Writes the values of a turn into `sample`, so that a report leaves no garbage behind. */
  write(sample: Record<string, number | string>, walk: number, turn: number): void {
    for (let i = 0; i < this.#walks.length; i++) {
      // Fields that moved together would be too kind to everyone who compresses.
      sample[this.#names[i] ?? ''] = this.#walks[i]?.at(walk + i * 7, turn) ?? 0;
    }
  }
}
