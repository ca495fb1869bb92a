import { describe, expect, it } from 'vitest';

import { Simulation } from './simulation.ts';

/** Enough to meet every kind of trouble in each mode many times; more are tried by `npm run simulate`. */
const seeds = 240;
const seedsPerTest = 20;

describe('simulation: real agents and a real central under random trouble hold I1 to I8 and end in one picture', () => {
  for (let first = 1; first <= seeds; first += seedsPerTest) {
    const last = first + seedsPerTest - 1;
    it(`seeds ${first} to ${last}`, { timeout: 120_000 }, async () => {
      for (let seed = first; seed <= last; seed++) {
        const { problems, eventCount } = await new Simulation(seed).run();
        const repeat = `seed ${seed} failed; repeat it with: npm run simulate -- --seed ${seed} --trace`;
        expect(problems, repeat).toEqual([]);
        expect(eventCount).toBeGreaterThan(0);
      }
    });
  }

  it('gives the same story for the same seed', async () => {
    const stories = await Promise.all([traceOf(3), traceOf(3)]);
    expect(stories[0].length).toBeGreaterThan(500);
    expect(stories[0]).toEqual(stories[1]);
  });
});

async function traceOf(seed: number): Promise<string[]> {
  const lines: string[] = [];
  await new Simulation(seed, (line) => lines.push(line)).run();
  return lines;
}
