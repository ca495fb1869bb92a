import { describe, expect, it } from 'vitest';

import { slopePerHour } from '../../bench/parts/slope.ts';

describe('slopePerHour', () => {
  it('is the growth of a straight line', () => {
    const points = Array.from({ length: 60 }, (_, x) => ({ x, y: 100 + x / 60 }));
    expect(slopePerHour(points)).toBeCloseTo(60);
  });

  it('is 0 for what is flat, and for too few points', () => {
    expect(slopePerHour([0, 1, 2].map((x) => ({ x, y: 5 })))).toBe(0);
    expect(slopePerHour([{ x: 1, y: 5 }])).toBe(0);
    expect(slopePerHour([])).toBe(0);
  });
});
