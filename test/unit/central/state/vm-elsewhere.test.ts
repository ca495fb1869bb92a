import { describe, expect, it } from 'vitest';

import type { Op } from '../../../../central/state/host-state.ts';
import type { VmMigration } from '../../../../shared/model/vm.ts';
import { aFleet, heldAs, listen, named, nameOf, say, stateOf } from '../../../harness/vm-words.ts';
import type { Words } from '../../../harness/vm-words.ts';

const verdict = (status: 'SUSPECT' | 'NON_RESPONSIVE'): Op => ({
  kind: 'verdict',
  verdict: { status, reason: 'SILENT' },
});

const migration: VmMigration = { fromHostId: '', toHostId: 'b', iteration: 3 };

describe('OV-10: a report on a host that does not have the VM', () => {
  const rows: [string, Words, Words, 'a' | 'b'][] = [
    ['it comes by migration: not here yet', ['UP', 'BOOTED'], ['MIGRATING_TO', 'MIGRATION'], 'a'],
    [
      'it comes, its source is silent',
      ['UNKNOWN', 'UNSPECIFIED'],
      ['MIGRATING_TO', 'MIGRATION'],
      'a',
    ],
    ['late words of a source', ['UP', 'MIGRATED'], ['MIGRATING_FROM', 'MIGRATION'], 'a'],
    ['late words of a source of what ended since', ['DOWN', 'DESTROYED'], ['MIGRATING_FROM'], 'a'],
    ['late words of a source in post-copy', ['UP', 'MIGRATED'], ['PAUSED', 'POSTCOPY'], 'a'],
    [
      'late words of a source of what is off since',
      ['DOWN', 'DESTROYED'],
      ['PAUSED', 'POSTCOPY'],
      'a',
    ],
    ['a paused copy of what runs', ['UP', 'BOOTED'], ['PAUSED', 'EIO'], 'a'],
    [
      'paused, and it was on its way here',
      ['MIGRATING_FROM', 'MIGRATION'],
      ['PAUSED', 'USER'],
      'b',
    ],
    ['being started, while nobody can tell', ['UNKNOWN'], ['WAIT_FOR_LAUNCH'], 'a'],
    ['running, while nobody could tell', ['UNKNOWN'], ['UP', 'BOOTED'], 'b'],
    ['running, started again elsewhere', ['DOWN', 'DESTROYED'], ['UP', 'BOOTED'], 'b'],
    ['running, restored elsewhere', ['SUSPENDED', 'SAVE_SUCCEEDED'], ['UP', 'RESTORED'], 'b'],
    [
      'running, and it was on its way here',
      ['MIGRATING_FROM', 'MIGRATION'],
      ['UP', 'MIGRATED'],
      'b',
    ],
    ['running twice', ['UP', 'BOOTED'], ['UP', 'BOOTED'], 'a'],
  ];

  it.each(rows)('%s', async (...row) => {
    const [, held, said, holder] = row;
    const fleet = await aFleet(held);
    await say(fleet, 'b', ...said);
    await fleet.look('b', 4);
    expect(fleet.known('a', 'v')?.hostId).toBe(holder);
  });

  it('a copy that two hosts run is told after three intervals, and names both', async () => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    await say(fleet, 'b', 'PAUSED', 'USER');
    await fleet.look('b', 25);
    const told = fleet.events.find(({ type }) => type === 'VmDuplicated');
    expect(told).toMatchObject({
      ...{ hostId: 'b', vmIds: ['v'] },
      after: { host: { duplicates: [{ vmId: 'v', holderHostId: 'a' }] } },
    });
  });

  it('what comes by migration is its own once three intervals show that nobody has it', async () => {
    const fleet = await aFleet();
    const heard = listen(fleet);
    await say(fleet, 'b', 'MIGRATING_TO', 'MIGRATION');
    await fleet.look('b', 23);
    expect(heard()).toEqual([]);
    await fleet.look('b', 1);
    expect(heard()).toEqual(['b VmAdded MIGRATION -> MIGRATING_TO/MIGRATION']);
  });

  it('what came by migration before its source was heard is told as migrated', async () => {
    const fleet = await aFleet();
    const heard = listen(fleet);
    await say(fleet, 'b', 'MIGRATING_TO', 'MIGRATION');
    await say(fleet, 'b', 'UP', 'MIGRATED');
    await fleet.look('b', 20);
    await say(fleet, 'a', 'MIGRATING_FROM', 'MIGRATION');
    await fleet.look('b');
    expect(heard()).toEqual([
      'a VmAdded MIGRATION -> MIGRATING_FROM/MIGRATION',
      'b VmMigrated MIGRATED -> UP/MIGRATED',
    ]);
  });
});

describe('OV-11: a migration that failed', () => {
  it.each<{ name: string; said: Words }>(
    named([
      ['UP', 'CANCELED'],
      ['UP', 'BOOTED'],
    ]),
  )('is told as such when the source runs on as $name', async ({ said }) => {
    const fleet = await aFleet(['MIGRATING_FROM', 'MIGRATION', { migration }]);
    const heard = listen(fleet);
    await say(fleet, 'a', ...said);
    expect(heard()).toEqual([`a VmStatusChanged MIGRATION_FAILED -> ${nameOf(said)}`]);
    expect(fleet.known('a', 'v')).not.toHaveProperty('migration');
  });

  it.each<{ name: string; said: Words }>(
    named([
      ['PAUSED', 'USER'],
      ['MIGRATING_FROM', 'MIGRATION', { migration: { ...migration, iteration: 4 } }],
    ]),
  )('is not one while the source says $name', async ({ said }) => {
    const fleet = await aFleet(['MIGRATING_FROM', 'MIGRATION', { migration }]);
    const heard = listen(fleet);
    await say(fleet, 'a', ...said);
    expect(heard().join()).not.toContain('FAILED');
  });
});

describe('OV-12: post-copy', () => {
  it('means that the destination has the VM: it takes it, and the source says no more', async () => {
    const fleet = await aFleet(['MIGRATING_FROM', 'MIGRATION']);
    const heard = listen(fleet);
    await say(fleet, 'a', 'PAUSED', 'POSTCOPY');
    await say(fleet, 'b', 'UP', 'MIGRATED');
    await say(fleet, 'a', 'PAUSED', 'POSTCOPY_FAILED');
    await say(fleet, 'a', 'DEPARTED', 'MIGRATION_SUCCEEDED');
    await fleet.look('a', 40);
    expect(heard()).toEqual([
      'a VmStatusChanged POSTCOPY -> PAUSED/POSTCOPY',
      'b VmMigrated MIGRATED -> UP/MIGRATED',
    ]);
  });
});

type ChangeWords = readonly [said: Words, reason: string];

describe('OV-13: nobody can tell', () => {
  it('what its VMs do when a host is given up: all at once, in one event', async () => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    await fleet.apply('a', verdict('SUSPECT'));
    expect(heldAs(fleet)).toBe('a UP/BOOTED');
    const heard = listen(fleet);
    await fleet.apply('a', verdict('NON_RESPONSIVE'));
    expect([heard(), heldAs(fleet)]).toEqual([
      ['a HostStatusChanged SILENT'],
      'a UNKNOWN/HOST_NON_RESPONSIVE',
    ]);
  });

  it('and the next word restores them, in one event', async () => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    await fleet.apply('a', verdict('NON_RESPONSIVE'));
    const heard = listen(fleet);
    await fleet.apply('a', { kind: 'contact' });
    expect([heard(), heldAs(fleet)]).toEqual([
      ['a HostVmsRestored CONTACT_RESTORED'],
      'a UP/BOOTED',
    ]);
  });

  it.each<[string, ChangeWords]>([
    ['as it was', [['UP', 'BOOTED'], 'STATUS_RESTORED']],
    ['as it is now', [['PAUSED', 'ENOSPC'], 'ENOSPC']],
  ])('a new run restores each %s', async (_row, [said, reason]) => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    await fleet.apply('a', verdict('NON_RESPONSIVE'));
    const heard = listen(fleet);
    await fleet.restart('a', [{ kind: 'vm', vm: stateOf(said) }]);
    expect(heard()).toEqual([`a VmStatusChanged ${reason} -> ${nameOf(said)}`]);
  });
});
