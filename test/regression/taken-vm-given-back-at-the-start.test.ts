import { expect, it } from 'vitest';

import { takeOver } from '../../central/cluster/reconcile.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { aStoredHost, aVm, anEvent } from '../harness/store-rows.ts';

it('what is pending in the record of a host does not bring back a VM that another host took since', async () => {
  const store = new MemoryStore();
  await store.apply({ vms: [aVm('vm-1', 'host-2', { placement: 2 })] });
  const vm = aVm('vm-1', 'host-1', { status: 'DEPARTED' });
  const departed = {
    ...anEvent('host-1', 9),
    type: 'VmStatusChanged',
    vmId: 'vm-1',
    placement: 1,
    after: { kind: 'vm', vm },
  } as const;
  const stored = aStoredHost('host-1', { n: 9 });
  await takeOver(store, { ...stored, record: { ...stored.record, pending: [departed] } });
  expect(store.getVm('vm-1')?.hostId).toBe('host-2');
});
