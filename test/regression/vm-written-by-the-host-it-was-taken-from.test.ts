import { expect, it } from 'vitest';

import { VmMoves } from '../../central/vm-moves.ts';
import { aVm, anEvent } from '../harness/store-rows.ts';
import { aHostWith, changeOf, vmStateOf } from '../harness/stepped-host.ts';

it('a host that has not heard yet that its VM was taken writes nothing of it any more', () => {
  const host = aHostWith([vmStateOf('vm-1', 'MIGRATING_FROM')]);
  const placement = (host.vms.get('vm-1')?.placement ?? 0) + 1;
  host.context = { ...host.context, findVm: () => aVm('vm-1', 'host-2', { placement }) };
  const eventCount = host.events.length;
  host.apply(changeOf(2, vmStateOf('vm-1', 'DEPARTED')));
  host.apply({ kind: 'verdict', verdict: { status: 'NON_RESPONSIVE', reason: 'NO_CONTACT' } });

  expect(host.events.slice(eventCount).filter(({ vmId }) => vmId !== '')).toEqual([]);
  expect(host.steps.at(-1)?.vms).toEqual([]);
  expect(host.state.strays.get('vm-1')?.status).toBe('DEPARTED');
});

it('nor while the step of the host that takes and removes it is on its way', () => {
  const host = aHostWith([vmStateOf('vm-1', 'MIGRATING_FROM')]);
  const eventCount = host.events.length;
  const moves = new VmMoves();
  const before = { kind: 'vm', vm: aVm('vm-1', 'host-2') } as const;
  const removal = { ...anEvent('host-2', 2), type: 'VmRemoved', vmId: 'vm-1', before } as const;
  moves.stepping('host-2', { vms: [], removedVmIds: ['vm-1'], events: [removal] });
  const findVm = (id: string) => moves.onItsWay(id) ?? host.state.vms.get(id);
  host.context = { ...host.context, findVm };
  host.apply(changeOf(2, vmStateOf('vm-1', 'DEPARTED')));
  expect(host.events.slice(eventCount)).toEqual([]);
});

it('nor if the other host has removed it since', () => {
  const host = aHostWith([vmStateOf('vm-1', 'DEPARTED')]);
  host.apply({ kind: 'change', run: 'run-1', change: removalOf(2) });
  expect([...host.state.departed]).toEqual(['vm-1']);
  host.context = { ...host.context, findVm: () => undefined };
  host.apply({ kind: 'handover-expired', vmId: 'vm-1' });
  expect(host.events.map(({ type }) => type)).not.toContain('VmRemoved');
  expect(host.vms.size).toBe(0);
});

function removalOf(change: number) {
  return { change, observedAt: 0, body: { kind: 'vm-removed', vmId: 'vm-1' } as const };
}
