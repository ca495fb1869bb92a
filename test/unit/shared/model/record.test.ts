import { describe, expect, it } from 'vitest';

import { compareVersion, compareVmVersion } from '../../../../shared/model/record.ts';

type Place = readonly [placement: number, epoch: number, n: number];

describe('the order of what is known (I5)', () => {
  it.each<[Place, Place, number]>([
    [[1, 1, 1], [1, 1, 1], 0],
    [[1, 1, 1], [1, 1, 2], -1],
    [[1, 1, 9], [1, 2, 1], -1],
    [[1, 9, 9], [2, 1, 1], -1],
  ])('of a VM is placement, epoch, n: %j against %j is %i', (a, b, order) => {
    const of = ([placement, epoch, n]: Place): Parameters<typeof compareVmVersion>[0] => {
      return { placement, epoch, n };
    };
    expect(Math.sign(compareVmVersion(of(a), of(b)))).toBe(order);
    expect(Math.sign(compareVmVersion(of(b), of(a)))).toBe(order === 0 ? 0 : -order);
  });

  it('of a host is epoch, n', () => {
    expect(compareVersion({ epoch: 1, n: 9 }, { epoch: 2, n: 1 })).toBeLessThan(0);
    expect(compareVersion({ epoch: 2, n: 1 }, { epoch: 2, n: 1 })).toBe(0);
    expect(compareVersion({ epoch: 2, n: 2 }, { epoch: 2, n: 1 })).toBeGreaterThan(0);
  });
});
