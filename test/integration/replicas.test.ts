import { connect } from 'nats';
import { expect, it } from 'vitest';

import { machineMs } from '../swarm/mark.ts';
import { eventually } from '../harness/eventually.ts';
import { Link, Replicas } from '../harness/replicas.ts';
import { Stage } from '../harness/stage.ts';
import { StoryRecorder } from '../harness/story-recorder.ts';
import { StreamFollower } from '../harness/stream-follower.ts';
import { SwarmProcess } from '../harness/swarm-process.ts';

it('three replicas share a fleet: every change is told once, in order, by one owner', async (context) => {
  const stage = new Stage(context);
  const nats = await stage.nats();
  const story = stage.keep(await StoryRecorder.start(nats));
  const replicas = stage.keep(
    await Replicas.start({ count: 3, nats, isNatsLinked: true, isAgentsLinked: true }),
  );
  const addresses = replicas.addresses;
  const swarm = stage.keep(new SwarmProcess({ addresses, agents: 30, vms: 3, changeRate: 100 }));
  await swarm.settled();
  const settledMs = machineMs();
  swarm.go();
  await eventually(() => (swarm.latest?.changes ?? 0) >= 300 || undefined, {
    what: '300 changes were made',
  });
  const { changes, unsafe } = await swarm.end();
  expect(unsafe).toBe(0);
  await story.caughtUp();
  expect(story.checker.verdict()).toEqual({
    ...{ arrived: changes, repeats: expect.any(Number) as number, lost: [], twice: [] },
    ...{ misordered: [], broken: [], doubleOwners: [], nonResponsive: [], gaps: [] },
  });
  expect(story.checker.statusChanges({ fromMs: settledMs })).toEqual([]);
});

it('a link that is cut refuses, one that is a black hole says nothing, and both heal', async (context) => {
  const stage = new Stage(context);
  const nats = await stage.nats();
  const link = stage.keep(await Link.to(nats.address));
  const client = await connect({
    servers: link.address,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 20,
  });
  stage.keep({ stop: () => client.close() });
  link.cut();
  await expect(connect({ servers: link.address, reconnect: false })).rejects.toThrow();
  link.heal();
  await eventually(() => client.flush().then(() => true as const), { what: 'it is back' });
  link.blackhole();
  const flushed = client.flush().then(() => 'flushed');
  const silence = new Promise((resolve) =>
    setTimeout(() => {
      resolve('silence');
    }, 300),
  );
  expect(await Promise.race([flushed, silence])).toBe('silence');
  link.heal();
  expect(await flushed).toBe('flushed');
});

it('a follower of a stream hears each message once while NATS restarts, is put back, and is emptied', async (context) => {
  const stage = new Stage(context);
  const nats = await stage.nats();
  const heard: string[] = [];
  const follower = stage.keep(
    await StreamFollower.start(nats.address, {
      ...{ name: 'S', isBucket: false },
      take: (message) => void heard.push(Buffer.from(message.body).toString()),
    }),
  );
  const publish = async (...words: readonly string[]): Promise<void> => {
    const client = await connect({ servers: nats.address });
    const manager = await client.jetstreamManager();
    await manager.streams.add({ name: 'S', subjects: ['s'] });
    for (const word of words)
      await client.jetstream().publish('s', word, { msgID: `${word}-${String(heard.length)}` });
    await client.close();
    await follower.caughtUp();
  };
  await publish('a', 'b');
  await nats.kill('SIGTERM');
  const copy = nats.copy();
  await nats.restart();
  await publish('c', 'd');
  await nats.kill('SIGKILL');
  nats.restore(copy);
  await nats.restart();
  await publish('e', 'f', 'g');
  await nats.kill('SIGKILL');
  nats.empty();
  await nats.restart();
  await publish('h');
  expect(heard).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
});
