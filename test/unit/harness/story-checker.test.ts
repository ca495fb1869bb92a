import { describe, expect, it } from 'vitest';

import { StoryChecker, type SeenEvent, type SeenRecord } from '../../harness/story-checker.ts';

function anEvent(fields: Partial<SeenEvent>): SeenEvent {
  const { epoch = 1, n = 1, hostId = 'a' } = fields;
  const id = `${hostId}/${epoch}/${n}`;
  return {
    id,
    type: 'VmStatusChanged',
    hostId,
    vmId: 'vm',
    epoch,
    n,
    reason: '',
    atMs: 0,
    ...fields,
  };
}

/** A scripted change at (epoch, n). */
function change(epoch: number, n: number, number: number): SeenEvent {
  return anEvent({ epoch, n, change: number });
}

/** A change of one VM from a number to another. */
function step(n: number, before: number | undefined, after: number | undefined): SeenEvent {
  return anEvent({ n, vm: { before, after } });
}

function hostEvent(fields: Partial<SeenEvent>, owner: string, status = 'UP'): SeenEvent {
  const type = 'HostStatusChanged';
  return anEvent({ type, vmId: '', host: { owner, status, reason: 'R' }, ...fields });
}

function aRecord(fields: Partial<SeenRecord>): SeenRecord {
  return { incarnation: 'x', hostId: 'a', owner: 'r1', instance: 'i', epoch: 1, ...fields };
}

function checked(events: readonly SeenEvent[], records: readonly SeenRecord[] = []): StoryChecker {
  const checker = new StoryChecker();
  for (const event of events) checker.takeEvent(event);
  for (const record of records) checker.takeRecord(record);
  return checker;
}

const sound = {
  ...{ arrived: 0, repeats: 0, lost: [], twice: [], misordered: [], broken: [] },
  ...{ doubleOwners: [], nonResponsive: [], gaps: [] },
};

const stories: Readonly<Record<string, [readonly SeenEvent[], object]>> = {
  'nothing at all': [[], sound],
  'three changes over two epochs': [
    [change(1, 1, 1), change(1, 2, 2), change(2, 1, 3)],
    { ...sound, arrived: 3 },
  ],
  'a repeat under its old version, which a reader drops': [
    [change(1, 1, 1), change(1, 2, 2), change(1, 1, 1), change(2, 1, 3)],
    { ...sound, arrived: 3, repeats: 1 },
  ],
  'a change that never came': [
    [change(1, 1, 1), change(1, 2, 3)],
    { ...sound, arrived: 2, lost: ['change 2 of a'] },
  ],
  'changes that begin too late': [
    [change(1, 1, 3)],
    { ...sound, arrived: 1, lost: ['change 1 of a', 'change 2 of a'] },
  ],
  'a change that a reader drops, since a later version was out before': [
    [change(1, 1, 1), change(2, 1, 3), change(1, 2, 2)],
    { ...sound, arrived: 2, repeats: 1, lost: ['change 2 of a'] },
  ],
  'a change told again by the next owner': [
    [change(1, 1, 1), change(2, 1, 1)],
    { ...sound, arrived: 1, twice: ['change 1 of a, again in a/2/1'] },
  ],
  'a change told after a later one': [
    [change(1, 1, 2), change(1, 2, 1)],
    { ...sound, arrived: 2, misordered: ['change 1 of a, in a/1/2'] },
  ],
  'a VM whose events begin where the last one left it, whatever else came between': [
    [
      step(1, undefined, 7),
      step(2, 7, 8),
      step(2, 8, 9),
      step(3, 8, undefined),
      step(4, undefined, 1),
    ],
    { ...sound, repeats: 1 },
  ],
  'a VM that was something else between two events': [
    [step(1, 6, 7), step(2, 8, 9)],
    { ...sound, broken: ['vm was at 7, and a/1/2 begins at 8'] },
  ],
  'two events of one version, as of two owners': [
    [change(1, 1, 1), { ...change(1, 1, 2), id: 'another' }],
    {
      ...sound,
      ...{ arrived: 1, repeats: 1, doubleOwners: ['a 1/1: a/1/1 and another'] },
    },
  ],
  'hosts of their own, each with its own count': [
    [change(1, 1, 1), anEvent({ hostId: 'b', epoch: 9, change: 1 }), change(1, 2, 2)],
    { ...sound, arrived: 3 },
  ],
  'two owners in one epoch': [
    [hostEvent({ n: 1 }, 'r1'), hostEvent({ n: 2 }, 'r2'), hostEvent({ epoch: 2 }, 'r2')],
    { ...sound, doubleOwners: ['events a 1: r1 and r2'] },
  ],
  'a verdict': [
    [
      hostEvent({ n: 1 }, 'r1', 'NON_RESPONSIVE'),
      hostEvent({ n: 2 }, 'r1'),
      hostEvent({ n: 3 }, 'r1', 'NON_RESPONSIVE'),
    ],
    { ...sound, nonResponsive: ['a'] },
  ],
  'lost history': [
    [anEvent({ type: 'HistoryGap', gap: 'JOURNAL_OVERFLOW' })],
    { ...sound, gaps: ['a/1/1: JOURNAL_OVERFLOW'] },
  ],
};

describe('the books of a subscriber', () => {
  it.each(Object.keys(stories))('%s', (name) => {
    const [events, verdict] = stories[name] ?? [[], {}];
    expect(checked(events).verdict()).toEqual(verdict);
  });

  it('know two replicas, and two starts of one, that had a record accepted in one epoch', () => {
    const records = [
      aRecord({}),
      aRecord({ epoch: 2, owner: 'r2' }),
      aRecord({ incarnation: 'y', owner: 'r3' }),
    ];
    expect(checked([], records).verdict().doubleOwners).toEqual([]);
    const double = [...records, aRecord({ epoch: 2 }), aRecord({ instance: 'j' })];
    expect(checked([], double).verdict().doubleOwners).toEqual([
      'records x a 1: r1 (i) and r1 (j)',
      'records x a 2: r2 (i) and r1 (i)',
    ]);
  });

  it('tell which statuses and which moves arrived in a window', () => {
    const checker = checked([
      hostEvent({ n: 1, atMs: 10 }, 'r1', 'SUSPECT'),
      hostEvent({ n: 2, atMs: 20 }, 'r1'),
      hostEvent({ type: 'HostOwnerChanged', epoch: 2, atMs: 30, reason: 'TAKEN_OVER' }, 'r2'),
    ]);
    expect(checker.statusChanges({ toMs: 10 })).toEqual([
      { hostId: 'a', status: 'SUSPECT', reason: 'R', owner: 'r1', atMs: 10 },
    ]);
    expect(checker.statusChanges({ fromMs: 21 })).toEqual([]);
    expect(checker.statusChanges()).toHaveLength(2);
    expect(checker.moves({ fromMs: 30 })).toEqual([
      { hostId: 'a', owner: 'r2', epoch: 2, reason: 'TAKEN_OVER', atMs: 30 },
    ]);
    expect(checker.moves({ toMs: 29 })).toEqual([]);
  });
});
