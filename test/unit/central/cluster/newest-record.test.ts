import { describe, expect, it } from 'vitest';

import { areVmsAsMeant, isFollowed, newestOf } from '../../../../central/cluster/newest-record.ts';
import type { StoredHost } from '../../../../central/ports.ts';
import {
  unknownRevision,
  type AppliedChange,
  type HostRecord,
} from '../../../../shared/model/record.ts';
import { anEvent, aStoredHost } from '../../../harness/store-rows.ts';

function stored(n: number, revision: number, changes: Partial<HostRecord> = {}): StoredHost {
  const row = aStoredHost('host-1', { n, run: 'run-2' }, revision);
  return { ...row, record: { ...row.record, ...changes } };
}

const applied = (run: string, change: number): AppliedChange => ({ run, change });

describe('what counts of a record in the storage and a row in the store', () => {
  it.each<[string, StoredHost | undefined]>([
    ['no row', undefined],
    ['an older row', stored(4, 20)],
    ['an older copy', stored(4, unknownRevision)],
    ['a copy as new', stored(5, unknownRevision)],
    // Its events came after their record: the storage was asked too soon, and a write over its answer will be refused.
    ['a newer copy', stored(9, unknownRevision)],
  ])('is the record, before %s', (...[, held]) => {
    const there = stored(5, 30, { pending: [anEvent('host-1', 5)] });
    expect(newestOf(there, held)).toBe(there);
  });

  it('is a newer row of before a new life, over what the storage remembers', () => {
    const held = stored(9, 0);
    expect(newestOf(stored(5, 30), held)).toEqual({ record: held.record, revision: 30 });
  });

  it('is never fewer changes of an agent than either knows, when the row was a copy', () => {
    const copy = stored(9, 0, {
      appliedChanges: [applied('run-1', 7), applied('run-2', 3)],
      pictureRun: 'run-1',
    });
    const there = stored(5, 30, {
      appliedChanges: [applied('run-2', 50), applied('run-1', 6)],
      pictureRun: 'run-2',
    });
    const { record } = newestOf(there, copy);
    expect(record.appliedChanges).toEqual([applied('run-1', 7), applied('run-2', 50)]);
    expect(record).toMatchObject({ n: 9, pictureRun: 'run-2' });
    const bare = stored(9, 0, { appliedChanges: [], pictureRun: '' });
    expect(newestOf(there, bare).record.appliedChanges).toEqual(there.record.appliedChanges);
  });

  it('does not take the picture of an earlier run for one of the run that goes on', () => {
    const there = stored(5, 30, { pictureRun: 'run-1' });
    expect(newestOf(there, stored(9, 0, { pictureRun: '' })).record.pictureRun).toBe('');
  });
});

describe('rows follow a record', () => {
  const pending = [anEvent('host-1', 8), anEvent('host-1', 9)];
  it.each([
    ['that they hold', stored(9, 3), [], true],
    ['that is one event further, and names none', stored(8, 3), [], false],
    ['whose pending events are the next ones', stored(7, 3), pending, true],
    ['whose pending events are the next ones, by a copy', stored(7, -1), pending, true],
    ['whose pending events leave one out', stored(6, 3), pending, false],
    ['of a host they do not know', undefined, pending, false],
  ])('%s', (...[, held, events, expected]) => {
    expect(isFollowed(stored(9, 4, { pending: events }).record, held)).toBe(expected);
  });

  it.each([
    ['they have its last event, and what came after told nothing', 8, true],
    ['an event is missing', 7, false],
  ])('or not, if %s', (_, n, expected) => {
    const { record } = stored(9, 4, { told: { epoch: 1, n: 8 } });
    expect(isFollowed(record, stored(n, -1))).toBe(expected);
  });

  it('not over a change of the epoch, in which anything may have come before it', () => {
    const first = { ...anEvent('host-1', 1), epoch: 2 };
    const { record } = stored(1, 4, { epoch: 2, pending: [first] });
    expect(isFollowed(record, stored(99, 3))).toBe(false);
  });
});

it.each([
  ['nothing is pending and the host is seen as before', {}, stored(8, -1), true],
  ['something is pending', { pending: [anEvent('host-1', 9)] }, stored(8, -1), false],
  ['the host was unknown', {}, undefined, false],
])('VMs are as the record means them, or not, where %s', (...[, changes, held, expected]) => {
  expect(areVmsAsMeant(stored(9, 4, changes).record, held)).toBe(expected);
});

it('VMs are not as the record means them where their host went silent', () => {
  const { record } = stored(9, 4);
  const silent = { ...record, host: { ...record.host, status: 'NON_RESPONSIVE' as const } };
  expect(areVmsAsMeant(silent, stored(8, -1))).toBe(false);
});
