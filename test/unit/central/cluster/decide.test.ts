import { describe, expect, it } from 'vitest';

import {
  decideRefused,
  type Current,
  type RefusedStep,
} from '../../../../central/cluster/decide.ts';
import { unknownRevision, type HostRecord } from '../../../../shared/model/record.ts';
import { aStoredHost } from '../../../harness/store-rows.ts';

const now = 'life-2';

function aRecord(changes: Partial<HostRecord> = {}): HostRecord {
  return { ...aStoredHost('host-1').record, incarnation: now, epoch: 3, n: 10, ...changes };
}

function there(revision: number, changes: Partial<HostRecord> = {}, isSame = false): Current {
  return { kind: 'record', revision, record: aRecord(changes), isSame };
}

function decide(step: Partial<RefusedStep>): ReturnType<typeof decideRefused> {
  return decideRefused({
    record: aRecord({ n: 11 }),
    expected: 50,
    current: { kind: 'none' },
    held: { record: aRecord(), revision: 50 },
    incarnation: now,
    ...step,
  });
}

const owed = { record: aRecord(), revision: 0 };

describe('a compare-and-set that was refused', () => {
  it('was accepted if exactly it stands there, whatever its revision', () => {
    expect(decide({ current: there(51, {}, true) })).toEqual({ kind: 'accepted', revision: 51 });
    expect(decide({ current: there(7, {}, true), held: owed })).toEqual({
      kind: 'accepted',
      revision: 7,
    });
  });

  it('is lost to a higher epoch, even in a storage restored from a copy (I5)', () => {
    const lost = { kind: 'lost', owner: 'replica-2', epoch: 4 };
    const current = there(40, { owner: 'replica-2', epoch: 4, incarnation: 'life-1' });
    expect(decide({ current })).toEqual(lost);
    expect(decide({ current, held: owed })).toEqual(lost);
  });

  it.each([{ owner: 'replica-2' }, { instance: 'instance-2' }])(
    'is lost to the same epoch of %o: two claims cannot both have it',
    (other) => {
      expect(decide({ current: there(51, other) }).kind).toBe('lost');
    },
  );

  it('is lost if a step of ours stands there which the caller does not know of', () => {
    expect(decide({ current: there(51, { n: 12 }) }).kind).toBe('lost');
    expect(decide({ current: there(51, { n: 10 }) }).kind).toBe('lost');
  });

  it('is lost as a claim if the old owner went on meanwhile, in this life', () => {
    const claim = aRecord({ owner: 'replica-2', instance: 'b', epoch: 4, n: 1 });
    expect(decide({ record: claim, current: there(51, { n: 11 }) }).kind).toBe('lost');
  });

  it('writes over what a former life left, if we hold nothing older', () => {
    const current = there(30, { n: 8, incarnation: 'life-1' });
    expect(decide({ current, held: owed })).toEqual({ kind: 'write', expected: 30 });
    const claim = aRecord({ owner: 'replica-2', instance: 'b', epoch: 4, n: 1 });
    expect(decide({ record: claim, current, held: owed })).toEqual({ kind: 'write', expected: 30 });
  });

  it('is lost to what a former life left, if that is newer than what we hold', () => {
    const current = there(30, { n: 30, incarnation: 'life-1' });
    expect(decide({ current, held: owed }).kind).toBe('lost');
    expect(decide({ current, held: undefined }).kind).toBe('lost');
  });

  it('takes a copy of foreign events for no reason to write over anything', () => {
    const copy = { record: aRecord({ n: 12 }), revision: unknownRevision };
    const current = there(30, { n: 8, incarnation: 'life-1' });
    expect(decide({ current, held: copy }).kind).toBe('lost');
    expect(decide({ current: { kind: 'none' }, held: copy }).kind).toBe('lost');
    expect(decide({ current: there(50, { n: 10 }), held: copy }).kind).toBe('lost');
  });

  it('never trusts a revision of another life, even if the number fits', () => {
    const current = there(50, { n: 12 });
    expect(decide({ current, held: owed }).kind).toBe('lost');
  });

  it('writes a host nobody knows, over nothing or over a deletion', () => {
    const first = { expected: 0, held: undefined };
    expect(decide(first)).toEqual({ kind: 'write', expected: 0 });
    expect(decide({ ...first, current: { kind: 'gone', revision: 9 } })).toEqual({
      kind: 'write',
      expected: 9,
    });
  });

  it('writes a host again that a new storage never had', () => {
    expect(decide({ held: owed })).toEqual({ kind: 'write', expected: 0 });
    expect(decide({ held: owed, current: { kind: 'gone', revision: 9 } })).toEqual({
      kind: 'write',
      expected: 9,
    });
  });

  it('is lost if somebody deleted the host', () => {
    expect(decide({})).toEqual({ kind: 'lost', owner: '', epoch: 0 });
    expect(decide({ current: { kind: 'gone', revision: 60 } }).kind).toBe('lost');
  });
});
