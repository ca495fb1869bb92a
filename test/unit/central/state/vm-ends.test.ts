import { describe, expect, it } from 'vitest';

import type { VmReason } from '../../../../shared/model/status.ts';
import type { VmMigration } from '../../../../shared/model/vm.ts';
import type { Neighbours } from '../../../harness/neighbours.ts';
import { aFleet, forget, heldAs, listen, named, say } from '../../../harness/vm-words.ts';
import type { Words } from '../../../harness/vm-words.ts';

const migration: VmMigration = { fromHostId: '', toHostId: 'b', iteration: 3 };

describe('OV-6: a VM that its host does not list any more', () => {
  const left = ['a VmStatusChanged DOMAIN_MISSING -> DEPARTED/DOMAIN_MISSING'];
  const gone = (reason: VmReason): string[] => [
    `a VmStatusChanged ${reason} -> DOWN/${reason}`,
    `a VmRemoved ${reason}`,
  ];
  const rows: [string, Words, string[]][] = [
    [
      'leaving, its destination known: handed over',
      ['MIGRATING_FROM', 'MIGRATION', { migration }],
      left,
    ],
    ['leaving, nobody knows where to: handed over too', ['MIGRATING_FROM', 'MIGRATION'], left],
    ['in post-copy: the destination has it', ['PAUSED', 'POSTCOPY'], left],
    ['in a post-copy that failed', ['PAUSED', 'POSTCOPY_FAILED'], left],
    [
      'shutting down: down, as it should',
      ['POWERING_DOWN', 'USER_SHUTDOWN'],
      gone('USER_SHUTDOWN'),
    ],
    ['shut down by an operator', ['POWERING_DOWN', 'ADMIN_SHUTDOWN'], gone('ADMIN_SHUTDOWN')],
    ['rebooting: down, as it should', ['REBOOTING'], gone('USER_SHUTDOWN')],
    ['running: down with an error', ['UP', 'BOOTED'], gone('DOMAIN_MISSING')],
    ['paused', ['PAUSED', 'EIO'], gone('DOMAIN_MISSING')],
    ['starting', ['POWERING_UP'], gone('DOMAIN_MISSING')],
    ['saving', ['SAVING', 'SAVE'], gone('DOMAIN_MISSING')],
    ['not answering', ['NOT_RESPONDING'], gone('DOMAIN_MISSING')],
    ['off: its definition went, that is no end', ['DOWN', 'DESTROYED'], ['a VmRemoved DESTROYED']],
    ['saved', ['SUSPENDED', 'SAVE_SUCCEEDED'], ['a VmRemoved SAVE_SUCCEEDED']],
    ['that left: its hand-over goes on', ['DEPARTED', 'MIGRATION_SUCCEEDED'], []],
  ];

  it.each(rows)('%s', async (_row, held, told) => {
    const fleet = await aFleet(held);
    const heard = listen(fleet);
    await fleet.restart('a', [{ kind: 'vm-removed', vmId: 'v' }]);
    expect(heard()).toEqual(told);
  });

  it('is not told as ended while the agent of another host reports it', async () => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    await say(fleet, 'b', 'UP', 'MIGRATED');
    const heard = listen(fleet);
    await fleet.restart('a', [{ kind: 'vm-removed', vmId: 'v' }]);
    await fleet.look('b');
    expect(heard()).toEqual([
      'a VmStatusChanged DOMAIN_MISSING -> DEPARTED/DOMAIN_MISSING',
      'b VmMigrated MIGRATED -> UP/MIGRATED',
    ]);
  });

  it('is handed over too where the source only says that it is gone', async () => {
    const fleet = await aFleet(['MIGRATING_FROM', 'MIGRATION']);
    const heard = listen(fleet);
    await forget(fleet, 'a');
    await say(fleet, 'b', 'UP', 'MIGRATED');
    expect(heard()).toEqual([...left, 'b VmMigrated MIGRATED -> UP/MIGRATED']);
  });
});

describe('OV-7: Down, said by the host that has it', () => {
  const rows: [string, Words, Words, string[]][] = [
    [
      'an end',
      ['UP', 'BOOTED'],
      ['DOWN', 'DESTROYED'],
      ['a VmStatusChanged DESTROYED -> DOWN/DESTROYED'],
    ],
    [
      'an error',
      ['UP', 'BOOTED'],
      ['DOWN', 'LOST_QEMU_CONNECTION'],
      ['a VmStatusChanged LOST_QEMU_CONNECTION -> DOWN/LOST_QEMU_CONNECTION'],
    ],
    [
      'saved',
      ['SAVING', 'SAVE'],
      ['SUSPENDED', 'SAVE_SUCCEEDED'],
      ['a VmStatusChanged SAVE_SUCCEEDED -> SUSPENDED/SAVE_SUCCEEDED'],
    ],
    [
      'migrated: handed over, no Down',
      ['MIGRATING_FROM', 'MIGRATION'],
      ['DEPARTED', 'MIGRATION_SUCCEEDED'],
      ['a VmStatusChanged MIGRATION_SUCCEEDED -> DEPARTED/MIGRATION_SUCCEEDED'],
    ],
    [
      'the source died in a migration',
      ['MIGRATING_FROM', 'MIGRATION'],
      ['DOWN', 'LOST_QEMU_CONNECTION'],
      ['a VmStatusChanged LOST_QEMU_CONNECTION -> DOWN/LOST_QEMU_CONNECTION'],
    ],
  ];

  it.each(rows)('%s', async (...row) => {
    const [, held, said, told] = row;
    const fleet = await aFleet(held);
    const heard = listen(fleet);
    await say(fleet, 'a', ...said);
    expect(heard()).toEqual(told);
  });

  it('is no news once another host has it', async () => {
    const fleet = await aFleet(['MIGRATING_FROM', 'MIGRATION']);
    await say(fleet, 'b', 'UP', 'MIGRATED');
    const heard = listen(fleet);
    await say(fleet, 'a', 'DOWN', 'MIGRATION_SUCCEEDED');
    await forget(fleet, 'a');
    expect([heard(), heldAs(fleet)]).toEqual([[], 'b UP/MIGRATED']);
  });
});

describe('OV-8: Down, said by another host', () => {
  it.each<{ name: string; said: Words }>(
    named([
      ['UP', 'BOOTED'],
      ['MIGRATING_FROM', 'MIGRATION'],
      ['PAUSED', 'EIO'],
      ['DOWN', 'DESTROYED'],
    ]),
  )('changes nothing of a VM held as $name', async ({ said: held }) => {
    const fleet = await aFleet(held);
    const before = heldAs(fleet);
    const heard = listen(fleet);
    await say(fleet, 'b', 'DOWN', 'MIGRATION_FAILED');
    await fleet.look('b', 40);
    await forget(fleet, 'b');
    expect([heard(), heldAs(fleet)]).toEqual([[], before]);
  });
});

describe('OV-9: a hand-over', () => {
  async function aHandover(silent?: string): Promise<Neighbours> {
    const fleet = await aFleet(['MIGRATING_FROM', 'MIGRATION', { migration }]);
    await say(fleet, 'a', 'DEPARTED', 'MIGRATION_SUCCEEDED');
    await forget(fleet, 'a');
    fleet.context = { findSilentDestination: () => silent };
    return fleet;
  }
  const expire = (fleet: Neighbours): Promise<void> =>
    fleet.apply('a', { kind: 'handover-expired', vmId: 'v' });

  it('ends with the take', async () => {
    const fleet = await aHandover();
    const heard = listen(fleet);
    await say(fleet, 'b', 'UP', 'MIGRATED');
    await expire(fleet);
    expect(heard()).toEqual(['b VmMigrated MIGRATED -> UP/MIGRATED']);
  });

  it('that nobody takes ends with the VM gone', async () => {
    const fleet = await aHandover();
    const heard = listen(fleet);
    await expire(fleet);
    expect([heard(), heldAs(fleet)]).toEqual([['a VmRemoved HANDOVER_EXPIRED'], 'gone']);
  });

  it('to a host that is silent leaves it unknown, said once, until that host speaks', async () => {
    const fleet = await aHandover('b');
    const heard = listen(fleet);
    await expire(fleet);
    await expire(fleet);
    expect(heard()).toEqual([
      'a VmStatusChanged DESTINATION_SILENT -> UNKNOWN/HOST_NON_RESPONSIVE',
    ]);
    expect(fleet.known('a', 'v')?.migration?.toHostId).toBe('b');
    await say(fleet, 'b', 'UP', 'MIGRATED');
    expect(heldAs(fleet)).toBe('b UP/MIGRATED');
  });

  it('to a host that came back without it ends with the VM gone', async () => {
    const fleet = await aHandover('b');
    await expire(fleet);
    fleet.context = {};
    await expire(fleet);
    expect(heldAs(fleet)).toBe('gone');
  });
});
