import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { backoffConnected, backoffFailed, freshBackoff } from '../../../shared/backoff.ts';
import { limits } from '../../../shared/limits.ts';

/** The widest delay of `count` failures in a row, 1 s apart. */
function widestDelays(count: number, windowMs: number): number[] {
  let backoff = freshBackoff;
  return Array.from({ length: count }, (_, i) => {
    const failure = backoffFailed(backoff, { nowMs: i * 1000, windowMs, random: 1 });
    backoff = failure.backoff;
    return failure.delayMs;
  });
}

describe('backoff', () => {
  it('starts with the window the server named and doubles it up to the cap', () => {
    expect(widestDelays(6, 300)).toEqual([300, 600, 1200, 2400, 4000, 4000]);
  });

  it('stays at the cap after very many failures', () => {
    expect(widestDelays(5000, 2000).at(-1)).toBe(limits.backoffWindowMsMax);
  });

  it('keeps counting failures while connections do not last a healthy minute', () => {
    const failed = backoffFailed(freshBackoff, { nowMs: 0, windowMs: 1000, random: 1 });
    const connected = backoffConnected(failed.backoff, 5000);
    const nowMs = 5000 + limits.backoffHealthyMs - 1;
    expect(backoffFailed(connected, { nowMs, windowMs: 1000, random: 1 }).delayMs).toBe(2000);
  });

  it('starts afresh after a healthy minute', () => {
    const failed = backoffFailed(freshBackoff, { nowMs: 0, windowMs: 1000, random: 1 });
    const connected = backoffConnected(failed.backoff, 5000);
    const nowMs = 5000 + limits.backoffHealthyMs;
    expect(backoffFailed(connected, { nowMs, windowMs: 1000, random: 1 }).delayMs).toBe(1000);
  });

  it('does not count time after the connection was lost as healthy', () => {
    const connected = backoffConnected({ attempt: 3, healthySinceMs: undefined }, 0);
    const lost = backoffFailed(connected, { nowMs: 1000, windowMs: 100, random: 1 }).backoff;
    const later = backoffFailed(lost, { nowMs: 10_000_000, windowMs: 100, random: 1 });
    expect(later.delayMs).toBe(1600);
  });

  it('waits a random part of the window, never longer than the cap', () => {
    const anyFailure = fc.record({
      nowMs: fc.nat(),
      windowMs: fc.nat(100_000),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.nat(2000), anyFailure, (attempt, failure) => {
        const backoff = { attempt, healthySinceMs: undefined };
        const { delayMs } = backoffFailed(backoff, failure);
        const widest = backoffFailed(backoff, { ...failure, random: 1 }).delayMs;
        expect(delayMs).toBeCloseTo(failure.random * widest, 6);
        expect(widest).toBeLessThanOrEqual(limits.backoffWindowMsMax);
      }),
    );
  });
});
