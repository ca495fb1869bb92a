import { expect, it } from 'vitest';

import { copyEvents } from '../../central/feed/copied-rows.ts';
import { RemovedVms } from '../../central/feed/removed-vms.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { aStoredHost, aVm, anEvent } from '../harness/store-rows.ts';

it('a VM whose row moved by the record of the host that took it is not counted at the one it left when the event comes', async () => {
  const before = aVm('vm-1', 'host-3', { placement: 4 });
  const vm = aVm('vm-1', 'host-4', { placement: 5, n: 8 });
  const store = new MemoryStore();
  await store.apply({
    hosts: [aStoredHost('host-3', { vmCount: 1 }), aStoredHost('host-4', { n: 8, vmCount: 1 })],
    vms: [vm],
  });
  const taken = {
    ...anEvent('host-4', 8),
    type: 'VmMigrated',
    vmId: 'vm-1',
    placement: 5,
    after: { kind: 'vm', vm },
    before: { kind: 'vm', vm: before },
  } as const;
  const isOwn = (): boolean => false;
  const { hosts } = copyEvents([taken], { rows: store, removed: new RemovedVms(), isOwn });
  expect(hosts.map(({ record }) => [record.host.id, record.host.vmCount])).toEqual([['host-3', 0]]);
});
