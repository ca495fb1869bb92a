import { describe, expect, it } from 'vitest';

import { parseSwarmOptions, sharesOf } from '../../swarm/options.ts';

const parse = (text: string): ReturnType<typeof parseSwarmOptions> =>
  parseSwarmOptions(['--central', 'here:1', ...text.split(' ')]);

describe('options of the swarm', () => {
  it('take one process for each 5 000 agents unless told', () => {
    expect(parse('--agents 5000').processes).toBe(1);
    expect(parse('--agents 5001').processes).toBe(2);
    expect(parse('--agents 5001 --processes 1').processes).toBe(1);
  });

  it('are shared out so that every host is played once and the rates add up', () => {
    const options = parse('--agents 10 --processes 3 --first 100 --change-rate 6 --clones 2');
    const shares = sharesOf(options);
    const hosts = shares.flatMap(({ first, agents }) =>
      Array.from({ length: agents }, (_, i) => first + i),
    );
    expect(hosts).toEqual(Array.from({ length: 10 }, (_, i) => 100 + i));
    const sum = (key: 'changeRate' | 'clones'): number =>
      shares.reduce((total, share) => total + (share[key] ?? 0), 0);
    expect(sum('changeRate')).toBeCloseTo(6);
    expect(sum('clones')).toBe(2);
  });

  it('leave the rate to the workload when none is given', () => {
    const shares = sharesOf(parse('--agents 4 --processes 2'));
    expect(shares.map(({ changeRate }) => changeRate)).toEqual([undefined, undefined]);
  });
});
