import { describe, expect, it } from 'vitest';

import { overlayPending, vmChanges } from '../../../../central/cluster/overlay.ts';
import type { Event } from '../../../../shared/model/event.ts';
import type { Host } from '../../../../shared/model/host.ts';
import type { HostRecord } from '../../../../shared/model/record.ts';
import type { Vm } from '../../../../shared/model/vm.ts';
import { anEvent, aStoredHost, aVm } from '../../../harness/store-rows.ts';

function aRecord(pending: readonly Event[], changes: Partial<Host> = {}): HostRecord {
  return { ...aStoredHost('host-1', changes).record, pending };
}
const vm = (id: string, n: number, changes: Partial<Vm> = {}): Vm =>
  aVm(id, 'host-1', { n, ...changes });
const changedTo = (after: Vm): Event => ({
  ...anEvent('host-1', after.n),
  type: 'VmStatusChanged',
  vmId: after.id,
  placement: after.placement,
  after: { kind: 'vm', vm: after },
});
const removed = (id: string, n: number): Event => {
  const event = { ...anEvent('host-1', n), type: 'VmRemoved' as const, vmId: id, placement: 1 };
  delete (event as Partial<Event> as { after?: unknown }).after;
  return event;
};

describe('what is pending in a record', () => {
  it('adds, changes and removes VMs in order', () => {
    const record = aRecord([
      changedTo(vm('b', 5, { status: 'PAUSED' })),
      changedTo(vm('c', 6)),
      removed('a', 7),
      changedTo(vm('d', 8)),
      removed('d', 9),
    ]);
    const vms = overlayPending(record, [vm('a', 1), vm('b', 2)]);
    expect(vms).toEqual([vm('b', 5, { status: 'PAUSED' }), vm('c', 6)]);
  });

  it('changes nothing that is newer already', () => {
    const record = aRecord([changedTo(vm('a', 5)), removed('b', 6)]);
    const known = [vm('a', 8, { status: 'PAUSED' }), vm('b', 9)];
    expect(overlayPending(record, known)).toEqual(known);
  });

  it('leaves out VMs that it says are elsewhere', () => {
    const gone = changedTo(aVm('a', 'host-2', { n: 5 }));
    expect(overlayPending(aRecord([gone]), [])).toEqual([]);
  });

  it.each([
    ['NON_RESPONSIVE', 'HOST_NON_RESPONSIVE'],
    ['DOWN', 'HOST_DOWN'],
    ['REBOOTING', 'HOST_REBOOTING'],
  ] as const)('makes all VMs UNKNOWN when the host is %s', (status, reason) => {
    const [seen] = overlayPending(aRecord([], { status, sinceAt: 77 }), [vm('a', 1)]);
    expect(seen).toMatchObject({
      status: 'UNKNOWN',
      reason,
      sinceAt: 77,
      reported: { status: 'UP' },
    });
    expect(overlayPending(aRecord([], { status, sinceAt: 99 }), seen ? [seen] : [])).toEqual([
      seen,
    ]);
  });

  it('shows what was reported of the VMs that it says are known again, with the version of the event', () => {
    const [blind] = overlayPending(aRecord([], { status: 'DOWN' }), [vm('a', 1)]);
    const restored = {
      ...anEvent('host-1', 5),
      type: 'HostVmsRestored',
      vmIds: ['a', 'gone'],
      after: { kind: 'host', host: aRecord([]).host },
    } as const;
    expect(overlayPending(aRecord([restored]), blind ? [blind] : [])).toEqual([vm('a', 5)]);
  });

  it('leaves a VM unknown that nobody said is known again', () => {
    const [blind] = overlayPending(aRecord([], { status: 'DOWN' }), [vm('a', 1)]);
    expect(overlayPending(aRecord([]), blind ? [blind] : [])).toEqual([blind]);
  });

  it('is applied by changing only the rows that differ', () => {
    const [a, b, c] = [vm('a', 1), vm('b', 1), vm('c', 2)];
    expect(vmChanges([a, b], [a, c])).toEqual({
      vms: [c],
      removals: [{ vmId: 'b', placement: 1, epoch: 1, n: 1 }],
    });
  });
});
