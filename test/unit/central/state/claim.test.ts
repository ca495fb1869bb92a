import { describe, expect, it } from 'vitest';

import { claimEpoch } from '../../../../central/state/claim.ts';
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
