import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { highestPlacement } from '../../central/store/placements.ts';
import type { Store } from '../../central/store/port.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { aHost, anEvent, aStoredHost, aVm } from '../harness/store-rows.ts';
import { committedContract } from './store-committed.ts';
import { listingContract } from './store-listing.ts';
import { machinesContract } from './store-machines.ts';

/** What any Store must hold. `open` gives an empty one; the suite closes it. */
export function storeContract(name: string, open: () => Store): void {
  describe(`${name} as a store`, () => {
    let store: Store;
    beforeEach(() => {
      store = open();
    });
    afterEach(async () => {
      expect(store.check()).toEqual([]);
      await store.close();
    });

    rowsContract(() => store);
    describe('that somebody else writes, too', () => {
      newerContract(() => store);
    });
    eventsContract(() => store);
    samplesContract(() => store);

    listingContract(() => store);
    committedContract(() => store);
    machinesContract(() => store);
  });
}

function rowsContract(current: () => Store): void {
  it('is empty at first', () => {
    const store = current();
    expect(store.getHost('a')).toBeUndefined();
    expect(store.getVm('a')).toBeUndefined();
    expect(store.getMeta('a')).toBeUndefined();
    expect([...store.storedHosts()]).toEqual([]);
    expect(store.summarize()).toEqual({
      hostCount: 0,
      vmCount: 0,
      hosts: new Map(),
      vms: new Map(),
      sites: new Map(),
    });
  });

  it('gives rows back as they were put, optional parts present or absent', async () => {
    const bare = aStoredHost('bare');
    const full = aStoredHost('full', {
      labels: { '': '', a: 'b' },
      conditions: [
        { type: 'MEMORY_PRESSURE', isActive: true, reason: 'r', message: 'm', sinceAt: 5.5 },
      ],
      hardware: {
        cpuModel: 'x',
        cpuCount: 8,
        socketCount: 1,
        architecture: 'x64',
        memoryKib: 2 ** 40,
        operatingSystem: 'os',
        kernel: 'k',
        virtualization: [],
        networkInterfaces: [{ name: 'eth0', mac: '', speedMbps: 0 }],
        disks: [],
        hypervisor: { type: 'QEMU', version: '1', libraryVersion: '2' },
        probeSource: 'proc',
      },
    });
    const vm: Vm = aVm('vm', 'full', {
      migration: { fromHostId: 'full', toHostId: 'bare', iteration: 3 },
    });
    const store = current();
    await store.apply({ hosts: [bare, full], vms: [vm, aVm('plain', 'bare')] });
    expect(store.getStoredHost('bare')).toStrictEqual(bare);
    expect(store.getStoredHost('full')).toStrictEqual(full);
    expect(store.getHost('full')).toStrictEqual(full.record.host);
    expect(store.getVm('vm')).toStrictEqual(vm);
    expect(store.getVm('plain')).toStrictEqual(aVm('plain', 'bare'));
    expect([...store.storedHosts()]).toStrictEqual([bare, full]);
  });

  it('answers for ids that cannot be', () => {
    for (const id of ['', 'x'.repeat(5000)]) {
      expect(current().getHost(id)).toBeUndefined();
      expect(current().getVm(id)).toBeUndefined();
      expect(current().getSamples(id)).toBeUndefined();
    }
  });

  it('counts hosts and VMs by status, and hosts by site', async () => {
    const store = current();
    await store.apply({
      hosts: [
        aStoredHost('a'),
        aStoredHost('b', { site: '' }),
        aStoredHost('c', { status: 'DOWN' }),
      ],
      vms: [aVm('v', 'a'), aVm('w', 'a'), aVm('x', 'nobody', { status: 'UNKNOWN' })],
    });
    await store.apply({ hosts: [aStoredHost('a', { status: 'DOWN' })], removedVmIds: ['v'] });
    expect(store.summarize()).toEqual({
      hostCount: 3,
      vmCount: 2,
      hosts: new Map([
        ['DOWN', 2],
        ['UP', 1],
      ]),
      vms: new Map([
        ['UP', 1],
        ['UNKNOWN', 1],
      ]),
      sites: new Map([
        ['', new Map([['UP', 1]])],
        ['north', new Map([['DOWN', 2]])],
      ]),
    });
  });

  it('takes the last word on a row that changes twice, in one batch or in one turn', async () => {
    const store = current();
    await Promise.all([
      store.apply({ hosts: [aStoredHost('a', { status: 'UP' }), aStoredHost('a', { n: 2 })] }),
      store.apply({ hosts: [aStoredHost('a', { status: 'DOWN', n: 3 })] }),
      store.apply({ hosts: [aStoredHost('b')], vms: [aVm('v', 'b')] }),
      store.apply({ removedHostIds: ['b'], removedVmIds: ['v'] }),
    ]);
    expect(store.getHost('a')).toEqual(aHost('a', { status: 'DOWN', n: 3 }));
    expect(store.getHost('b')).toBeUndefined();
    expect(store.summarize()).toMatchObject({ hostCount: 1, vmCount: 0 });
  });

  it('lets go of rows that are not there', async () => {
    await current().apply({ removedHostIds: ['a'], removedVmIds: ['v'] });
    expect(current().summarize().hostCount).toBe(0);
  });

  it('takes an empty batch', async () => {
    await expect(current().apply({})).resolves.toBeUndefined();
    await expect(current().flush()).resolves.toBeUndefined();
  });

  it('flushes after any number of changes, waiting or done', async () => {
    const store = current();
    for (let round = 0; round < 20; round++) {
      const hosts = Array.from({ length: round }, (_, i) => aStoredHost(`h${i}`, { n: round }));
      const applied = hosts.map((host) => store.apply({ hosts: [host] }));
      await store.flush();
      for (const { record } of hosts) expect(store.getHost(record.host.id)?.n).toBe(round);
      await Promise.all(applied);
      await store.flush();
    }
  });

  it('walks all hosts while they change', async () => {
    const store = current();
    const ids = Array.from({ length: 1200 }, (_, i) => `h${String(i).padStart(4, '0')}`);
    await store.apply({ hosts: ids.map((id) => aStoredHost(id)) });
    const seen: string[] = [];
    for (const { record } of store.storedHosts()) {
      if (seen.length === 3) await store.apply({ hosts: [aStoredHost('h0000', { n: 2 })] });
      seen.push(record.host.id);
    }
    expect(seen).toEqual(ids);
  });

  it('keeps meta values by key', async () => {
    await current().apply({ meta: { incarnation: 'x', empty: '' } });
    await current().apply({ meta: { incarnation: 'y' } });
    expect(current().getMeta('incarnation')).toBe('y');
    expect(current().getMeta('empty')).toBe('');
  });

  it('knows the highest placement of all VMs, those that are gone too', async () => {
    const store = current();
    expect(highestPlacement(store)).toBe(0);
    await store.apply({ vms: [aVm('a', 'h', { placement: 7 }), aVm('b', 'h', { placement: 3 })] });
    await store.apply({ removedVmIds: ['a'] });
    expect(highestPlacement(store)).toBe(7);
    await store.apply({ removals: [{ vmId: 'unknown', placement: 9, epoch: 1, n: 1 }] });
    await store.apply({ vms: [aVm('c', 'h', { placement: 8 })] });
    expect(highestPlacement(store)).toBe(9);
  });
}

function newerContract(current: () => Store): void {
  const newer = { epoch: 2, n: 3 };
  beforeEach(() =>
    current().apply({
      hosts: [aStoredHost('a', newer, 7)],
      vms: [aVm('moved', 'b', { placement: 4, n: 1 }), aVm('vm', 'a', newer)],
    }),
  );

  it.each([
    ['older', { epoch: 2, n: 2 }, 7],
    ['of an older epoch', { epoch: 1, n: 9 }, 7],
    ['as it stands', newer, 8],
    ['newer', { epoch: 2, n: 4 }, 8],
    ['of a newer epoch', { epoch: 3, n: 1 }, 8],
  ])('leaves a newer host as it is when told to: %s', async (...[, version, revision]) => {
    await current().apply({ hosts: [aStoredHost('a', version, 8)], keepsNewer: true });
    expect(current().getStoredHost('a')?.revision).toBe(revision);
  });

  it.each([
    ['of an earlier place', 'moved', { placement: 3, epoch: 9, n: 9 }, false],
    ['of a later place', 'moved', { placement: 5, epoch: 1, n: 0 }, true],
    ['older', 'vm', { placement: 1, epoch: 2, n: 2 }, false],
    ['as it stands', 'vm', { placement: 1, ...newer }, true],
  ])('leaves a newer VM as it is when told to: %s', async (...[, id, version, isWritten]) => {
    await current().apply({ vms: [aVm(id, 'c', version)], keepsNewer: true });
    expect(current().getVm(id)?.hostId === 'c').toBe(isWritten);
    await current().apply({ removals: [{ vmId: id, ...version }] });
    expect(current().getVm(id) === undefined).toBe(isWritten);
  });

  it('does not bring a VM back that was removed since, with a record of its host that comes late', async () => {
    const store = current();
    const late = { hosts: [aStoredHost('a', { epoch: 1, n: 9 }, 7)], vms: [aVm('gone', 'a')] };
    await store.apply({ ...late, keepsNewer: true });
    expect(store.getVm('gone')).toBeUndefined();
    await store.apply({ ...late, hosts: [], keepsNewer: true });
    expect(store.getVm('gone')?.hostId).toBe('a');
  });

  it('compares with what comes before it in the same turn, and otherwise takes the last word', async () => {
    const store = current();
    const [old, next] = [aStoredHost('a', { n: 1 }, 9), aStoredHost('a', { epoch: 3 }, 10)];
    await Promise.all([
      store.apply({ hosts: [next], vms: [aVm('new', 'a', { n: 5 })] }),
      store.apply({
        hosts: [aStoredHost('a', newer, 11)],
        vms: [aVm('new', 'a')],
        keepsNewer: true,
      }),
      store.apply({ removals: [{ vmId: 'new', placement: 1, epoch: 1, n: 4 }] }),
    ]);
    expect(store.getStoredHost('a')?.revision).toBe(10);
    expect(store.getVm('new')?.n).toBe(5);
    await store.apply({ hosts: [old] });
    expect(store.getStoredHost('a')?.revision).toBe(9);
  });
}

function eventsContract(current: () => Store): void {
  it('numbers events from 1 without a gap and gives them back in order', async () => {
    const store = current();
    expect(store.eventRange()).toEqual({ first: 0, last: 0 });
    await Promise.all([
      store.apply({ events: [anEvent('a', 1), anEvent('a', 2)] }),
      store.apply({ events: [anEvent('b', 1)] }),
    ]);
    await store.apply({ events: [anEvent('c', 1)] });
    expect(store.eventRange()).toEqual({ first: 1, last: 4 });
    expect(store.eventsAfter(0, 10)).toStrictEqual([
      { sequence: 1, event: anEvent('a', 1) },
      { sequence: 2, event: anEvent('a', 2) },
      { sequence: 3, event: anEvent('b', 1) },
      { sequence: 4, event: anEvent('c', 1) },
    ]);
    expect(store.eventsAfter(1, 2).map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(store.eventsAfter(4, 10)).toEqual([]);
  });

  it('drops events up to a sequence and never gives a number again', async () => {
    const store = current();
    await store.apply({ events: [1, 2, 3].map((n) => anEvent('a', n)) });
    await store.trimEvents(2);
    expect(store.eventRange()).toEqual({ first: 3, last: 3 });
    await store.trimEvents(99);
    expect(store.eventRange()).toEqual({ first: 4, last: 3 });
    await store.apply({ events: [anEvent('a', 4)] });
    expect(store.eventRange()).toEqual({ first: 4, last: 4 });
  });
}

function samplesContract(current: () => Store): void {
  it('keeps the last samples of a host, whatever they are made of', async () => {
    const store = current();
    const [old, all] = [Buffer.from([1]), Buffer.from(Array.from({ length: 256 }, (_, i) => i))];
    expect(store.getSamples('a')).toBeUndefined();
    await store.putSamples(
      new Map([
        ['a', old],
        ['b', old],
      ]),
    );
    await store.putSamples(new Map([['a', all]]));
    await store.putSamples(new Map());
    expect(Buffer.from(store.getSamples('a') ?? [])).toEqual(all);
    expect(Buffer.from(store.getSamples('b') ?? [])).toEqual(old);
  });
}
