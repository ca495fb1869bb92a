import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { seededRandom } from '../../shared/random.ts';
import {
  expectWholeStory,
  gapsIn,
  hostStatusesIn,
  repeatedIds,
  stateAgrees,
} from '../harness/fleet-stories.ts';
import { storedEvents } from '../harness/nats-recorder.ts';
import { Proxy } from '../harness/proxy.ts';
import { Stage, type Fleet } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

/** Another one is tried with CHAOS_SEED. */
const seed = Number(process.env['CHAOS_SEED'] ?? 1);

interface Links {
  readonly agentLink: Proxy;
  readonly natsLink: Proxy;
}

async function startFleet(stage: Stage): Promise<Fleet & Links> {
  const nats = await stage.nats();
  const natsLink = stage.keep(await Proxy.start({ port: nats.port }));
  const args = ['--agents-ack-deadline', '3s'];
  const central = await stage.central({ nats: natsLink.address, args });
  const agentLink = stage.keep(await Proxy.start({ port: central.agentsPort }));
  const watch = stage.keep(await WatchRecorder.start(central.client));
  const agent = await stage.agent({ addresses: [agentLink.address] });
  return { nats, central, watch, agent, agentLink, natsLink };
}

type Trouble = (fleet: Fleet & Links) => Promise<void>;

const troubles: Readonly<Record<string, Trouble>> = {
  'central killed': async ({ central }) => {
    await central.kill('SIGKILL');
    await sleep(200);
    central.spawn();
  },
  'nats killed': async ({ nats }) => {
    await nats?.kill('SIGKILL');
    await sleep(500);
    await nats?.restart();
  },
  'nats and central killed': async ({ central, nats }) => {
    await nats?.kill('SIGKILL');
    await central.kill('SIGKILL');
    central.spawn();
    await sleep(1000);
    await nats?.restart();
  },
  'agent link swallows': async ({ agentLink }) => {
    agentLink.setMode({ kind: 'swallow', direction: 'both' });
    await sleep(4500);
    agentLink.setMode({ kind: 'pass' });
    agentLink.reset();
  },
  'agent link reset': ({ agentLink }) => {
    agentLink.reset();
    return Promise.resolve();
  },
  'nats link swallows answers': async ({ natsLink }) => {
    natsLink.setMode({ kind: 'swallow', direction: 'down' });
    await sleep(1000);
    natsLink.reset();
    natsLink.setMode({ kind: 'pass' });
  },
  'nats link reset': ({ natsLink }) => {
    natsLink.reset();
    return Promise.resolve();
  },
  'nats frozen': async ({ nats }) => {
    nats?.freeze();
    await sleep(2500);
    nats?.thaw();
  },
  'central frozen': async ({ central }) => {
    central.freeze();
    await sleep(1500);
    central.thaw();
  },
};

/** These cost history, which must be said. */
const losses: Readonly<Record<string, Trouble>> = {
  'agent killed': async ({ agent }) => {
    await agent.kill('SIGKILL');
    await sleep(300);
    agent.spawn();
  },
  'nats emptied': async ({ nats }) => {
    await nats?.kill('SIGKILL');
    nats?.empty();
    await nats?.restart();
  },
  'nats rolled back': async ({ nats }) => {
    if (!nats) return;
    await nats.kill('SIGTERM');
    const copy = nats.copy();
    await nats.restart();
    await sleep(1500);
    await nats.kill('SIGKILL');
    nats.restore(copy);
    await nats.restart();
  },
};

/** Until `isOver`; returns what was done. */
async function makeTrouble(
  fleet: Fleet & Links,
  kinds: Readonly<Record<string, Trouble>>,
  isOver: () => boolean,
): Promise<string[]> {
  const random = seededRandom(seed);
  const names = Object.keys(kinds);
  const done: string[] = [];
  while (!isOver()) {
    const name = names[Math.floor(random.next() * names.length)] ?? '';
    done.push(name);
    await kinds[name]?.(fleet);
    await sleep(random.next() * 1500);
  }
  return done;
}

describe.concurrent('one trouble after another', () => {
  it(`loses and repeats none of 1 000 changes (seed ${seed})`, async (context) => {
    const fleet = await startFleet(new Stage(context));
    let isOver = false;
    const done = makeTrouble(fleet, troubles, () => isOver);
    await fleet.agent.vms.play(1000, { everyMs: 15 });
    isOver = true;
    await context.annotate((await done).join(', '));
    await fleet.central.ready();
    await expectWholeStory(fleet);
    expect(hostStatusesIn(fleet.watch.events)).not.toContain('NON_RESPONSIVE');
  });

  it(`that costs history: the state is right in the end, and each loss is said (seed ${seed})`, async (context) => {
    const fleet = await startFleet(new Stage(context));
    let isOver = false;
    const trouble = makeTrouble(fleet, { ...troubles, ...losses }, () => isOver);
    await fleet.agent.vms.play(1000, { everyMs: 20 });
    isOver = true;
    const done = await trouble;
    await context.annotate(done.join(', '));
    await fleet.agent.connected();
    await fleet.central.ready();
    await stateAgrees(fleet);
    const { watch, central, agent } = fleet;
    expect(hostStatusesIn(watch.events)).not.toContain('NON_RESPONSIVE');
    // A watch may be told again, in the new life of the stream, what was under way when the old one ended.
    const onStream = await storedEvents(fleet.nats?.address ?? '');
    expect(repeatedIds(onStream)).toEqual([]);
    const gaps = new Set([...gapsIn(watch.events), ...gapsIn(onStream)]);
    const killCount = done.filter((name) => name === 'agent killed').length;
    expect(gaps.has('AGENT_RESTARTED')).toBe(killCount > 0);
    expect(gaps.has('STORAGE_LOST')).toBe(done.includes('nats emptied'));
    await central.hostIs(agent.hostId, 'UP');
  });
});
