import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pulled, restoredTrigger } from '../../../../../central/state/conditions/trigger.ts';
import type { Trigger } from '../../../../../central/state/conditions/trigger.ts';

const rule = { isEnabled: true, enter: 95, exit: 90, afterMs: 60_000, minimumMs: 60_000 };
type Rule = typeof rule;

/** One value each 10 s; what the trigger is after each. */
function played(values: readonly (number | undefined)[], changes: Partial<Rule> = {}): string {
  let trigger = restoredTrigger(false, 0, Infinity);
  return values
    .map((value, i) => {
      const at = { rule: { ...rule, ...changes }, nowMs: i * 10_000, isRevised: false };
      trigger = pulled(trigger, value, at);
      return trigger.isActive ? '+' : '-';
    })
    .join('');
}

const times = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);

describe('a condition turns at its thresholds, after its time (OV-27; faults 1.7 no. 12)', () => {
  it.each<readonly [string, readonly (number | undefined)[], Partial<Rule>, string]>([
    ['begins after its time', times(8, 96), {}, '------++'],
    ['at the threshold itself', times(8, 95), {}, '------++'],
    ['not below it', times(8, 94.9), {}, '--------'],
    ['not for a moment', [96, 96, 96, 10, 96, 96, 96, 96], {}, '--------'],
    ['stays between the thresholds', [...times(7, 96), ...times(9, 92)], {}, '------++++++++++'],
    [
      'ends below the lower one, after its time',
      [...times(7, 96), ...times(8, 90)],
      {},
      '------+++++++--',
    ],
    ['an unknown value turns nothing', [96, 96, 96, undefined, 96, 96, 96, 96], {}, '--------'],
    ['at once if no time is asked for', [96, 80, 96], { afterMs: 0, minimumMs: 0 }, '+-+'],
    [
      'no edge within the minimum time',
      [96, 80, 80, 80],
      { afterMs: 0, minimumMs: 30_000 },
      '+++-',
    ],
    [
      'thresholds the wrong way round do not oscillate',
      times(6, 92),
      { enter: 90, exit: 95, afterMs: 0, minimumMs: 0 },
      '++++++',
    ],
    ['equal ones neither', times(6, 95), { exit: 95, afterMs: 0, minimumMs: 0 }, '++++++'],
  ])('%s', (...[, values, changes, expected]) => {
    expect(played(values, changes)).toBe(expected);
  });

  it('a rule that was changed holds at once, and one that was switched off ends it', () => {
    const on: Trigger = { isActive: true, changedMs: 99_000, crossedMs: undefined, crossings: 0 };
    const at = { rule, nowMs: 100_000, isRevised: true };
    expect(pulled(on, 80, at).isActive).toBe(false);
    expect(pulled(on, 92, at).isActive).toBe(true);
    expect(pulled({ ...on, isActive: false }, 96, at).isActive).toBe(true);
    const off = { ...at, isRevised: false, rule: { ...rule, isEnabled: false } };
    expect(pulled(on, 99, off).isActive).toBe(false);
  });

  it('counts how often the value crossed before that was told', () => {
    let trigger = restoredTrigger(true, 0, 0);
    for (const [i, value] of [80, 99, 80, 99, 80].entries())
      trigger = pulled(trigger, value, { rule, nowMs: i * 1_000, isRevised: false });
    expect(trigger).toMatchObject({ isActive: true, crossings: 3 });
  });
});

describe('properties', () => {
  const anyRule = fc.record({
    ...{ isEnabled: fc.constant(true), enter: fc.integer(), exit: fc.integer() },
    ...{ afterMs: fc.nat(100_000), minimumMs: fc.nat(100_000) },
  });
  const steps = fc.array(
    fc.record({ value: fc.option(fc.integer(), { nil: undefined }), waitMs: fc.nat(50_000) }),
  );

  it('T1: two edges are at least the minimum time apart', () => {
    fc.assert(
      fc.property(anyRule, steps, (some, played) => {
        let [trigger, nowMs, edgeMs] = [restoredTrigger(false, 0, Infinity), 0, -Infinity];
        for (const { value, waitMs } of played) {
          nowMs += waitMs;
          const next = pulled(trigger, value, { rule: some, nowMs, isRevised: false });
          if (next.isActive !== trigger.isActive) {
            expect(nowMs - edgeMs).toBeGreaterThanOrEqual(some.minimumMs);
            edgeMs = nowMs;
          }
          trigger = next;
        }
      }),
    );
  });

  it('T2: a constant value turns it once at most, whatever the thresholds', () => {
    fc.assert(
      fc.property(anyRule, fc.integer(), fc.boolean(), (some, value, isActive) => {
        let [trigger, edges] = [restoredTrigger(isActive, 0, Infinity), 0];
        for (let i = 1; i <= 50; i++) {
          const at = { rule: some, nowMs: i * 10_000, isRevised: false };
          const next = pulled(trigger, value, at);
          if (next.isActive !== trigger.isActive) edges += 1;
          trigger = next;
        }
        expect(edges).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('T3: what nobody knows turns nothing', () => {
    const at = { rule: { ...rule, afterMs: 0, minimumMs: 0 }, nowMs: 1, isRevised: true };
    for (const isActive of [true, false])
      expect(pulled(restoredTrigger(isActive, 0, 0), undefined, at).isActive).toBe(isActive);
  });
});
