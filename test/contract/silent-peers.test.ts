import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Member } from '../../central/membership-port.ts';
import type { PeerStanding } from '../../central/peer-port.ts';
import { peerLimits } from '../../shared/peer-limits.ts';
import { eventually } from '../harness/eventually.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { Proxy } from '../harness/proxy.ts';
import { aMember, StagedReplica } from '../harness/replica-stage.ts';

const question = { hostId: 'host-1', run: 'boot-1-run', askedBy: 'asker' };
const well: PeerStanding = { hasStorage: true, hearsHosts: true };

describe('a peer behind a bad network', () => {
  let clock: FakeClock;
  let asker: StagedReplica;
  let asked: StagedReplica;
  let proxy: Proxy;
  let peer: Member;

  beforeEach(async () => {
    clock = new FakeClock();
    asker = await StagedReplica.start('asker', { client: { clock } });
    asked = await StagedReplica.start('asked');
    proxy = await Proxy.start({ port: asked.api.server.port });
    peer = aMember('asked', { addresses: { agents: '', api: proxy.address } });
    asker.members.set('asked', peer);
  });
  afterEach(async () => {
    await asker.stop();
    await asked.stop();
    await proxy.stop();
    expect(clock.timerCount).toBe(0);
  });

  async function vanish(): Promise<void> {
    proxy.setMode({ kind: 'swallow', direction: 'both' });
    const answer = asker.peers.standing(peer);
    await clock.advanceAsync(peerLimits.peerAnswerMs);
    expect(await answer).toBeUndefined();
  }

  it('is waited for until the deadline', async () => {
    expect(await asker.peers.standing(peer)).toEqual(well);
    proxy.setMode({ kind: 'swallow', direction: 'down' });
    const answer = asker.peers.hasSession(peer, question);
    await eventually(() => asked.answers.askedFor('hasSession')[0], { what: 'it was asked' });
    await clock.advanceAsync(peerLimits.peerAnswerMs - 1);
    const still = Promise.resolve('still waiting');
    expect(await Promise.race([answer, still])).toBe('still waiting');
    await clock.advanceAsync(1);
    expect(await answer).toBeUndefined();
  });

  it('makes nobody else wait for the same silence', async () => {
    await vanish();
    const answers = Array.from({ length: 1000 }, () => asker.peers.hasSession(peer, question));
    expect(clock.timerCount).toBe(0);
    expect(new Set(await Promise.all(answers))).toEqual(new Set([undefined]));
    expect(asked.answers.asked).toEqual([]);
  });

  it('is tried by one asker after a while, and answers all again once it is back', async () => {
    await vanish();
    await clock.advanceAsync(peerLimits.peerRestMs);
    const tried = asker.peers.standing(peer);
    expect(await asker.peers.standing(peer)).toBeUndefined();
    await clock.advanceAsync(peerLimits.peerAnswerMs);
    expect(await tried).toBeUndefined();

    proxy.setMode({ kind: 'pass' });
    await clock.advanceAsync(peerLimits.peerRestMs - 1);
    expect(await asker.peers.standing(peer)).toBeUndefined();
    await clock.advanceAsync(1);
    const first = asker.peers.standing(peer);
    expect(await asker.peers.standing(peer)).toBeUndefined();
    expect(await first).toEqual(well);
    const many = Array.from({ length: 50 }, () => asker.peers.standing(peer));
    expect(await Promise.all(many)).toEqual(many.map(() => well));
  });

  it('that refuses connections is known at once, and rests too', async () => {
    proxy.refuse(true);
    expect(await asker.peers.standing(peer)).toBeUndefined();
    proxy.refuse(false);
    expect(await asker.peers.standing(peer)).toBeUndefined();
    await clock.advanceAsync(peerLimits.peerRestMs);
    expect(await asker.peers.standing(peer)).toEqual(well);
  });

  it('is not taken for silent because of one slow answer among others', async () => {
    asked.answers.session = new Promise(() => undefined);
    const slow = asker.peers.hasSession(peer, question);
    await clock.advanceAsync(1);
    expect(await asker.peers.standing(peer)).toEqual(well);
    await clock.advanceAsync(peerLimits.peerAnswerMs);
    expect(await slow).toBeUndefined();
    expect(await asker.peers.standing(peer)).toEqual(well);
  });

  it.each<[string, () => void]>([
    [
      'is gone',
      () => {
        asker.members.delete('asked');
      },
    ],
    [
      'is dead',
      () => {
        asker.members.set('asked', { isAlive: false });
      },
    ],
    [
      'has moved to another address',
      () => {
        asker.members.set('asked', { addresses: { agents: '', api: '127.0.0.1:1' } });
      },
    ],
  ])('loses its connection when it %s', async (_what, change) => {
    expect(await asker.peers.standing(peer)).toEqual(well);
    expect([proxy.linkCount, asker.peers.linkCount]).toEqual([1, 1]);
    asker.members.set('asked', { ageMs: 1 });
    expect(asker.peers.linkCount).toBe(1);
    change();
    expect(asker.peers.linkCount).toBe(0);
    await eventually(() => proxy.linkCount === 0 || undefined, { what: 'the link is closed' });
  });
});

/** A TCP proxy in a thread of its own; hands on answers as late as it was told. */
const lateProxy = `
const { parentPort, workerData } = require('node:worker_threads');
let lateMs = 0;
parentPort.on('message', (ms) => { lateMs = ms; });
require('node:net').createServer((client) => {
  const server = require('node:net').connect(workerData, '127.0.0.1');
  client.pipe(server);
  client.on('error', () => undefined);
  server.on('data', (chunk) => setTimeout(() => client.write(chunk), lateMs));
}).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });
`;

describe('an answer that came while this process stood still', () => {
  it('is read before the deadline counts', async () => {
    const asker = await StagedReplica.start('asker');
    const asked = await StagedReplica.start('asked');
    const proxy = new Worker(lateProxy, { eval: true, workerData: asked.api.server.port });
    const [port] = (await once(proxy, 'message')) as [number];
    const peer = aMember('asked', { addresses: { agents: '', api: `127.0.0.1:${port}` } });
    expect(await asker.peers.standing(peer)).toEqual(well);

    proxy.postMessage(200);
    asked.answers.asked.length = 0;
    const askedAt = performance.now();
    const answer = asker.peers.standing(peer);
    await eventually(() => asked.answers.asked[0], { what: 'asked' });
    // The answer leaves this process, and comes back during the standstill.
    await new Promise((resolve) => setTimeout(resolve, 50));
    // In a turn after which timers come first, and sockets later.
    await new Promise((resolve) => setImmediate(resolve));
    while (performance.now() < askedAt + peerLimits.peerAnswerMs + 200);
    expect(await answer).toEqual(well);

    await asker.stop();
    await asked.stop();
    await proxy.terminate();
  });
});
