import { describe, expect, it } from 'vitest';

import {
  claimEpoch,
  claimOf,
  isFromLifeBefore,
  isHeld,
  isTaken,
} from '../../../../central/state/claim.ts';
import type { HostRecord } from '../../../../shared/model/record.ts';
import { hostOf, stepContextOf } from '../../../harness/model-objects.ts';

const context = stepContextOf();
const mine: HostRecord = {
  ...{ incarnation: 'life-1', owner: 'replica-1', instance: 'start-1', epoch: 4, n: 9 },
  ...{ host: hostOf('a'), appliedChanges: [], pictureRun: '', pending: [] },
};

describe('the epoch under which a replica may act (I5)', () => {
  it.each<[string, HostRecord | undefined, number, number]>([
    ['of a host nobody knows', undefined, 0, 1],
    ['of one that only the agent remembers', undefined, 7, 8],
    ['its own', mine, 0, 4],
    ['its own, as the agent knows', mine, 4, 4],
    ['above one that the agent saw elsewhere', mine, 6, 7],
    ['of another owner', { ...mine, owner: 'replica-2' }, 0, 5],
    ['of its own earlier start', { ...mine, instance: 'start-0' }, 4, 5],
    ['of an earlier life of the storage', { ...mine, incarnation: 'life-0' }, 2, 5_000],
    ['of an earlier life, in the past', { ...mine, incarnation: 'life-0', epoch: 6_000 }, 2, 6_001],
    ['of another owner, behind what the agent saw', { ...mine, owner: 'replica-2' }, 9, 10],
  ])('%s', (...[, record, epochSeen, epoch]) => {
    expect(claimEpoch(record, epochSeen, context)).toBe(epoch);
  });
});

describe('how a claim comes about', () => {
  const other: HostRecord = { ...mine, owner: 'replica-2', instance: 'start-9' };
  const nobody: HostRecord = { ...mine, owner: '' };
  const past: HostRecord = { ...mine, incarnation: 'life-0' };
  it.each<[string, HostRecord | undefined, string, string]>([
    ['of a host nobody knows', undefined, 'NEW', ''],
    ['of another owner', other, 'TAKEN_OVER', 'replica-2'],
    ['of one that has none', nobody, 'TAKEN_OVER', ''],
    ['of its own earlier start', { ...mine, instance: 'start-0' }, 'RESTARTED', 'replica-1'],
    ['of its own, in an earlier life of the storage', past, 'STORAGE_CHANGED', 'replica-1'],
    ['of its own, since the agent saw a higher epoch', mine, 'EPOCH_SEEN', 'replica-1'],
  ])('%s', (...[, record, reason, from]) => {
    expect(claimOf(record, context)).toEqual({ at: context.nowUnixMs, reason, from });
  });

  it.each<[string, HostRecord | undefined, boolean, boolean, boolean]>([
    ['a host nobody knows', undefined, false, false, false],
    ['its own', mine, true, false, false],
    ['its own, of an earlier life', past, false, false, false],
    ['of another owner', other, false, true, false],
    ['of another owner in an earlier life', { ...other, incarnation: 'life-0' }, false, true, true],
    ['of nobody', nobody, false, false, false],
    ['of nobody, in an earlier life', { ...nobody, incarnation: 'life-0' }, false, false, false],
  ])('%s: is it held, taken, taken from a life before', (...[, record, held, taken, lost]) => {
    expect(isHeld(record, context)).toBe(held);
    expect(isTaken(record, context)).toBe(taken);
    expect(isFromLifeBefore(record, context)).toBe(lost);
  });
});
