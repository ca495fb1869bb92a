import { expect, it } from 'vitest';

import { takeOver } from '../../central/cluster/reconcile.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { Event } from '../../shared/model/event.ts';
import { aStoredHost, aVm, anEvent } from '../harness/store-rows.ts';

it('a VM that a record takes from another host and removes, both not told yet, leaves no row at the host before', async () => {
  const held = aVm('vm-1', 'host-3', { placement: 4, status: 'DEPARTED' });
  const newer = aVm('vm-2', 'host-3', { placement: 6 });
  const store = new MemoryStore();
  await store.apply({ hosts: [aStoredHost('host-3')], vms: [held, newer] });
  const end = (vmId: string, n: number): Event => {
    const { after, ...event } = anEvent('host-2', n);
    expect(after).toBeDefined();
    return { ...event, type: 'VmRemoved', vmId, placement: 5 };
  };
  const { record, revision } = aStoredHost('host-2', { n: 9 });
  await takeOver(store, {
    record: { ...record, pending: [end('vm-1', 8), end('vm-2', 9)] },
    revision,
  });
  expect(store.getVm('vm-1')).toBeUndefined();
  // Of what somebody took later the record does not know.
  expect(store.getVm('vm-2')).toEqual(newer);
});
