import { ChannelCredentials, Metadata, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { peerCredentials } from '../../central/api/credentials.ts';
import type { ConditionStanding } from '../../central/state/conditions/host-watch.ts';
import type { HostSituation, SamplesOfHost, SessionAnswer } from '../../central/peer-port.ts';
import { limits } from '../../shared/limits.ts';
import { services } from '../../shared/wire/schema.ts';
import { aMember, StagedReplica } from '../harness/replica-stage.ts';

const question = { hostId: 'host-1', run: 'boot-1-run', askedBy: 'asker' };

function situationOf(changes: Partial<HostSituation> = {}): HostSituation {
  return {
    isSessionOpen: true,
    peer: '10.0.0.1:4711',
    lastFrame: 12,
    silentMs: 1200,
    silenceLimitMs: 6000,
    next: { status: 'SUSPECT', inMs: 4800 },
    movingMs: 0,
    brakes: ['GRACE', 'OWN_LAG', 'STORAGE_AWAY', 'NOT_A_MEMBER'],
    stalledReason: 'NATS is away',
    ...changes,
  };
}

function samplesOf(hostId: string): SamplesOfHost {
  const at = 1_735_689_601_500;
  return {
    hostId,
    host: {
      stats: {
        host: { cpuPermille: 250, load1: 0.5, uptimeS: 0 },
        disks: [{ name: 'sda', readBps: 1024 }],
        filesystems: [{ mount: '/', totalKib: 10, usedKib: 1 }],
        networkInterfaces: [{ name: 'eth0', linkUp: 0 }],
      },
      ...{ at, clockSkewMs: -12 },
    },
    vms: new Map([['vm-1', { stats: { vmId: 'vm-1', cpuPermille: 100 }, at }]]),
  };
}

const pressing: ConditionStanding = {
  type: 'MEMORY_PRESSURE',
  ...{ isActive: true, isRequired: false, value: 97.5, text: '' },
  ...{ enter: 95, exit: 90, unit: '%', turnsInMs: 12_000 },
};
const unknownYet: ConditionStanding = {
  type: 'NETWORK_DOWN',
  ...{ isActive: false, isRequired: true, value: undefined, text: 'eth1' },
  ...{ enter: 1, exit: 0, unit: '', turnsInMs: undefined },
};

describe('a replica asks another', () => {
  let asker: StagedReplica;
  let asked: StagedReplica;

  beforeAll(async () => {
    [asker, asked] = [await StagedReplica.start('asker'), await StagedReplica.start('asked')];
    asker.meet(asked);
  });
  afterAll(async () => {
    await asker.stop();
    await asked.stop();
  });

  it.each<SessionAnswer>([
    { kind: 'none' },
    { kind: 'released' },
    { kind: 'conflict', message: 'another agent is in session from 10.0.0.2' },
  ])('whether it has a session, and hears $kind', async (answer) => {
    asked.answers.session = answer;
    expect(await asker.peers.hasSession(asked.self, question)).toEqual(answer);
    expect(asked.answers.askedFor('hasSession').at(-1)).toEqual(question);
  });

  it('for samples of many hosts and VMs, and gets them as they are', async () => {
    const bare = { hostId: 'host-2', host: undefined, vms: new Map() };
    asked.answers.samplesByHost.set('host-1', samplesOf('host-1')).set('host-2', bare);
    const wanted = [
      { hostId: 'host-2', isHostWanted: false, vmIds: ['vm-9'] },
      { hostId: 'host-1', isHostWanted: true, vmIds: ['vm-1'] },
    ];
    const answer = await asker.peers.samples(asked.self, wanted);
    expect(answer).toEqual([bare, samplesOf('host-1')]);
    expect(asked.answers.askedFor('samples')).toEqual([wanted]);
  });

  it.each([
    ['everything', situationOf({ conditions: [pressing, unknownYet] })],
    [
      'little',
      situationOf({ movingMs: undefined, next: undefined, brakes: [], peer: '', conditions: [] }),
    ],
  ])('for the situation of a host of which it knows %s', async (_what, situation) => {
    asked.answers.situations.set('host-1', situation);
    expect(await asker.peers.situation(asked.self, 'host-1')).toEqual({ situation });
    expect(await asker.peers.situation(asked.self, 'host-9')).toEqual({ situation: undefined });
  });

  it.each([
    { hasStorage: true, hearsHosts: true },
    { hasStorage: true, hearsHosts: false },
    { hasStorage: false, hearsHosts: true },
  ])('for its standing: %o', async (standing) => {
    Object.assign(asked.answers, standing);
    expect(await asker.peers.standing(asked.self)).toEqual(standing);
  });

  it('which hosts it heard of lately', async () => {
    asked.answers.signs = [
      { hostId: 'host-2', agoMs: 0 },
      { hostId: 'host-1', agoMs: 14_999 },
    ];
    const hostIds = ['host-1', 'host-2', 'host-3'];
    expect(await asker.peers.signsOfLife(asked.self, hostIds)).toEqual(asked.answers.signs);
    expect(asked.answers.askedFor('signsOfLife')).toEqual([hostIds]);
  });

  it('to drain', async () => {
    expect(await asker.peers.drain(asked.self)).toBe(true);
    expect(asked.answers.askedFor('drain')).toHaveLength(1);
  });

  it('and gets no answer where another replica has taken over the address', async () => {
    const stranger = aMember('stranger', { addresses: asked.self.addresses });
    asked.answers.asked.length = 0;
    expect(await asker.peers.drain(stranger)).toBeUndefined();
    expect(await asker.peers.hasSession(stranger, question)).toBeUndefined();
    expect(asked.answers.asked).toEqual([]);
  });

  it('and is not shut out by what it refuses', async () => {
    const wrong = { ...question, run: 'no id' };
    expect(await asker.peers.hasSession(asked.self, wrong)).toBeUndefined();
    const many = Array.from({ length: limits.pageSizeMax + 1 }, (_, i) => ({
      ...{ hostId: `host-${i}`, isHostWanted: true, vmIds: [] },
    }));
    expect(await asker.peers.samples(asked.self, many)).toBeUndefined();
    expect(await asker.peers.standing(asked.self)).toBeDefined();
  });

  it('and drops an answer that breaks the contract', async () => {
    const sound = samplesOf('host-1');
    const host = sound.host && { ...sound.host, clockSkewMs: Infinity };
    asked.answers.samplesByHost.set('host-1', { ...sound, host });
    const wanted = [{ hostId: 'host-1', isHostWanted: true, vmIds: [] }];
    asked.answers.samplesByHost.set('host-1', { ...sound, hostId: 'not an id' });
    expect(await asker.peers.samples(asked.self, wanted)).toBeUndefined();
    expect(await asker.peers.standing(asked.self)).toBeDefined();
  });

  it('for more samples than fit into a message, and gets the first ones', async () => {
    const disks = Array.from({ length: 500 }, (_, i) => ({ name: `${'d'.repeat(200)}${i}` }));
    const wanted = Array.from({ length: 100 }, (_, i) => {
      const hostId = `large-${i}`;
      const stats = { host: {}, disks, filesystems: [], networkInterfaces: [] };
      const host = { stats, at: 1, clockSkewMs: 0 };
      asked.answers.samplesByHost.set(hostId, { hostId, host, vms: new Map() });
      return { hostId, isHostWanted: true, vmIds: [] };
    });
    const answer = await asker.peers.samples(asked.self, wanted);
    expect(answer?.length).toBeGreaterThan(1);
    expect(answer?.map(({ hostId }) => hostId)).toEqual(
      wanted.slice(0, answer?.length).map(({ hostId }) => hostId),
    );
    expect(answer?.length).toBeLessThan(100);
  });

  it.each([
    ['without a key', undefined],
    ['with another key', 'asker-key'],
    ['with an empty key', ''],
    ['with a part of the key', 'asked-ke'],
  ])('is refused %s, whatever it asks; nothing happens then', async (_case, key) => {
    const { PeerService } = services.muster.v1;
    const client = new PeerService(asked.api.address, ChannelCredentials.createInsecure());
    const metadata = new Metadata();
    if (key !== undefined) metadata.set('muster-peer-key', key);
    const before = asked.answers.asked.length;
    for (const method of Object.values(PeerService.service)) {
      const refused = new Promise((resolve) => {
        const { path, requestSerialize } = method;
        client.makeUnaryRequest(
          ...([path, requestSerialize, (bytes: Buffer) => bytes] as const),
          ...([{ replicaId: 'asked', hostId: 'h', run: 'r', askedBy: 'a' }, metadata] as const),
          resolve,
        );
      });
      expect(await refused).toMatchObject({
        code: status.UNAUTHENTICATED,
        details: expect.stringMatching(/^PeerService is for the other replicas/) as string,
      });
    }
    expect(asked.answers.asked).toHaveLength(before);
    client.close();
  });

  it('by the key of the process that runs now: whoever knows the one before hears nothing', async () => {
    asked.answers.hasStorage = true;
    const stale = { ...asked.self, peerKey: 'of-the-process-before' };
    expect(await asker.peers.standing(stale)).toBeUndefined();
    expect(await asker.peers.standing(asked.self)).toEqual({ hasStorage: true, hearsHosts: true });
  });

  it('over TLS, each trusting the authority of the other', async () => {
    const file = (name: string): string =>
      new URL(`../fixtures/tls/${name}.pem`, import.meta.url).pathname;
    const tls = {
      ...{ certificate: file('certificate'), key: file('key') },
      clientAuthorities: file('certificate'),
    };
    const secure = await StagedReplica.start('secure', { api: { tls } });
    const askWith = async (credentials: ReturnType<typeof peerCredentials>): Promise<unknown> => {
      const client = await StagedReplica.start('client', { client: { credentials } });
      const answer = await client.peers.standing(secure.self);
      await client.stop();
      return answer;
    };
    expect(await askWith(peerCredentials(tls))).toEqual({ hasStorage: true, hearsHosts: true });
    expect(await askWith(peerCredentials(undefined))).toBeUndefined();
    await secure.stop();
  });
});
