import { describe, expect, it } from 'vitest';

import { copyEvents, type Copied } from '../../../../central/feed/copied-rows.ts';
import { RemovedVms } from '../../../../central/feed/removed-vms.ts';
import { MemoryStore } from '../../../../central/store/memory-store.ts';
import type { Event, EventType } from '../../../../shared/model/event.ts';
import type { Host } from '../../../../shared/model/host.ts';
import { unknownRevision } from '../../../../shared/model/record.ts';
import type { Vm } from '../../../../shared/model/vm.ts';
import { aHost, anEvent, aStoredHost, aVm } from '../../../harness/store-rows.ts';

const observed = 1_735_689_700_000;

function hostEvent(n: number, changes: Partial<Host> = {}, more: Partial<Event> = {}): Event {
  const host = aHost(changes.id ?? 'a', { owner: 'replica-2', n, ...changes });
  const { epoch } = host;
  const base = { ...anEvent(host.id, n), epoch, recordedAt: observed };
  return { ...base, after: { kind: 'host', host }, ...more };
}

function vmEvent(vm: Vm, type: EventType = 'VmStatusChanged', before?: Vm): Event {
  const { hostId, epoch, n, placement } = vm;
  const { observedAt, recordedAt, reason, vmIds } = anEvent(hostId, n);
  return {
    ...{
      hostId,
      observedAt,
      recordedAt,
      reason,
      vmIds,
      id: `${hostId}/${String(epoch)}/${String(n)}`,
      type,
      vmId: vm.id,
    },
    ...{ epoch, n, placement },
    ...(type !== 'VmRemoved' && { after: { kind: 'vm', vm } }),
    ...(before && { before: { kind: 'vm', vm: before } }),
  };
}

/** Host a, foreign, with VM v, and host b, foreign unless told, without any. */
async function rows(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const foreign = { owner: 'replica-2', n: 5 };
  await store.apply({
    hosts: [
      aStoredHost('a', { ...foreign, vmCount: 1 }, 41),
      aStoredHost('b', { ...foreign, owner: 'replica-3' }, 42),
    ],
    vms: [aVm('v', 'a', { placement: 3, n: 4 })],
  });
  return store;
}

interface Copying {
  readonly own?: readonly string[];
  readonly removed?: RemovedVms;
  readonly store?: MemoryStore;
}

async function copy(
  events: readonly Event[],
  options: Copying = {},
): Promise<[MemoryStore, Copied]> {
  const { own = [], removed = new RemovedVms() } = options;
  const store = options.store ?? (await rows());
  const isOwn = (hostId: string): boolean => own.includes(hostId);
  const copied = copyEvents(events, { rows: store, removed, isOwn });
  const { hosts, vms, removals } = copied;
  await store.apply({ hosts, vms, removals, keepsNewer: true });
  return [store, copied];
}

describe('an event of a foreign host', () => {
  it('is the host from then on, with what no event tells left as it was', async () => {
    const [store] = await copy([hostEvent(6, { status: 'SUSPECT', vmCount: 1 })]);
    const row = store.getStoredHost('a');
    expect(row?.revision).toBe(unknownRevision);
    expect(row?.record).toMatchObject({
      ...{ owner: 'replica-2', instance: 'instance-1', n: 6, pending: [] },
      ...{ host: { status: 'SUSPECT', n: 6, vmCount: 1 } },
      ...{ appliedChanges: [{ run: 'run-1', change: 7 }], pictureRun: 'run-1' },
    });
  });

  it.each([
    ['older', 4],
    ['as new as the row', 5],
  ])('changes nothing if it is %s', async (...[, n]) => {
    const [, copied] = await copy([
      hostEvent(n, { status: 'DOWN' }),
      vmEvent(aVm('v', 'a', { n })),
    ]);
    expect([copied.hosts, copied.vms, copied.removals]).toEqual([[], [], []]);
  });

  it('of a host nobody knew makes its row, but one of a VM of such a host does not', async () => {
    const [store] = await copy([
      vmEvent(aVm('lost', 'gone', { n: 9 })),
      hostEvent(1, { id: 'new' }, { type: 'HostAdded' }),
      vmEvent(aVm('w', 'new', { n: 2 }), 'VmAdded'),
    ]);
    expect(store.getVm('lost')).toBeUndefined();
    expect(store.getStoredHost('new')).toMatchObject({
      revision: unknownRevision,
      record: { n: 2, appliedChanges: [], instance: '', host: { vmCount: 1, n: 2 } },
    });
    expect(store.getVm('w')?.hostId).toBe('new');
  });

  it('of a VM moves the place of its host too, and counts the VMs that are there', async () => {
    const [store] = await copy([
      vmEvent(aVm('w', 'a', { n: 6 }), 'VmAdded'),
      vmEvent(aVm('v', 'a', { placement: 3, n: 7, status: 'PAUSED' })),
    ]);
    expect(store.getHost('a')).toMatchObject({ n: 7, vmCount: 2, status: 'UP' });
    expect(store.getVm('v')).toMatchObject({ status: 'PAUSED', n: 7 });
    await copy([vmEvent(aVm('w', 'a', { n: 8 }), 'VmRemoved')], { store });
    expect(store.getHost('a')).toMatchObject({ n: 8, vmCount: 1 });
    expect(store.getVm('w')).toBeUndefined();
  });

  it('keeps a row of before the storage’s new life one', async () => {
    const store = new MemoryStore();
    await store.apply({ hosts: [aStoredHost('a', { n: 5 }, 0)] });
    await copy([hostEvent(6)], { store });
    expect(store.getStoredHost('a')).toMatchObject({ revision: 0, record: { n: 6 } });
  });

  it('of another claim tells nothing of the start of the process that made it', async () => {
    const event = hostEvent(1, { epoch: 2, owner: 'replica-3' });
    const [store, { owners }] = await copy([event]);
    const row = store.getStoredHost('a');
    expect(row?.record).toMatchObject({ owner: 'replica-3', instance: '' });
    expect(row?.record).not.toHaveProperty('claim');
    expect(owners).toEqual([{ ownerId: 'replica-3', event }]);
  });

  it('of a new owner tells how that came to the host, until the next claim', async () => {
    const facts = { type: 'HostOwnerChanged', reason: 'TAKEN_OVER' } as const;
    const before = { kind: 'host', host: aHost('a', { owner: 'replica-2' }) } as const;
    const taken = hostEvent(1, { epoch: 2, owner: 'replica-3' }, { ...facts, before });
    const [store] = await copy([taken, hostEvent(2, { epoch: 2, owner: 'replica-3' })]);
    expect(store.getStoredHost('a')?.record.claim).toEqual({
      ...{ at: observed, reason: 'TAKEN_OVER', from: 'replica-2' },
    });
    await copy([hostEvent(1, { epoch: 3, owner: 'replica-3' })], { store });
    expect(store.getStoredHost('a')?.record).not.toHaveProperty('claim');
  });

  it('that is old tells who owns the host by its row', async () => {
    const event = hostEvent(4, { owner: 'replica-9' });
    const [, { owners }] = await copy([event]);
    expect(owners).toEqual([{ ownerId: 'replica-2', event }]);
  });
});

describe('a status that hides VMs', () => {
  const hidden = (n: number, status: Host['status']): Event =>
    hostEvent(n, { status, sinceAt: observed }, { vmIds: ['v', 'elsewhere', 'unknown'] });

  it.each([
    ['NON_RESPONSIVE', 'HOST_NON_RESPONSIVE'],
    ['DOWN', 'HOST_DOWN'],
    ['REBOOTING', 'HOST_REBOOTING'],
  ] as const)(
    '%s makes those it names UNKNOWN, and keeps what was reported',
    async (...[status, reason]) => {
      const store = await rows();
      await store.apply({ vms: [aVm('elsewhere', 'b')] });
      await copy([hidden(6, status)], { store });
      expect(store.getVm('v')).toMatchObject({
        ...{ status: 'UNKNOWN', reason, sinceAt: observed, epoch: 1, n: 6, placement: 3 },
        reported: { status: 'UP', reason: 'BOOTED' },
      });
      expect(store.getVm('elsewhere')).toMatchObject({ status: 'UP', n: 1 });
    },
  );

  it('ends with HostVmsRestored, which makes them what was reported', async () => {
    const restored = { type: 'HostVmsRestored', vmIds: ['v'] } as const;
    const [store] = await copy([hidden(6, 'DOWN'), hostEvent(7), hostEvent(8, {}, restored)]);
    const { sinceAt } = aVm('v', 'a');
    expect(store.getVm('v')).toMatchObject({ status: 'UP', reason: 'BOOTED', sinceAt, n: 8 });
  });

  it('does not reach a VM of which a later word stands already', async () => {
    const store = await rows();
    await store.apply({ vms: [aVm('v', 'a', { placement: 3, n: 9 })] });
    await copy([hidden(6, 'DOWN')], { store });
    expect(store.getVm('v')).toMatchObject({ status: 'UP', n: 9 });
  });
});

describe('a VM that another host takes', () => {
  const held = aVm('v', 'a', { placement: 3, n: 4 });
  const taken = vmEvent(aVm('v', 'b', { placement: 4, n: 6 }), 'VmMigrated', held);

  it('is its from then on, in the count of both', async () => {
    const [store] = await copy([taken]);
    expect(store.getVm('v')).toMatchObject({ hostId: 'b', placement: 4 });
    expect([store.getHost('a')?.vmCount, store.getHost('b')?.vmCount]).toEqual([0, 1]);
    expect(store.vmsOfHost('a')).toEqual([]);
    expect(store.getStoredHost('a')?.record.n).toBe(5);
  });

  it('stays there whatever the host before says late of it, that it is gone too', async () => {
    const late = aVm('v', 'a', { placement: 3, n: 6, status: 'DEPARTED' });
    const removed = vmEvent(aVm('v', 'a', { placement: 3, n: 7 }), 'VmRemoved');
    const [store] = await copy([taken, vmEvent(late), removed]);
    expect(store.getVm('v')?.hostId).toBe('b');
    expect([store.getHost('a')?.vmCount, store.getHost('b')?.vmCount]).toEqual([0, 1]);
    expect(store.getHost('a')?.n).toBe(7);
  });

  it.each([
    ['in the same batch', true],
    ['in a later one', false],
  ])(
    'is not brought back by a late word of the host before when it was removed there, %s',
    async (...[, isOne]) => {
      const end = vmEvent(aVm('v', 'b', { placement: 4, n: 7 }), 'VmRemoved');
      const late = vmEvent(aVm('v', 'a', { placement: 3, n: 6, status: 'DEPARTED' }));
      const removed = new RemovedVms();
      const [store, copied] = await copy(isOne ? [taken, end, late] : [taken, end], { removed });
      for (const one of copied.ended) removed.note(one);
      if (!isOne) await copy([late], { store, removed });
      expect(store.getVm('v')).toBeUndefined();
      expect([store.getHost('a')?.vmCount, store.getHost('b')?.vmCount]).toEqual([0, 0]);
      const back = vmEvent(aVm('v', 'b', { placement: 2, n: 8 }), 'VmAdded');
      await copy([back], { store, removed });
      expect(store.getVm('v')).toMatchObject({ hostId: 'b', placement: 2 });
    },
  );

  it('is told of when the host before is ours, whose row is left to its own commit', async () => {
    const [store, copied] = await copy([taken], { own: ['a'] });
    expect(copied.taken).toEqual([{ vmId: 'v', fromHostId: 'a', event: taken }]);
    expect(store.getVm('v')?.hostId).toBe('b');
    expect(store.getStoredHost('a')).toMatchObject({
      revision: 41,
      record: { host: { vmCount: 1 } },
    });
  });

  it('leaves the count of a foreign host when ours took it', async () => {
    const store = await rows();
    // As our own commit wrote it.
    const byOurs = aStoredHost('b', { owner: 'replica-3', n: 6 }, 42);
    await store.apply({ hosts: [byOurs], vms: [aVm('v', 'b', { placement: 4, n: 6 })] });
    const [, copied] = await copy([taken], { store, own: ['b'] });
    expect(store.getStoredHost('a')).toMatchObject({
      revision: 41,
      record: { host: { vmCount: 0 } },
    });
    expect(store.getStoredHost('b')).toMatchObject({ revision: 42, record: { n: 6 } });
    expect(copied.taken).toEqual([]);
  });
});

describe('an event of a host that is ours', () => {
  it('changes nothing: the commit did', async () => {
    const store = await rows();
    await store.apply({ hosts: [aStoredHost('a', { owner: 'replica-2', n: 7 }, 43)] });
    const events = [hostEvent(6, { owner: 'replica-2' }), vmEvent(aVm('v', 'a', { n: 7 }))];
    const [, copied] = await copy(events, { store, own: ['a'] });
    expect(copied).toEqual({
      ...{ hosts: [], hostRemovals: [], vms: [], removals: [], ended: [] },
      ...{ claimedElsewhere: [], taken: [], owners: [] },
    });
  });

  it('under another owner’s higher epoch is told once, and followed from then on', async () => {
    const claim = hostEvent(1, { epoch: 2, owner: 'replica-3' }, { reason: 'OWNER_CHANGED' });
    const next = vmEvent(aVm('v', 'a', { placement: 3, epoch: 2, n: 2, status: 'PAUSED' }));
    const [store, copied] = await copy([claim, next], { own: ['a'] });
    expect(copied.claimedElsewhere).toEqual([claim]);
    expect(copied.owners).toEqual([{ ownerId: 'replica-3', event: claim }]);
    expect(store.getStoredHost('a')).toMatchObject({ revision: unknownRevision, record: { n: 2 } });
    expect(store.getVm('v')?.status).toBe('PAUSED');
    const [, later] = await copy([hostEvent(3, { epoch: 2, owner: 'replica-3' })], {
      ...{ own: ['a'], store },
    });
    expect(later.claimedElsewhere).toEqual([]);
    expect(store.getHost('a')?.n).toBe(3);
  });

  it('is followed even if it was held from before the storage’s new life', async () => {
    const store = new MemoryStore();
    await store.apply({ hosts: [aStoredHost('a', { n: 5 }, 0)] });
    const claim = hostEvent(1, { epoch: 2, owner: 'replica-3' });
    await copy([claim, hostEvent(2, { epoch: 2, owner: 'replica-3' })], { own: ['a'], store });
    expect(store.getStoredHost('a')).toMatchObject({ revision: unknownRevision, record: { n: 2 } });
  });
});
