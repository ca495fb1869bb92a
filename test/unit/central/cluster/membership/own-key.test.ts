import { describe, expect, it } from 'vitest';

import type { MemberValue } from '../../../../../central/cluster/membership/member.ts';
import {
  foundKey,
  judgeContest,
  movedContest,
  takenError,
  unread,
  type OwnKey,
} from '../../../../../central/cluster/membership/own-key.ts';
import { limits } from '../../../../../shared/limits.ts';
import { anIdentity } from '../../../../harness/member-stage.ts';

const lifetimeMs = limits.memberLifetimeMs;
const own = { instance: 'us', predecessor: 'we-before' };

function valueOf(instance: string): MemberValue {
  return { ...anIdentity('a', { instance }), state: 'ACTIVE', groups: [], beat: 1 };
}

function find(key: OwnKey, revision: number, at: { by?: string; nowMs?: number } = {}): OwnKey {
  const value = at.by === undefined ? undefined : valueOf(at.by);
  return foundKey(key, { id: 'a', revision, value, nowMs: at.nowMs ?? 0 }, own);
}

const fresh = unread(undefined);
const held: OwnKey = { kind: 'held', revision: 10 };

describe('what is found under our key', () => {
  it.each<{ what: string; key: OwnKey; at: number; by?: string; becomes: Partial<OwnKey> }>([
    { what: 'nothing', key: fresh, at: 0, becomes: { kind: 'free', revision: 0 } },
    { what: 'a goodbye', key: fresh, at: 7, becomes: { kind: 'free', revision: 7 } },
    { what: 'our own', key: fresh, at: 7, by: 'us', becomes: { kind: 'held', revision: 7 } },
    { what: 'the dead before us', key: fresh, at: 7, by: 'we-before', becomes: { kind: 'free' } },
    { what: 'another', key: fresh, at: 7, by: 'other', becomes: { kind: 'contested', changes: 0 } },
    { what: 'nothing any more', key: held, at: 0, becomes: { kind: 'free', lastHeld: 10 } },
    { what: 'a lost answer', key: held, at: 12, by: 'us', becomes: { kind: 'held', revision: 12 } },
    { what: 'another after us', key: held, at: 12, by: 'other', becomes: { kind: 'taken' } },
    {
      what: 'another from before us',
      key: held,
      at: 3,
      by: 'other',
      becomes: { kind: 'contested' },
    },
    {
      what: 'another, asked again',
      key: unread(held),
      at: 12,
      by: 'other',
      becomes: { kind: 'taken' },
    },
  ])('$what', ({ key, at, by, becomes }) => {
    expect(find(key, at, by === undefined ? {} : { by })).toMatchObject(becomes);
  });

  it('does not matter once the id is taken', () => {
    const taken: OwnKey = { kind: 'taken', holder: valueOf('other') };
    expect(find(taken, 0)).toBe(taken);
  });
});

describe('a contest', () => {
  /** The other's key as it changes at these times. */
  const contestOf = (...changesMs: number[]): OwnKey =>
    changesMs.reduce((key, nowMs, index) => find(key, index + 1, { by: 'other', nowMs }), fresh);

  const lives = contestOf(0, 1000, 2000, 3000, 4000);
  const dies = contestOf(0, 1000, 2000);
  it.each<{ what: string; key: OwnKey; nowMs: number; becomes: OwnKey['kind'] }>([
    { what: 'waits for a still key', key: contestOf(0), nowMs: 4999, becomes: 'contested' },
    { what: 'takes it then', key: contestOf(0), nowMs: lifetimeMs, becomes: 'free' },
    { what: 'waits for a key that goes on', key: lives, nowMs: 4999, becomes: 'contested' },
    { what: 'gives up then', key: lives, nowMs: lifetimeMs, becomes: 'taken' },
    {
      what: 'waits on after a last breath',
      key: contestOf(0, 1000),
      nowMs: 5000,
      becomes: 'contested',
    },
    { what: 'and after a few', key: dies, nowMs: lifetimeMs, becomes: 'contested' },
    { what: 'for a lifetime from the last', key: dies, nowMs: 2000 + lifetimeMs, becomes: 'free' },
  ])('$what', ({ key, nowMs, becomes }) => {
    expect(judgeContest(key, nowMs).kind).toBe(becomes);
  });

  it('is not changed by hearing the same again', () => {
    const key = contestOf(0);
    expect(find(key, 1, { by: 'other', nowMs: 3000 })).toBe(key);
  });

  it('waits as much longer as the process stood still (I6)', () => {
    const key = movedContest(contestOf(0), 60_000);
    expect(judgeContest(key, 60_000 + lifetimeMs - 1).kind).toBe('contested');
    expect(judgeContest(key, 60_000 + lifetimeMs).kind).toBe('free');
  });

  it('leaves every other key alone', () => {
    expect(judgeContest(held, Infinity)).toBe(held);
    expect(movedContest(held, 1)).toBe(held);
  });
});

it('the error says who holds the id and what to do, and ends the process with code 3', () => {
  const error = takenError(valueOf('other'));
  expect(error.exitCode).toBe(3);
  expect(error.message).toBe(
    'replica id "a" is in use by another process (instance other, version 1.0.0, API at a:7421); ' +
      'give each replica an id of its own (replica.id)',
  );
});
