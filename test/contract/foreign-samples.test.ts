import { ChannelCredentials } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { SampleGathering } from '../../central/api/gathered-samples.ts';
import { PeerClient } from '../../central/peers/peer-client.ts';
import type { HostSamples, SampleView } from '../../central/ports.ts';
import { peerLimits } from '../../shared/peer-limits.ts';
import { silentLogger } from '../../shared/log.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { Proxy } from '../harness/proxy.ts';
import { aMember, SetMembers, StagedReplica } from '../harness/replica-stage.ts';
import { aHost, aStoredHost, aVm } from '../harness/store-rows.ts';

const owners = ['a', 'b', 'c', 'd'] as const;
const rows = Array.from({ length: 40 }, (_, i) => ({
  hostId: `host-${String(i).padStart(2, '0')}`,
  vmId: `vm-${String(i).padStart(2, '0')}`,
  owner: owners[i % owners.length] ?? '',
  load: i,
}));

function hostSample(load: number): HostSamples {
  const stats = { host: { load1: load }, disks: [], filesystems: [], networkInterfaces: [] };
  return { stats, at: 1_735_689_601_000, clockSkewMs: 3 };
}

/** `a` is asked by the client; it owns a quarter of the hosts, `b`, `c` and `d` the others. */
describe('statistics of hosts that several replicas own', () => {
  let replicas: StagedReplica[];
  let front: StagedReplica;
  let proxy: Proxy;
  const clock = new FakeClock();

  beforeAll(async () => {
    replicas = await Promise.all(
      owners.map((id) => StagedReplica.start(id, { client: { clock } })),
    );
    [front] = replicas as [StagedReplica];
    proxy = await Proxy.start({ port: replicaOf('c').api.server.port });
    for (const other of replicas.slice(1)) front.meet(other);
    front.members.set('c', { addresses: { agents: '', api: proxy.address } });
    await front.api.apply({
      hosts: [
        ...rows.map(({ hostId, owner }) => aStoredHost(hostId, { owner })),
        aStoredHost('host-lost', { owner: 'gone' }),
        aStoredHost('host-new', { owner: '' }),
      ],
      vms: rows.map(({ vmId, hostId }) => aVm(vmId, hostId)),
    });
    for (const { hostId, vmId, owner, load } of rows) {
      const sample = { stats: { vmId, cpuPermille: load }, at: 1_735_689_601_000 };
      // What `a` has of them all are leftovers of when it owned them.
      const isOwn = owner === 'a';
      front.api.samples.set(hostId, hostSample(isOwn ? load : 999));
      front.api.vmSamples.set(vmId, isOwn ? sample : { ...sample, stats: { vmId } });
      replicaOf(owner).answers.samplesByHost.set(hostId, {
        ...{ hostId, host: hostSample(load), vms: new Map([[vmId, sample]]) },
      });
    }
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await proxy.stop();
  });
  afterEach(() => {
    for (const { answers } of replicas) answers.asked.length = 0;
  });

  function replicaOf(id: string): StagedReplica {
    const found = replicas.find(({ self }) => self.id === id);
    if (found === undefined) throw new Error(`no replica ${id}`);
    return found;
  }

  const callCounts = (): number[] => replicas.map(({ answers }) => answers.asked.length);

  it('come with a page of hosts, in exactly one call for each other owner', async () => {
    const page = await front.api.client.listHosts({ pageSize: 40 });
    expect(page.hosts?.map(({ stats }) => stats?.load1)).toEqual(rows.map(({ load }) => load));
    expect(page.hosts?.[1]).toMatchObject({ statsAt: { seconds: 1_735_689_601 }, clockSkewMs: 3 });
    expect(callCounts()).toEqual([0, 1, 1, 1]);
    expect(page.freshness?.silentReplicas ?? []).toEqual([]);
    const [wanted] = replicaOf('b').answers.askedFor('samples');
    expect(wanted).toEqual(
      rows
        .filter(({ owner }) => owner === 'b')
        .map(({ hostId }) => ({ hostId, isHostWanted: true, vmIds: [] })),
    );
  });

  it('come with a page of VMs, in exactly one call for each other owner', async () => {
    const page = await front.api.client.listVms({ pageSize: 1000 });
    expect(page.vms?.map(({ stats }) => stats?.cpuPermille)).toEqual(rows.map(({ load }) => load));
    expect(callCounts()).toEqual([0, 1, 1, 1]);
  });

  it('come with one host and one VM, in one call', async () => {
    const { host } = await front.api.client.getHost('host-03');
    expect(host?.stats?.load1).toBe(3);
    const { vm } = await front.api.client.getVm('vm-02');
    expect(vm?.stats?.cpuPermille).toBe(2);
    expect(callCounts()).toEqual([0, 0, 1, 1]);
  });

  it('ask nobody where the page has only hosts of its own', async () => {
    const { host, freshness } = await front.api.client.getHost('host-00');
    expect(host?.stats?.load1).toBe(0);
    expect(freshness).toMatchObject({ asOf: { seconds: 1_735_689_600 }, stale: false });
    expect(callCounts()).toEqual([0, 0, 0, 0]);
  });

  it('are missing, and said to be, where the owner is dead, gone or silent', async () => {
    front.members.set('b', { isAlive: false });
    front.picture = { asOf: 1_735_689_500_000, staleReason: 'NATS is away' };
    proxy.setMode({ kind: 'swallow', direction: 'both' });
    const listing = front.api.client.listHosts();
    // The question stands; what is left is the deadline.
    while (clock.timerCount === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advanceAsync(peerLimits.peerAnswerMs);
    const page = await listing;
    expect(page.freshness).toMatchObject({
      ...{ asOf: { seconds: 1_735_689_500 }, stale: true, reason: 'NATS is away' },
      silentReplicas: ['b', 'c', 'gone'],
    });
    const withStats = page.hosts?.filter(({ stats }) => stats).map(({ owner }) => owner);
    expect(new Set(withStats)).toEqual(new Set(['a', 'd']));
    expect(page.hosts).toHaveLength(42);

    const again = await front.api.client.listVms();
    expect(again.freshness?.silentReplicas).toEqual(['b', 'c']);
    expect(clock.timerCount).toBe(0);
  });
});

describe('statistics that are here', () => {
  const own: SampleView = { samplesOf: () => hostSample(7), vmSampleOf: () => undefined };
  const view = { getHost: () => aHost('host-1', { owner: 'a' }) };
  const members = new SetMembers(aMember('a'));
  const peers = new PeerClient({
    ...{ membership: members, clock: new FakeClock(), log: silentLogger },
    credentials: ChannelCredentials.createInsecure(),
  });

  it('are answered in the same turn', () => {
    const lone = new SampleGathering({ view, samples: own });
    const clustered = new SampleGathering({
      view,
      samples: own,
      cluster: { membership: members, peers },
    });
    const [foreign, mine] = [aHost('host-1', { owner: 'z' }), aHost('host-1', { owner: 'a' })];
    const here = { samples: own, silentReplicas: [] };
    expect(lone.ofHosts([foreign])).toEqual(here);
    expect(lone.ofVms([aVm('vm-1', 'host-1')])).toEqual(here);
    // A member of its own is nobody to ask.
    expect(clustered.ofHosts([foreign])).toEqual(here);
    members.set('b');
    expect(clustered.ofHosts([mine])).toEqual(here);
    expect(clustered.ofVms([aVm('vm-1', 'host-1')])).toEqual(here);
    expect(clustered.ofHosts([foreign])).toBeInstanceOf(Promise);
  });
});
