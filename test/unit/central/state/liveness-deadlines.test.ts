import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  defaultLiveness,
  earliestAnswerMs,
  judge,
  nextVerdict,
  silenceMsMax,
} from '../../../../central/state/liveness.ts';
import type { Contact } from '../../../../central/state/liveness.ts';
import { hostStatuses } from '../../../../shared/model/status.ts';
import type { HostStatus } from '../../../../shared/model/status.ts';
import { verdictLimits } from '../../../../shared/verdict-limits.ts';

const settings = defaultLiveness;
const heard: Contact = {
  ...{ lastMs: 100_000, intervalMs: 1_000, movingUntilMs: undefined },
  ...{ isStreamOpen: true, suspectedMs: undefined },
};

const time = fc.integer({ min: 0, max: 700_000 });
const contact: fc.Arbitrary<Contact> = fc.record({
  ...{ lastMs: time, intervalMs: fc.constantFrom(1_000, 2_000, 30_000) },
  movingUntilMs: fc.option(time, { nil: undefined }),
  ...{ isStreamOpen: fc.boolean(), suspectedMs: fc.option(time, { nil: undefined }) },
});

describe('when silence is looked at', () => {
  it('before the earliest time nothing is answered, and something is at it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...hostStatuses), contact, (status, one) => {
        const atMs = earliestAnswerMs(status, one, settings);
        const kindAt = (nowMs: number) => judge(status, one, { nowMs, settings }).kind;
        if (atMs === Infinity) {
          expect(kindAt(1e12)).toBe('fine');
          return;
        }
        expect(kindAt(atMs - 1)).toBe('fine');
        expect(kindAt(atMs)).not.toBe('fine');
      }),
    );
  });

  it('the next verdict is the one that is given then, and none is before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...hostStatuses), contact, (status, moving) => {
        const one = { ...moving, movingUntilMs: undefined };
        const next = nextVerdict(status, moving, settings);
        const judged = (nowMs: number) => judge(status, one, { nowMs, settings });
        if (next === undefined) {
          expect(judged(1e12).kind).toBe('fine');
          return;
        }
        expect(judged(next.atMs - 1).kind).not.toBe('verdict');
        expect(judged(next.atMs)).toMatchObject({ verdict: { status: next.status } });
      }),
    );
  });

  it.each<[HostStatus, Partial<Contact>, number | undefined]>([
    ['UP', {}, 103_000],
    ['PREPARING_FOR_MAINTENANCE', {}, 103_000],
    ['UP', { intervalMs: 2_000 }, 106_000],
    ['UP', { movingUntilMs: 120_000 }, 120_000],
    ['UP', { movingUntilMs: 101_000 }, 103_000],
    ['SUSPECT', {}, 109_000],
    ['SUSPECT', { suspectedMs: 150_000 }, 156_000],
    ['REBOOTING', {}, 700_000],
    ['MAINTENANCE', {}, undefined],
    ['NON_RESPONSIVE', { movingUntilMs: 120_000 }, undefined],
  ])('%s %j: at %s', (status, over, atMs = Infinity) => {
    expect(earliestAnswerMs(status, { ...heard, ...over }, settings)).toBe(atMs);
  });
});

describe('all graces for one silence together', () => {
  it.each<[HostStatus, number]>([
    ['UP', 11_000],
    ['SUSPECT', 11_000],
    ['REBOOTING', 600_000],
  ])('hold the verdict on a host that is %s for no longer than that beyond %i ms', (status, ms) => {
    expect(silenceMsMax(status, heard, settings)).toBe(ms + verdictLimits.gracesMsMax);
  });
});
