import { describe, expect, it } from 'vitest';

import { seededRandom, systemRandom } from '../../../shared/random.ts';

describe.each([
  ['systemRandom', systemRandom],
  ['seededRandom', seededRandom(1)],
])('%s', (_name, random) => {
  it('spreads next() evenly over [0, 1)', () => {
    const buckets = new Array<number>(10).fill(0);
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const value = random.next();
      expect(value >= 0 && value < 1).toBe(true);
      const bucket = Math.floor(value * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    // Standard deviation is about 42, so a fair generator misses this once in 10^20 runs.
    for (const count of buckets) expect(Math.abs(count - draws / 10)).toBeLessThan(400);
  });

  it('makes ids of the wanted length that are fit for NATS subjects and LMDB keys', () => {
    const id = random.id(64);
    expect(id).toMatch(/^[A-Za-z0-9_-]{64}$/);
    expect(random.id(64)).not.toBe(id);
    expect(random.id(0)).toBe('');
  });

  it('uses the whole alphabet in ids', () => {
    expect(new Set(random.id(5000)).size).toBe(64);
  });
});

describe('seededRandom', () => {
  const sequence = (seed: number): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 5 }, () => random.next());
  };

  it('repeats a sequence for the same seed', () => {
    expect(sequence(7)).toEqual(sequence(7));
  });

  it('gives unrelated sequences for neighboring seeds', () => {
    expect(sequence(7)).not.toEqual(sequence(8));
    expect(Math.abs((sequence(0)[0] ?? 0) - (sequence(1)[0] ?? 0))).toBeGreaterThan(0.001);
  });

  it('keeps its sequence over versions, so that a seed in a report can be replayed', () => {
    const random = seededRandom(42);
    expect([random.next(), random.next(), random.id(8)]).toMatchInlineSnapshot(`
      [
        0.15377165307290852,
        0.8504893006756902,
        "BNi4uckz",
      ]
    `);
  });
});
