import { seededRandom } from '../../shared/random.ts';
import type { Random } from '../../shared/random.ts';

/** Dice of a simulation. Each part has its own, so that one more throw in one part leaves the others as they are. */
export class Chance {
  readonly random: Random;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  fork(): Chance {
    return new Chance(Math.floor(this.random.next() * 2 ** 32));
  }

  /** True with the given probability. */
  hit(probability: number): boolean {
    return this.random.next() < probability;
  }

  between(from: number, to: number): number {
    return from + this.random.next() * (to - from);
  }

  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.random.next() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** Mostly short, seldom long: what delays look like. */
  delayMs(typicalMs: number): number {
    return this.hit(0.05) ? this.between(0, 20 * typicalMs) : this.between(0, 2 * typicalMs);
  }
}
