import { credentials, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { loadXxh64 } from '../../central/cluster/xxh64.ts';
import { createRing } from '../../central/cluster/ring.ts';
import type { HostSituation } from '../../central/peer-port.ts';
import { peerLimits } from '../../shared/peer-limits.ts';
import type { ClusterServiceClient } from '../../shared/wire/generated/muster/v1/ClusterService.ts';
import type { ExplainHostResponse__Output } from '../../shared/wire/generated/muster/v1/ExplainHostResponse.ts';
import type { GetRingResponse__Output } from '../../shared/wire/generated/muster/v1/GetRingResponse.ts';
import { services } from '../../shared/wire/schema.ts';
import { StagedReplica } from '../harness/replica-stage.ts';
import { aStoredHost } from '../harness/store-rows.ts';

const hostCount = peerLimits.ownershipPageHosts * 2 + 1;
const hostIds = Array.from({ length: hostCount }, (_, i) => `host-${i}`);
const situation: HostSituation = {
  ...{
    isSessionOpen: true,
    peer: '10.0.0.1:4711',
    lastFrame: 7,
    silentMs: 1000.4,
    silenceLimitMs: 6000,
  },
  next: { status: 'SUSPECT', inMs: 5000 },
  ...{ movingMs: undefined, brakes: ['GRACE'], stalledReason: '' },
};

type Reply<T> = (error: ServiceError | null, response?: T) => void;

function answerOf<T>(call: (reply: Reply<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null && response !== undefined) resolve(response);
      else reject(error ?? new Error('neither an answer nor an error'));
    });
  });
}

describe('ClusterService and ExplainHost', () => {
  let a: StagedReplica;
  let b: StagedReplica;
  let client: ClusterServiceClient;
  const ring = async (): Promise<GetRingResponse__Output> =>
    answerOf((reply) => client.getRing({}, reply));
  const drain = (replicaId: string): Promise<unknown> =>
    answerOf((reply) => client.drainReplica({ replicaId }, reply));
  const explain = (hostId: string): Promise<ExplainHostResponse__Output> =>
    answerOf((reply) => a.api.client.raw.explainHost({ hostId }, reply));

  beforeAll(async () => {
    [a, b] = [await StagedReplica.start('a'), await StagedReplica.start('b')];
    client = new services.muster.v1.ClusterService(a.api.address, credentials.createInsecure());
    const owner = (i: number): string => ['a', 'b', 'gone', ''][i % 4] ?? '';
    await a.api.apply({
      hosts: hostIds.map((id, i) => aStoredHost(id, { owner: owner(i), epoch: 7 })),
    });
  });
  afterAll(async () => {
    client.close();
    await a.stop();
    await b.stop();
  });
  beforeEach(() => {
    for (const { id } of a.members.members()) if (id !== 'a') a.members.delete(id);
    a.members.set('a', { state: 'ACTIVE' });
    a.meet(b, { weight: 2 });
    a.members.set('dead', { isAlive: false, ageMs: 9000.5 });
    for (const { answers } of [a, b]) answers.asked.length = 0;
  });

  it('lists the replicas as this one sees them, and how many hosts each owns', async () => {
    a.picture = { asOf: 1_735_689_600_000, staleReason: 'NATS is away' };
    const { replicas, freshness } = (await answerOf((reply: Reply<object>) =>
      client.listReplicas({}, reply),
    )) as { replicas: object[]; freshness: object };
    const common = { version: '1.0.0', role: 'all', state: 'REPLICA_STATE_ACTIVE' };
    expect(replicas).toMatchObject([
      { ...common, id: 'a', hostsOwned: 251, answering: true, alive: true, weight: 1 },
      { ...common, id: 'b', hostsOwned: 250, answering: false, apiAddress: b.api.address },
      {
        ...common,
        id: 'dead',
        hostsOwned: 0,
        alive: false,
        ageMs: 9001,
        instance: 'dead-instance',
      },
    ]);
    expect(freshness).toMatchObject({ stale: true, reason: 'NATS is away' });
    a.picture = { asOf: 1_735_689_600_000, staleReason: '' };
  });

  it('says how hosts are shared out, and how they should be', async () => {
    const hash = await loadXxh64();
    const wanted = createRing(
      [
        { id: 'a', weight: 1 },
        { id: 'b', weight: 2 },
      ],
      hash,
    );
    const shouldOwn = (id: string): number =>
      hostIds.filter((hostId) => wanted.ownerOf(hostId) === id).length;
    const { shares = [], ...counts } = await ring();
    expect(shares).toMatchObject([
      { replicaId: 'a', inRing: true, weight: 1, wanted: shouldOwn('a'), owned: 251 },
      { replicaId: 'b', inRing: true, weight: 2, wanted: shouldOwn('b'), owned: 250 },
      { replicaId: 'gone', inRing: false, weight: 0, wanted: 0, owned: 250, outgoing: 250 },
    ]);
    for (const { owned = 0, wanted = 0, incoming = 0, outgoing = 0 } of shares) {
      expect(owned - outgoing + incoming).toBe(wanted);
    }
    expect(counts).toMatchObject({ hostCount, unownedCount: 250 });
    const misplaced = hostIds.filter((id, i) => wanted.ownerOf(id) !== ['a', 'b', '', ''][i % 4]);
    expect(counts.misplacedCount).toBe(misplaced.length);
  });

  it('drains itself, and another one through its peer service', async () => {
    expect(await drain('a')).toEqual({ alreadyDraining: false });
    expect(a.answers.askedFor('drain')).toHaveLength(1);
    expect(await drain('b')).toEqual({ alreadyDraining: false });
    expect(b.answers.askedFor('drain')).toHaveLength(1);
    a.members.set('b', { state: 'DRAINING' });
    expect(await drain('b')).toEqual({ alreadyDraining: true });
    expect(b.answers.askedFor('drain')).toHaveLength(1);
  });

  it.each<[string, string, status, RegExp]>([
    ['nobody knows', 'nobody', status.NOT_FOUND, /no replica "nobody"/],
    ['is no id', 'no id', status.INVALID_ARGUMENT, /replica_id/],
    ['is dead', 'dead', status.FAILED_PRECONDITION, /does not live/],
    ['has none to take its hosts', 'a', status.FAILED_PRECONDITION, /no other replica could take/],
    ['does not answer', 'shut', status.ABORTED, /does not answer/],
  ])('refuses to drain one that %s', async (...[, id, code, details]) => {
    a.members.set('b', { state: 'JOINING' });
    a.members.set('api', { weight: 0 });
    if (id === 'shut') {
      a.members.set('shut', { addresses: { agents: '', api: '127.0.0.1:1' } });
    }
    await expect(drain(id)).rejects.toMatchObject({
      code,
      details: expect.stringMatching(details) as unknown,
    });
    expect(a.answers.askedFor('drain')).toEqual([]);
  });

  it('drains one that owns nothing whoever else there is', async () => {
    a.members.set('b', { state: 'JOINING', weight: 0 });
    expect(await drain('b')).toEqual({ alreadyDraining: false });
  });

  it('explains a host of its own: owner, claim, preference, contact, rule', async () => {
    a.answers.situations.set('host-0', situation);
    a.claims.set('host-0', { at: 1_735_689_600_000, reason: 'RING_CHANGED' });
    const stats = { host: {}, disks: [], filesystems: [], networkInterfaces: [] };
    a.api.samples.set('host-0', { stats, at: 1_735_689_601_000, clockSkewMs: -40.2 });
    const answer = await explain('host-0');
    expect(answer.ownership).toMatchObject({
      ...{ owner: 'a', ownerAlive: true, epoch: 7, claimReason: 'RING_CHANGED' },
      claimedAt: { seconds: 1_735_689_600 },
    });
    expect(answer.ownership?.preference?.toSorted()).toEqual(['a', 'b']);
    expect(answer.ownership?.responsible).toBe(answer.ownership?.preference?.[0]);
    expect(answer).toMatchObject({
      host: { id: 'host-0', status: 'HOST_STATUS_UP' },
      situation: {
        sessionOpen: true,
        lastFrame: 7,
        silentMs: 1000,
        brakes: ['BRAKE_GRACE'],
        nextInMs: 5000,
      },
      ...{ situationUnknown: '', clockSkewMs: -40, sampledAt: { seconds: 1_735_689_601 } },
      freshness: { stale: false },
    });
    expect(answer.situation?.movingMs).toBeUndefined();
    expect(answer.rule).toContain('becomes SUSPECT in 5.0 s');
  });

  it('explains a host of another replica by asking that one once', async () => {
    b.answers.situations.set('host-1', situation);
    const answer = await explain('host-1');
    expect(answer).toMatchObject({
      ownership: { owner: 'b', ownerAlive: true },
      situationUnknown: '',
    });
    expect(answer.situation?.silentMs).toBe(1000);
    expect(b.answers.askedFor('situation')).toEqual(['host-1']);
    expect(answer.clockSkewMs).toBeUndefined();
  });

  it.each([
    ['is not watched by its owner', 'host-4', /a does not watch the host/],
    ['is not its owner’s any more', 'host-5', /b does not own the host any more/],
    ['has an owner that is gone', 'host-2', /gone does not live/],
    ['has no owner', 'host-3', /nobody owns the host/],
  ])('says why nobody knows the contact of a host that %s', async (_what, hostId, why) => {
    const answer = await explain(hostId);
    expect(answer.situation ?? null).toBeNull();
    expect(answer.situationUnknown).toMatch(why);
    expect(answer.rule).toMatch(/^UP: /);
  });

  it('has nothing to explain of a host that is not there', async () => {
    await expect(explain('nowhere')).rejects.toMatchObject({ code: status.NOT_FOUND });
  });
});

describe('a replica that is not asked about the fleet', () => {
  it('serves the others and the operator, not FleetService', async () => {
    const replica = await StagedReplica.start('a', { api: { isFleetServed: false } });
    const hosts = replica.api.client.listHosts();
    await expect(hosts).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
    const client = new services.muster.v1.ClusterService(
      replica.api.address,
      credentials.createInsecure(),
    );
    const answer = await answerOf((reply: Reply<{ replicas?: object[] }>) =>
      client.listReplicas({}, reply),
    );
    expect(answer.replicas).toHaveLength(1);
    client.close();
    await replica.stop();
  });
});
