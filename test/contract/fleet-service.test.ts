import { status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Host } from '../../shared/model/host.ts';
import type { HostFilter } from '../../shared/wire/generated/muster/v1/HostFilter.ts';
import { ApiFleet } from '../harness/api-fleet.ts';
import { statusOf } from '../harness/fleet-client.ts';
import { aStoredHost, aVm } from '../harness/store-rows.ts';

const hostCount = 2500;
const hostId = (i: number): string => `host-${String(i).padStart(5, '0')}`;

/** Every field a filter looks at differs from host to host. */
function changesOf(i: number): Partial<Host> {
  return {
    name: i % 2 === 0 ? `even-${String(i)}` : `odd-${String(i)}`,
    site: ['north', 'south', ''][i % 3] ?? '',
    status: i % 5 === 0 ? 'SUSPECT' : 'UP',
    labels: { tier: i % 4 === 0 ? 'gold' : 'tin', ...(i % 7 === 0 && { spare: '' }) },
  };
}

async function failureOf(call: Promise<unknown>): Promise<ServiceError> {
  return call.then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: unknown) => error as ServiceError,
  );
}

async function violationsOf(call: Promise<unknown>): Promise<string[]> {
  const error = await failureOf(call);
  expect(error.code).toBe(status.INVALID_ARGUMENT);
  const { code, message, details } = statusOf(error);
  expect(code).toBe(status.INVALID_ARGUMENT);
  expect(message).toBe(error.details);
  return details.flatMap((detail) =>
    detail.kind === 'bad-request' ? detail.violations.map(({ field }) => field) : [],
  );
}

describe('FleetService', () => {
  let fleet: ApiFleet;

  beforeAll(async () => {
    fleet = await ApiFleet.start();
    const ids = Array.from({ length: hostCount }, (_, i) => i);
    await fleet.apply({
      hosts: ids.map((i) => aStoredHost(hostId(i), changesOf(i))),
      vms: ids.slice(0, 300).map((i) =>
        aVm(`vm-${String(i).padStart(5, '0')}`, hostId(i), {
          name: i < 100 ? `web-${String(i)}` : `db-${String(i)}`,
          status: i % 2 === 0 ? 'UP' : 'PAUSED',
        }),
      ),
    });
  });
  afterAll(() => fleet.stop());
  afterEach(() => {
    fleet.samples.clear();
    fleet.vmSamples.clear();
  });

  it('lists 2 500 hosts in pages, in order, each exactly once', async () => {
    const found = await fleet.client.allHosts({}, 999);
    expect(found.map(({ id }) => id)).toEqual(
      Array.from({ length: hostCount }, (_, i) => hostId(i)),
    );
  });

  it('gives 100 hosts when no page size is named, and no token after the last page', async () => {
    const first = await fleet.client.listHosts();
    expect(first.hosts).toHaveLength(100);
    expect(first.nextPageToken).not.toBe('');
    const all = await fleet.client.listVms({ pageSize: 1000 });
    expect(all.vms).toHaveLength(300);
    expect(all.nextPageToken ?? '').toBe('');
  });

  it.each<[string, HostFilter, (host: Partial<Host>) => boolean]>([
    ['status', { statuses: ['HOST_STATUS_SUSPECT'] }, (host) => host.status === 'SUSPECT'],
    ['site', { sites: ['south'] }, (host) => host.site === 'south'],
    ['no site', { sites: [''] }, (host) => host.site === ''],
    ['label equals', { labelSelectors: ['tier=gold'] }, (host) => host.labels?.['tier'] === 'gold'],
    [
      'label differs',
      { labelSelectors: ['tier!=gold'] },
      (host) => host.labels?.['tier'] !== 'gold',
    ],
    ['label exists', { labelSelectors: ['spare'] }, (host) => host.labels?.['spare'] !== undefined],
    ['name prefix', { namePrefix: 'even-1' }, (host) => host.name?.startsWith('even-1') ?? false],
    [
      'all together',
      { statuses: ['HOST_STATUS_UP'], sites: ['north', 'south'], labelSelectors: ['tier=gold'] },
      (host) => host.status === 'UP' && host.site !== '' && host.labels?.['tier'] === 'gold',
    ],
  ])('filters hosts by %s', async (_name, filter, fits) => {
    const expected = Array.from({ length: hostCount }, (_, i) => i)
      .filter((i) => fits(changesOf(i)))
      .map(hostId);
    expect(expected.length).toBeGreaterThan(0);
    expect((await fleet.client.allHosts(filter)).map(({ id }) => id)).toEqual(expected);
  });

  it('filters VMs by status, host, site and labels of the host, and name prefix', async () => {
    const { client } = fleet;
    const up = await client.allVms({ statuses: ['VM_STATUS_UP'] });
    expect(up).toHaveLength(150);
    const onTwo = await client.allVms({ hostIds: [hostId(3), hostId(4)] });
    expect(onTwo.map((vm) => vm.hostId)).toEqual([hostId(3), hostId(4)]);
    expect(await client.allVms({ sites: ['south'] })).toHaveLength(100);
    expect(await client.allVms({ labelSelectors: ['tier=gold'] })).toHaveLength(75);
    expect(await client.allVms({ namePrefix: 'web-' })).toHaveLength(100);
  });

  it.each([
    ['hosts', -1],
    ['hosts', 1001],
    ['vms', -1],
    ['vms', 1001],
  ])('refuses for %s a page size of %i, naming the field', async (list, pageSize) => {
    const { client } = fleet;
    const call = list === 'hosts' ? client.listHosts({ pageSize }) : client.listVms({ pageSize });
    expect(await violationsOf(call)).toEqual(['page_size']);
  });

  it('refuses a page token that is garbage, of another filter, or of another list', async () => {
    const { client } = fleet;
    const { nextPageToken = '' } = await client.listHosts({ filter: { sites: ['north'] } });
    const again = await client.listHosts({
      filter: { sites: ['north'] },
      pageToken: nextPageToken,
    });
    expect(again.hosts?.[0]?.id).toBe(hostId(300));
    const wrong = [
      client.listHosts({ pageToken: 'garbage' }),
      client.listHosts({ filter: { sites: ['south'] }, pageToken: nextPageToken }),
      client.listVms({ filter: { sites: ['north'] }, pageToken: nextPageToken }),
      client.listHosts({ filter: { sites: ['north'] }, pageToken: `${nextPageToken}x` }),
    ];
    for (const call of wrong) expect(await violationsOf(call)).toEqual(['page_token']);
  });

  it('names every wrong field of a filter at once', async () => {
    const filter: HostFilter = {
      // A number this version does not know, as a newer client would send it.
      statuses: ['HOST_STATUS_UP', 99 as never, 'HOST_STATUS_UNSPECIFIED'],
      sites: ['x'.repeat(65)],
      labelSelectors: ['ok', '=nothing', '!absent'],
      namePrefix: 'n'.repeat(300),
    };
    expect(await violationsOf(fleet.client.listHosts({ filter, pageSize: -5 }))).toEqual([
      'filter.statuses[1]',
      'filter.statuses[2]',
      'filter.sites[0]',
      'filter.label_selectors[1]',
      'filter.label_selectors[2]',
      'filter.name_prefix',
      'page_size',
    ]);
    expect(
      await violationsOf(fleet.client.listVms({ filter: { hostIds: ['ok', 'a b'] } })),
    ).toEqual(['filter.host_ids[1]']);
  });

  it('refuses a list in a filter that is too long', async () => {
    const sites = Array.from({ length: 1001 }, (_, i) => `s${String(i)}`);
    expect(await violationsOf(fleet.client.listHosts({ filter: { sites } }))).toEqual([
      'filter.sites',
    ]);
  });

  it('says which host or VM there is none of', async () => {
    const noHost = await failureOf(fleet.client.getHost('nobody'));
    expect(noHost).toMatchObject({ code: status.NOT_FOUND, details: 'there is no host "nobody"' });
    expect(statusOf(noHost).details).toEqual([
      { kind: 'resource', type: 'muster.v1.Host', name: 'nobody' },
    ]);
    const noVm = await failureOf(fleet.client.getVm('nothing'));
    expect(noVm).toMatchObject({ code: status.NOT_FOUND, details: 'there is no vm "nothing"' });
    expect(await violationsOf(fleet.client.getHost(''))).toEqual(['host_id']);
    expect(await violationsOf(fleet.client.getVm('a/b'))).toEqual(['vm_id']);
  });

  it('merges the last sample into hosts and VMs', async () => {
    fleet.samples.set(hostId(1), {
      stats: {
        host: { cpuPermille: 250, load1: 0.5 },
        disks: [{ name: 'sda', readBps: 1024 }],
        filesystems: [],
        networkInterfaces: [],
      },
      at: 1_735_689_601_500,
      clockSkewMs: -12.4,
    });
    fleet.vmSamples.set('vm-00001', {
      stats: { vmId: 'vm-00001', cpuPermille: 100 },
      at: 1_735_689_601_500,
    });
    const { host } = await fleet.client.getHost(hostId(1));
    expect(host).toMatchObject({
      stats: { cpuPermille: 250, load1: 0.5, disks: [{ name: 'sda', readBps: 1024 }] },
      statsAt: { seconds: 1_735_689_601, nanos: 500_000_000 },
      clockSkewMs: -12,
    });
    const { vm } = await fleet.client.getVm('vm-00001');
    expect(vm).toMatchObject({ stats: { cpuPermille: 100 }, statsAt: { seconds: 1_735_689_601 } });
    const { host: other } = await fleet.client.getHost(hostId(2));
    expect(other?.stats).toBeUndefined();
  });

  it('cuts a page short that would not fit into a message', async () => {
    const disks = Array.from({ length: 500 }, (_, i) => ({
      name: `${'d'.repeat(200)}${String(i)}`,
    }));
    for (let i = 0; i < 100; i++) {
      fleet.samples.set(hostId(i), {
        stats: { host: {}, disks, filesystems: [], networkInterfaces: [] },
        at: 1,
        clockSkewMs: 0,
      });
    }
    const page = await fleet.client.listHosts({ pageSize: 100 });
    expect(page.hosts?.length).toBeLessThan(100);
    const all = await fleet.client.allHosts({}, 100);
    expect(new Set(all.map(({ id }) => id)).size).toBe(hostCount);
  });

  it('counts hosts and VMs by status and site', async () => {
    const summary = await fleet.client.summarize();
    expect(summary).toMatchObject({ hostCount, vmCount: 300 });
    expect(summary.hosts).toEqual(
      expect.arrayContaining([
        { status: 'HOST_STATUS_UP', count: 2000 },
        { status: 'HOST_STATUS_SUSPECT', count: 500 },
      ]),
    );
    expect(summary.sites?.map(({ site = '', hostCount: count }) => [site, count])).toEqual([
      ['', 833],
      ['north', 834],
      ['south', 833],
    ]);
  });

  it('hides the inside of a fault of its own', async () => {
    const broken = await ApiFleet.start({
      view: Object.assign(Object.create(fleet.store) as typeof fleet.store, {
        summarize: () => {
          throw new TypeError('secret inside');
        },
      }),
    });
    const error = await failureOf(broken.client.summarize());
    expect(error.code).toBe(status.INTERNAL);
    expect(error.details).not.toContain('secret');
    await broken.stop();
  });

  it('refuses a request that is too large', async () => {
    const namePrefix = 'x'.repeat(300 * 1024);
    const error = await failureOf(fleet.client.listHosts({ filter: { namePrefix } }));
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
  });
});
