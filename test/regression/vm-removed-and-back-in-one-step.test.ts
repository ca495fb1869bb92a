import { expect, it } from 'vitest';

import { aVm } from '../harness/store-rows.ts';
import { aHostWith, changeOf, vmStateOf } from '../harness/stepped-host.ts';

it('a VM that is taken, removed and back within one step is not taken a second time', () => {
  const host = aHostWith([]);
  const held = aVm('vm-1', 'host-2', { placement: 7, status: 'DEPARTED' });
  host.context = { ...host.context, findVm: () => held };
  host.apply(
    changeOf(2, vmStateOf('vm-1', 'UP')),
    { kind: 'change', run: 'run-1', change: { change: 3, observedAt: 0, body: removal } },
    changeOf(4, vmStateOf('vm-1', 'UP')),
  );
  const types = host.events.filter(({ vmId }) => vmId === 'vm-1').map(({ type }) => type);
  expect(types).toEqual(['VmMigrated', 'VmRemoved', 'VmAdded']);
  expect(host.vms.get('vm-1')?.placement).toBe(8);
});

const removal = { kind: 'vm-removed', vmId: 'vm-1' } as const;
