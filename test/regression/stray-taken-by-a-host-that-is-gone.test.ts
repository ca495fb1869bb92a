import { expect, it } from 'vitest';

import { aVm } from '../harness/store-rows.ts';
import { aHostWith, changeOf, vmStateOf } from '../harness/stepped-host.ts';

it('a host that went down takes no VM on what it said before', () => {
  const host = aHostWith([]);
  host.context = { ...host.context, findVm: () => aVm('vm-1', 'host-2', { status: 'UP' }) };
  host.apply(changeOf(2, vmStateOf('vm-1', 'UP')), { kind: 'goodbye', goodbye: 'REBOOT' });
  host.context = { ...host.context, findVm: () => aVm('vm-1', 'host-2', { status: 'DEPARTED' }) };
  host.apply({ kind: 'retry-strays', afterMs: 250 });
  expect(host.vms.size).toBe(0);
});
