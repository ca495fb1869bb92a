import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openLmdbStore } from '../../../../central/store/lmdb-store.ts';
import { openStateTables } from '../../../../central/store/tables.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { limits } from '../../../../shared/limits.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { anEvent, anyHost, aStoredHost, aVm } from '../../../harness/store-rows.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const openStore = () => openLmdbStore({ folder, clock: systemClock });
const openFile = () => open<number, string>(path.join(folder, 'state'), { maxDbs: 16 });
const everything = { size: 100, afterId: '' };

describe('LmdbStore', () => {
  it('finds everything again after closing', async () => {
    const store = openStore();
    await store.apply({
      hosts: [aStoredHost('a')],
      vms: [aVm('v', 'a')],
      events: [anEvent('a', 1), anEvent('a', 2)],
      meta: { k: 'v' },
    });
    await store.trimEvents(1);
    await store.close();
    const again = openStore();
    expect(again.getStoredHost('a')).toStrictEqual(aStoredHost('a'));
    expect(again.vmsOfHost('a')).toStrictEqual([aVm('v', 'a')]);
    expect(again.eventRange()).toEqual({ first: 2, last: 2 });
    expect(again.getMeta('k')).toBe('v');
    expect(again.summarize()).toMatchObject({ hostCount: 1, vmCount: 1 });
    expect(again.check()).toEqual([]);
    await again.close();
  });

  it('keeps one index entry for labels that are alike as far as an index goes', async () => {
    const store = openStore();
    const alike = (last: string) => 'x'.repeat(80) + last;
    const labels = { [alike('1')]: 'a', [alike('2')]: 'a' };
    await store.apply({ hosts: [aStoredHost('a', { labels })] });
    await store.apply({ hosts: [aStoredHost('a', { labels: { [alike('1')]: 'a' } })] });
    expect(store.check()).toEqual([]);
    await store.apply({ hosts: [aStoredHost('a', { labels })] });
    await store.apply({ removedHostIds: ['a'] });
    expect(store.check()).toEqual([]);
    await store.close();
  });

  it('writes what is waiting before it closes', async () => {
    const store = openStore();
    const applied = store.apply({ hosts: [aStoredHost('a')] });
    await store.close();
    await applied;
    const again = openStore();
    expect(again.getHost('a')).toBeDefined();
    await again.close();
  });

  it('refuses an id that no key can hold, and only that batch', async () => {
    const store = openStore();
    const bad = store.apply({ hosts: [aStoredHost('x'.repeat(3000))] });
    const good = store.apply({ hosts: [aStoredHost('a')] });
    await expect(bad).rejects.toMatchObject({ code: 'INTERNAL' });
    await good;
    expect(store.listHosts(anyHost, everything).rows.map(({ id }) => id)).toEqual(['a']);
    await store.close();
  });

  it('trims a log longer than one transaction may', async () => {
    const store = openStore();
    const count = limits.storeTrimEventsMax + 10;
    await store.apply({ events: Array.from({ length: count }, (_, n) => anEvent('a', n)) });
    await store.trimEvents(count - 1);
    expect(store.eventRange()).toEqual({ first: count, last: count });
    expect(store.check()).toEqual([]);
    await store.close();
  });

  it('ends a page early rather than examine too many rows, and names where to go on', async () => {
    const store = openStore();
    const count = limits.listRowsExaminedMax + 5;
    const ids = Array.from({ length: count }, (_, i) => `h${String(i).padStart(6, '0')}`);
    await store.apply({
      hosts: ids.map((id, i) => aStoredHost(id, i === count - 1 ? { labels: { odd: 'x' } } : {})),
    });
    const filter = { ...anyHost, labels: [{ kind: 'differs', key: 'odd', value: 'x' } as const] };
    const size = count - 1;
    const first = store.listHosts(filter, { size, afterId: '' });
    expect(first.rows).toHaveLength(limits.listRowsExaminedMax);
    const second = store.listHosts(filter, { size, afterId: first.nextAfterId });
    expect(second.rows).toHaveLength(4);
    expect(second.nextAfterId).toBe('');
    await store.close();
  });

  it('stops writing, but not reading, while the disk is nearly full', async () => {
    const clock = new FakeClock();
    let freeBytes: number = limits.diskFreeBytesMin;
    const store = openLmdbStore({ folder, clock, freeSpace: () => freeBytes });
    await store.apply({ hosts: [aStoredHost('a')] });
    freeBytes -= 1;
    clock.advance(limits.diskFreeCheckMs);
    const refused = store.apply({ hosts: [aStoredHost('b')], events: [anEvent('b', 1)] });
    await expect(refused).rejects.toMatchObject({ code: 'STORE_FULL', details: { freeBytes } });
    await expect(store.putSamples(new Map())).rejects.toMatchObject({ code: 'STORE_FULL' });
    expect(store.health()).toEqual({ kind: 'full', freeBytes });
    expect(store.listHosts(anyHost, everything).rows.map(({ id }) => id)).toEqual(['a']);
    expect(store.eventRange()).toEqual({ first: 0, last: 0 });
    freeBytes += 1;
    clock.advance(limits.diskFreeCheckMs);
    await store.apply({ hosts: [aStoredHost('b')] });
    expect(store.health()).toEqual({ kind: 'ok' });
    expect(store.check()).toEqual([]);
    await store.close();
  });
});

describe('a damaged file', () => {
  const damage = async (name: string): Promise<void> => {
    const store = openStore();
    await store.apply({ hosts: [aStoredHost('a')] });
    await store.close();
    writeFileSync(path.join(folder, name, 'data.mdb'), 'x'.repeat(20_000));
  };

  it('of state keeps the store from opening and says what to do', async () => {
    await damage('state');
    expect(openStore).toThrow(
      expect.objectContaining({
        code: 'STORE_FAILED',
        message: expect.stringMatching(/cannot be opened: .*; check the disk, or move/) as string,
      }),
    );
  });

  it('of samples is replaced with a warning', async () => {
    await damage('samples');
    const warnings: string[] = [];
    const warn = (message: string): void => void warnings.push(message);
    const store = openLmdbStore({ folder, clock: systemClock, warn });
    expect(warnings).toEqual([expect.stringMatching(/samples.*thrown away/)]);
    expect(store.getHost('a')).toBeDefined();
    expect(store.getSamples('a')).toBeUndefined();
    await store.close();
  });
});

describe('check', () => {
  it('names each index entry and counter that disagrees with the rows', async () => {
    const store = openStore();
    await store.apply({ hosts: [aStoredHost('a'), aStoredHost('b')], vms: [aVm('v', 'a')] });
    await store.close();
    const tables = openStateTables(path.join(folder, 'state'));
    await tables.hostIndex.remove(['status', 'UP', 'a']);
    await tables.vmIndex.put(['status', 'DOWN', 'v'], null);
    await tables.counters.put(['host', 'UP'], 7);
    await tables.counters.put(['vm', 'DOWN'], 1);
    await tables.counters.remove(['site', 'north', 'UP']);
    await tables.events.put(4, anEvent('a', 4));
    await tables.events.put(6, anEvent('a', 6));
    await tables.root.close();
    const again = openStore();
    expect(again.check().sort()).toEqual(
      [
        'host-index: ["status","UP","a"] is missing',
        'vm-index: ["status","DOWN","v"] has no row behind it',
        'counters: ["host","UP"] is 7, rows give 2',
        'counters: ["vm","DOWN"] is 1, rows give 0',
        'counters: ["site","north","UP"] is missing, rows give 2',
        'counters: ["events","sequence"] is missing, rows give 6',
        'events: 4 is followed by 6',
      ].sort(),
    );
    await again.close();
  });
});

describe('schema version', () => {
  it('lifts a store that has rows alone (version 0) and builds what they need', async () => {
    const file = openFile();
    await file.openDB<unknown, string>({ name: 'hosts' }).put('a', aStoredHost('a'));
    await file.openDB<unknown, string>({ name: 'vms' }).put('v', aVm('v', 'a'));
    await file.openDB<unknown, number>({ name: 'events' }).put(3, anEvent('a', 3));
    await file.put('schema-version', 0);
    await file.close();
    const store = openStore();
    expect(store.check()).toEqual([]);
    expect(store.listHosts({ ...anyHost, sites: ['north'] }, everything).rows).toHaveLength(1);
    expect(store.vmsOfHost('a')).toHaveLength(1);
    expect(store.eventRange()).toEqual({ first: 3, last: 3 });
    await store.close();
    const lifted = openFile();
    expect(lifted.get('schema-version')).toBe(3);
    await lifted.close();
  });

  it('lifts rows that spell out their fields (version 1), and what is derived from them', async () => {
    const file = openFile();
    const pending = [anEvent('a', 1)];
    const stored = aStoredHost('a', { labels: { rack: '1' } });
    const host = { ...stored, record: { ...stored.record, pending } };
    const vms = [aVm('v', 'a'), aVm('w', 'a', { status: 'PAUSED' })];
    await file.openDB<unknown, string>({ name: 'hosts' }).put('a', host);
    const vmTable = file.openDB<unknown, string>({ name: 'vms' });
    for (const vm of vms) await vmTable.put(vm.id, vm);
    await file.openDB<unknown, string[]>({ name: 'vm-index' }).put(['status', 'UP', 'v'], null);
    await file.put('schema-version', 1);
    await file.close();
    const store = openStore();
    expect(store.getStoredHost('a')).toStrictEqual(host);
    expect(store.vmsOfHost('a')).toStrictEqual(vms);
    expect(store.check()).toEqual([]);
    await store.close();
  });

  it('refuses a store of a newer Muster, naming both versions, and does not touch it', async () => {
    await openStore().close();
    const file = openFile();
    await file.put('schema-version', 99);
    await file.close();
    expect(openStore).toThrow(
      expect.objectContaining({
        code: 'STORE_VERSION',
        message: expect.stringMatching(/version 99.*up to 3; run the newer Muster/) as string,
      }),
    );
    const same = openFile();
    expect(same.get('schema-version')).toBe(99);
    await same.close();
  });
});
