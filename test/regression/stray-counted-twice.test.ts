import { expect, it } from 'vitest';

import { aVm } from '../harness/store-rows.ts';
import { aHostWith, changeOf, vmStateOf } from '../harness/stepped-host.ts';

it('a stray whose holder let it go is a VM of the host, and no stray any more', () => {
  const host = aHostWith([]);
  host.context = { ...host.context, findVm: () => aVm('vm-1', 'host-2', { status: 'UP' }) };
  host.apply(changeOf(2, vmStateOf('vm-1', 'UP')));
  expect([...host.state.strays.keys()]).toEqual(['vm-1']);

  host.context = { ...host.context, findVm: () => undefined };
  host.apply({ kind: 'retry-strays', afterMs: 250 });
  expect([...host.vms.keys()]).toEqual(['vm-1']);
  expect(host.state.strays.size).toBe(0);
});
