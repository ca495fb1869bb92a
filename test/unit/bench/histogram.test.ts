import { describe, expect, it } from 'vitest';

import { Histogram } from '../../bench/parts/histogram.ts';

describe('Histogram', () => {
  it('tells percentiles to 2 %', () => {
    const histogram = new Histogram();
    for (let ms = 1; ms <= 1000; ms++) histogram.add(ms);
    const { p50, p99 } = histogram.percentiles();
    expect(Math.abs(p50 / 500 - 1)).toBeLessThan(0.02);
    expect(Math.abs(p99 / 990 - 1)).toBeLessThan(0.02);
    expect(histogram.maxMs).toBe(1000);
  });

  it('holds any latency in its buckets', () => {
    const histogram = new Histogram();
    for (const ms of [-3, 0, 1e-9, 1e9]) histogram.add(ms);
    expect(histogram.count).toBe(4);
    expect(histogram.percentile(0.5)).toBe(0.01);
    expect(histogram.maxMs).toBe(1e9);
  });

  it('is 0 while it is empty, and after it was cleared', () => {
    const histogram = new Histogram();
    expect(histogram.percentiles()).toEqual({ p50: 0, p99: 0 });
    histogram.add(5);
    histogram.clear();
    expect(histogram.percentiles()).toEqual({ p50: 0, p99: 0 });
  });
});
