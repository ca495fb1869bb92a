import { beforeEach, describe, expect, it } from 'vitest';

import type { StoredHost } from '../../central/ports.ts';
import type { Store } from '../../central/store/port.ts';
import type { HostFilter, VmFilter } from '../../shared/model/query.ts';
import { anyHost, anyVm, aStoredHost, aVm } from '../harness/store-rows.ts';

/** What listings of any Store must hold; `current` is an empty one before each test. */
export function listingContract(current: () => Store): void {
  hostListingContract(current);
  vmListingContract(current);
  duplicatesContract(current);
}

function duplicatesContract(current: () => Store): void {
  it('names the hosts that run a VM beside its holder, for as long as they say so', async () => {
    const store = current();
    const twice = (id: string, ...vmIds: readonly string[]): StoredHost => {
      const duplicates = vmIds.map((vmId) => ({ vmId, holderHostId: 'a', sinceAt: 1 }));
      return aStoredHost(id, duplicates.length === 0 ? {} : { duplicates });
    };
    const vms = [aVm('v1', 'a'), aVm('v2', 'a')];
    await store.apply({ hosts: [aStoredHost('a'), twice('b', 'v1', 'v2'), twice('c', 'v1')], vms });
    const asked = ['v1', 'v2', 'v3', 'x'.repeat(5000)];
    expect(store.getStoredHost('b')).toStrictEqual(twice('b', 'v1', 'v2'));
    expect([...store.duplicateHosts(asked)]).toEqual([
      ['v1', ['b', 'c']],
      ['v2', ['b']],
    ]);
    await store.apply({ hosts: [twice('b', 'v2'), twice('c')] });
    expect([...store.duplicateHosts(asked)]).toEqual([['v2', ['b']]]);
    await store.apply({ removedHostIds: ['b'] });
    expect([...store.duplicateHosts(asked)]).toEqual([]);
  });
}

function hostListingContract(current: () => Store): void {
  const hostIds = (filter: Partial<HostFilter>, size = 100, afterId = ''): string[] =>
    current()
      .listHosts({ ...anyHost, ...filter }, { size, afterId })
      .rows.map(({ id }) => id);
  describe('listing hosts', () => {
    beforeEach(async () => {
      await current().apply({
        hosts: [
          aStoredHost('c', { site: 'north', status: 'DOWN', labels: { rack: '1', gpu: '' } }),
          aStoredHost('a', { site: 'south', name: 'web-2', labels: { rack: '2' } }),
          aStoredHost('b', { site: '', name: 'web-10' }),
          aStoredHost('d', { site: 'south', status: 'PENDING', name: 'Web-1' }),
        ],
      });
    });

    it.each<[string, Partial<HostFilter>, string[]]>([
      ['nothing', {}, ['a', 'b', 'c', 'd']],
      ['a status', { statuses: ['UP'] }, ['a', 'b']],
      ['either of two statuses', { statuses: ['PENDING', 'DOWN'] }, ['c', 'd']],
      ['the same status twice', { statuses: ['DOWN', 'DOWN'] }, ['c']],
      ['a site', { sites: ['south'] }, ['a', 'd']],
      ['no site', { sites: [''] }, ['b']],
      ['several sites', { sites: ['', 'north', 'nowhere'] }, ['b', 'c']],
      ['a label', { labels: [{ kind: 'equals', key: 'rack', value: '2' }] }, ['a']],
      ['an empty label', { labels: [{ kind: 'equals', key: 'gpu', value: '' }] }, ['c']],
      ['a label that is there', { labels: [{ kind: 'exists', key: 'rack' }] }, ['a', 'c']],
      [
        'a label that differs',
        { labels: [{ kind: 'differs', key: 'rack', value: '1' }] },
        ['a', 'b', 'd'],
      ],
      ['a name prefix, by case', { namePrefix: 'web-' }, ['a', 'b']],
      ['a whole name', { namePrefix: 'web-10' }, ['b']],
      ['all at once', { statuses: ['UP'], sites: ['south'], namePrefix: 'web' }, ['a']],
      ['what none has', { statuses: ['RETIRED'] }, []],
      ['more than any name has', { namePrefix: 'x'.repeat(5000) }, []],
    ])('by %s gives the matching ones in id order', (_what, filter, ids) => {
      expect(hostIds(filter)).toEqual(ids);
    });

    it('gives pages that join without gap or repeat', () => {
      const first = current().listHosts(anyHost, { size: 3, afterId: '' });
      expect(first.rows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
      expect(first.nextAfterId).toBe('c');
      const second = current().listHosts(anyHost, { size: 3, afterId: first.nextAfterId });
      expect(second.rows.map(({ id }) => id)).toEqual(['d']);
      expect(second.nextAfterId).toBe('');
    });

    it('says that nothing is left when the page ends with the last match', () => {
      const page = current().listHosts({ ...anyHost, statuses: ['UP'] }, { size: 2, afterId: '' });
      expect(page.rows).toHaveLength(2);
      expect(page.nextAfterId).toBe('');
    });

    it('goes on after an id that was removed meanwhile', async () => {
      await current().apply({ removedHostIds: ['b'], hosts: [aStoredHost('bb')] });
      expect(hostIds({}, 100, 'b')).toEqual(['bb', 'c', 'd']);
    });

    it('goes on after an id that no host could have', () => {
      expect(hostIds({}, 100, `b${'x'.repeat(5000)}`)).toEqual(['c', 'd']);
    });

    it('follows a host to its new status, site, name and labels', async () => {
      await current().apply({
        hosts: [aStoredHost('c', { status: 'UP', site: 'west', name: 'n', labels: { k: 'v' } })],
      });
      expect(hostIds({ statuses: ['DOWN'] })).toEqual([]);
      expect(hostIds({ sites: ['north'] })).toEqual([]);
      expect(hostIds({ labels: [{ kind: 'exists', key: 'rack' }] })).toEqual(['a']);
      expect(hostIds({ sites: ['west'], namePrefix: 'n', statuses: ['UP'] })).toEqual(['c']);
      expect(hostIds({ labels: [{ kind: 'equals', key: 'k', value: 'v' }] })).toEqual(['c']);
    });

    it('tells texts apart that are long, or of rare characters', async () => {
      const long = 'long'.repeat(60);
      await current().apply({
        hosts: [
          aStoredHost('e', { name: `${long}1`, labels: { [long]: `${long}1` } }),
          aStoredHost('f', { name: `${long}2`, labels: { [long]: `${long}2` } }),
          aStoredHost('g', { name: '\u0000\u0004x', labels: { 'naïve ключ': '🦀 \uffff' } }),
        ],
      });
      expect(hostIds({ namePrefix: `${long}2` })).toEqual(['f']);
      expect(hostIds({ labels: [{ kind: 'equals', key: long, value: `${long}1` }] })).toEqual([
        'e',
      ]);
      expect(hostIds({ namePrefix: '\u0000\u0004' })).toEqual(['g']);
      expect(
        hostIds({ labels: [{ kind: 'equals', key: 'naïve ключ', value: '🦀 \uffff' }] }),
      ).toEqual(['g']);
    });
  });
}

function vmListingContract(current: () => Store): void {
  const vmIds = (filter: Partial<VmFilter>): string[] =>
    current()
      .listVms({ ...anyVm, ...filter }, { size: 100, afterId: '' })
      .rows.map(({ id }) => id);

  describe('listing VMs', () => {
    beforeEach(async () => {
      await current().apply({
        hosts: [
          aStoredHost('h1', { site: 'north', labels: { rack: '1' } }),
          aStoredHost('h2', { site: 'south', labels: { rack: '1' } }),
        ],
        vms: [
          aVm('v3', 'h1', { name: 'db-1' }),
          aVm('v1', 'h1', { status: 'PAUSED' }),
          aVm('v2', 'h2', { status: 'PAUSED', reason: 'EIO', name: 'db-2' }),
          aVm('v4', 'gone', { name: 'db-3' }),
        ],
      });
    });

    it.each<[string, Partial<VmFilter>, string[]]>([
      ['nothing', {}, ['v1', 'v2', 'v3', 'v4']],
      ['a status', { statuses: ['PAUSED'] }, ['v1', 'v2']],
      ['the status most have', { statuses: ['UP'] }, ['v3', 'v4']],
      ['it and another', { statuses: ['PAUSED', 'UP'] }, ['v1', 'v2', 'v3', 'v4']],
      ['a health', { healths: ['PROCESS_ERROR'] }, ['v2']],
      ['the health most have', { healths: ['OK'] }, ['v1', 'v3', 'v4']],
      ['healths that nobody has', { healths: ['ZOMBIE', 'MISSING'] }, []],
      ['a health and a status', { healths: ['OK'], statuses: ['PAUSED'] }, ['v1']],
      ['a host', { hostIds: ['h1'] }, ['v1', 'v3']],
      ['several hosts, one unknown to the store', { hostIds: ['gone', 'h2'] }, ['v2', 'v4']],
      [
        'more hosts than are merged',
        { hostIds: [...Array.from('abcdefghijklmnopq'), 'h1'] },
        ['v1', 'v3'],
      ],
      ['a host id that no host could have', { hostIds: ['x'.repeat(5000)] }, []],
      ['the site of the host', { sites: ['south'] }, ['v2']],
      [
        'a label of the host',
        { labels: [{ kind: 'equals', key: 'rack', value: '1' }] },
        ['v1', 'v2', 'v3'],
      ],
      [
        'a label that the host has not',
        { labels: [{ kind: 'differs', key: 'rack', value: '2' }] },
        ['v1', 'v2', 'v3'],
      ],
      ['a name prefix', { namePrefix: 'db-' }, ['v2', 'v3', 'v4']],
      ['site and status', { sites: ['north'], statuses: ['PAUSED'] }, ['v1']],
    ])('by %s gives the matching ones in id order', (_what, filter, ids) => {
      expect(vmIds(filter)).toEqual(ids);
    });

    it('lists the VMs of a host by id, also of one that is not there', () => {
      expect(
        current()
          .vmsOfHost('h1')
          .map(({ id }) => id),
      ).toEqual(['v1', 'v3']);
      expect(
        current()
          .vmsOfHost('gone')
          .map(({ id }) => id),
      ).toEqual(['v4']);
      expect(current().vmsOfHost('nobody')).toEqual([]);
      expect(current().vmsOfHost('x'.repeat(5000))).toEqual([]);
    });

    it('moves a VM with its host id', async () => {
      await current().apply({ vms: [aVm('v3', 'h2', { placement: 2 })] });
      expect(
        current()
          .vmsOfHost('h1')
          .map(({ id }) => id),
      ).toEqual(['v1']);
      expect(
        current()
          .vmsOfHost('h2')
          .map(({ id }) => id),
      ).toEqual(['v2', 'v3']);
    });

    it('keeps the VMs of a removed host, without its site', async () => {
      await current().apply({ removedHostIds: ['h1'] });
      expect(
        current()
          .vmsOfHost('h1')
          .map(({ id }) => id),
      ).toEqual(['v1', 'v3']);
      expect(vmIds({ sites: ['north'] })).toEqual([]);
    });
  });
}
