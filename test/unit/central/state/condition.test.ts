import { describe, expect, it } from 'vitest';

import { applyCondition } from '../../../../central/state/condition.ts';
import { Draft } from '../../../../central/state/draft.ts';
import { nothingKnown } from '../../../../central/state/host-state.ts';
import type { Condition, ConditionReport } from '../../../../shared/model/host.ts';
import { hostOf, stepContextOf } from '../../../harness/model-objects.ts';

const on: ConditionReport = {
  ...{ type: 'DISK_PRESSURE', isActive: true, reason: 'LOW', message: 'little is free' },
};
const off: ConditionReport = { ...on, isActive: false, reason: 'OK', message: '' };

function applied(
  known: readonly Condition[],
  report: ConditionReport,
): { conditions: readonly Condition[]; types: string[] } {
  const state = {
    ...{ record: undefined, vms: new Map(), ...nothingKnown, areStraysKnown: true },
  };
  const host = hostOf('a', { conditions: known });
  const draft = new Draft(state, host, { context: stepContextOf(), claim: undefined });
  applyCondition(draft, report, 200);
  return { conditions: draft.host.conditions, types: draft.events.map(({ type }) => type) };
}

describe('a condition (edge-triggered)', () => {
  const told = ['HostConditionChanged'];
  it.each([
    { case: 'begins', known: [], report: on, sinceAt: 200, types: told },
    { case: 'ends', known: [{ ...on, sinceAt: 100 }], report: off, sinceAt: 200, types: told },
    {
      case: 'changes its words and keeps its time',
      ...{ known: [{ ...on, sinceAt: 100 }], report: { ...on, reason: 'CRITICAL' } },
      ...{ sinceAt: 100, types: told },
    },
    {
      case: 'said again is no event',
      ...{ known: [{ ...on, sinceAt: 100 }], report: on, sinceAt: 100, types: [] },
    },
    {
      case: 'that ended said again is no event',
      ...{ known: [{ ...off, sinceAt: 100 }], report: off, sinceAt: 100, types: [] },
    },
  ])('$case', ({ known, report, sinceAt, types }) => {
    expect(applied(known, report)).toEqual({ conditions: [{ ...report, sinceAt }], types });
  });

  it('that never was cannot end', () => {
    expect(applied([], off)).toEqual({ conditions: [], types: [] });
  });

  it('stands before those that are over', () => {
    const over: Condition = { ...off, type: 'CPU_PRESSURE', sinceAt: 1 };
    const types = applied([over], on).conditions.map(({ type }) => type);
    expect(types).toEqual(['DISK_PRESSURE', 'CPU_PRESSURE']);
    const again = applied([{ ...on, sinceAt: 1 }, over], off).conditions.map(({ type }) => type);
    expect(again).toEqual(['CPU_PRESSURE', 'DISK_PRESSURE']);
  });
});
