import { expect, it } from 'vitest';

import { copyEvents } from '../../central/feed/copied-rows.ts';
import { RemovedVms } from '../../central/feed/removed-vms.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { Event } from '../../shared/model/event.ts';
import { aHost, aStoredHost, aVm, anEvent } from '../harness/store-rows.ts';

it('an owner that stood still with a commit unanswered has the VMs of it from whoever told it since', async () => {
  const store = new MemoryStore();
  await store.apply({ hosts: [aStoredHost('host-1', { n: 1 })] });
  const vm = aVm('vm-1', 'host-1', { n: 2 });
  const added: Event = {
    ...anEvent('host-1', 2),
    ...{ type: 'VmAdded', vmId: 'vm-1', placement: 1 },
    after: { kind: 'vm', vm },
  };
  const host = aHost('host-1', { owner: 'replica-2', epoch: 2, n: 1 });
  const claimed: Event = {
    ...anEvent('host-1', 1),
    ...{ epoch: 2, type: 'HostOwnerChanged', reason: 'NOT_ANSWERED' },
    after: { kind: 'host', host },
  };

  const isOwn = (_hostId: string, rowOwner = 'replica-1'): boolean => rowOwner === 'replica-1';
  const removed = new RemovedVms();
  const copied = copyEvents([added, claimed], { rows: store, removed, isOwn });
  await store.apply({ hosts: copied.hosts, vms: copied.vms, keepsNewer: true });
  expect(copied.owners.map(({ ownerId }) => ownerId)).toEqual(['replica-2']);

  // The answer comes late: the row is further by then, and what is not there counts as gone.
  const late = aStoredHost('host-1', { n: 2 }, 7);
  await store.apply({ hosts: [late], vms: [vm], keepsNewer: true });
  expect(store.getVm('vm-1')).toEqual(vm);
  expect(store.getHost('host-1')?.owner).toBe('replica-2');
});
