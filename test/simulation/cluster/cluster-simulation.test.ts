import { describe, expect, it } from 'vitest';

import { ClusterSimulation } from './cluster-simulation.ts';

/** Each kind of trouble several times, and ten clusters in which replicas only come and go as told. */
const seeds = 40;
const seedsPerTest = 10;

describe('simulation: replicas that share a fleet under random trouble hold I1 to I8, and planned moves change no status', () => {
  for (let first = 1; first <= seeds; first += seedsPerTest) {
    const last = first + seedsPerTest - 1;
    it(`seeds ${first} to ${last}`, { timeout: 120_000 }, async () => {
      for (let seed = first; seed <= last; seed++) {
        const { problems, eventCount } = await new ClusterSimulation(seed).run();
        const repeat = `seed ${seed} failed; repeat it with: npm run simulate -- --cluster --seed ${seed} --trace`;
        expect(problems, repeat).toEqual([]);
        expect(eventCount).toBeGreaterThan(0);
      }
    });
  }

  it.each([
    ['while wall clocks of replicas jump', '--clock-jumps', 41, { hasClockJumps: true }],
    ['while VMs migrate by hand', '--migrations', 61, { hasMigrations: true }],
    [
      'while VMs migrate and clocks jump',
      '--clock-jumps --migrations',
      81,
      { hasClockJumps: true, hasMigrations: true },
    ],
    ['while NATS comes back empty or older', '--forgetful', 101, { isForgetful: true }],
  ])('also %s', { timeout: 120_000 }, async (...[, flags, first, faults]) => {
    for (let seed = first; seed < first + 20; seed++) {
      const { problems } = await new ClusterSimulation(seed, { faults }).run();
      const repeat = `seed ${seed} failed; repeat it with: npm run simulate -- --cluster ${flags} --seed ${seed} --trace`;
      expect(problems, repeat).toEqual([]);
    }
  });

  it('gives the same story for the same seed', async () => {
    const stories = await Promise.all([traceOf(3), traceOf(3)]);
    expect(stories[0].length).toBeGreaterThan(500);
    expect(stories[0]).toEqual(stories[1]);
  });
});

async function traceOf(seed: number): Promise<string[]> {
  const lines: string[] = [];
  await new ClusterSimulation(seed, { trace: (line) => lines.push(line) }).run();
  return lines;
}
