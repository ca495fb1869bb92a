import { setTimeout as sleep } from 'node:timers/promises';

import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import type { Event } from '../../shared/model/event.ts';
import { eventually } from '../harness/eventually.ts';
import {
  expectSound,
  expectWholeStory,
  gapsIn,
  hostStatusesIn,
  stateAgrees,
} from '../harness/fleet-stories.ts';
import { storedEvents } from '../harness/nats-recorder.ts';
import type { NatsServer } from '../harness/nats-server.ts';
import { Stage, type Fleet } from '../harness/stage.ts';
import { failureOf } from '../harness/watch-events.ts';

const outageMs = 20_000;

describe.concurrent('nats-server', () => {
  it('gone for 20 s loses nothing; heartbeats go on and the API answers', async (context) => {
    const fleet = await new Stage(context).fleet('nats');
    const { agent, central, watch } = fleet;
    const nats = natsOf(fleet);
    const outage = async (): Promise<void> => {
      await nats.kill('SIGKILL');
      const reportsBefore = await central.metric('muster_reports_total');
      const untilMs = performance.now() + outageMs;
      while (performance.now() < untilMs) {
        const { host } = await central.client.getHost(agent.hostId);
        expect(host?.status).toBe('HOST_STATUS_UP');
        await sleep(500);
      }
      const reports = (await central.metric('muster_reports_total')) - reportsBefore;
      expect(reports).toBeGreaterThan(5);
      const { code, text } = await central.http('/readyz');
      expect(`${code} ${text}`).toMatch(/^503 .*NATS/s);
      await nats.restart();
    };
    await agent.vms.play(1000, { at: { 200: outage }, everyMs: 25 });
    await expectWholeStory(fleet);
    await central.ready();
    expect(hostStatusesIn(watch.events)).toEqual(new Set(['INITIALIZING', 'UP']));
    expect(agent.disconnectedAt).toEqual([]);
  });

  it('gone while more happens than the central queues: the agent tells it again, and nothing is lost', async (context) => {
    const fleet = await new Stage(context).fleet('nats');
    const { agent } = fleet;
    const nats = natsOf(fleet);
    const changeCount = limits.hostQueueMax + 2000;
    const outage = async (): Promise<void> => {
      await nats.kill('SIGKILL');
      await eventually(() => agent.vms.changeCount > changeCount - 500 || undefined, {
        what: 'more happens than fits',
      });
      await sleep(1000);
      await nats.restart();
    };
    await agent.vms.play(changeCount, { at: { 100: outage }, everyMs: 1 });
    await expectWholeStory(fleet);
    expect(agent.disconnectedAt).toHaveLength(1);
  });

  it('that comes back empty is filled again, and the gap is said', async (context) => {
    const fleet = await new Stage(context).fleet('nats');
    const { agent, watch } = fleet;
    const nats = natsOf(fleet);
    await agent.vms.play(300);
    await stateAgrees(fleet);
    const oldToken = watch.token;
    const restart = async (): Promise<void> => {
      await nats.kill('SIGKILL');
      nats.empty();
      await sleep(1000);
      await nats.restart();
    };
    await agent.vms.play(700, { at: { 100: restart }, everyMs: 8 });
    await stateAgrees(fleet);
    await expectNewLife(fleet, { oldToken, reason: 'STORAGE_LOST' });
    // All of it is of the new life: what was pending, then the gap, then what came later.
    expectSound(await storedEvents(nats.address));
  });

  it('that comes back as it was earlier is brought up to date, and the gap is said', async (context) => {
    const fleet = await new Stage(context).fleet('nats');
    const { agent, watch } = fleet;
    const nats = natsOf(fleet);
    await agent.vms.play(300);
    await expectWholeStory(fleet);
    const keptCount = (await storedEvents(nats.address)).length;
    await nats.kill('SIGTERM');
    const copy = nats.copy();
    await nats.restart();
    await agent.vms.play(300);
    await stateAgrees(fleet);
    const oldToken = watch.token;
    const restore = async (): Promise<void> => {
      await nats.kill('SIGKILL');
      nats.restore(copy);
      await sleep(500);
      await nats.restart();
    };
    await agent.vms.play(400, { at: { 100: restore }, everyMs: 4 });
    await stateAgrees(fleet);
    await expectNewLife(fleet, { oldToken, reason: 'STORAGE_ROLLED_BACK' });
    const events = await storedEvents(nats.address);
    expectSound(events.slice(0, keptCount));
    const later = events.slice(keptCount);
    expectSound(later);
    // At most the one step that was under way comes before it.
    const gap = later.findIndex(({ historyGap }) => historyGap !== undefined);
    expect(gap).toBeLessThanOrEqual(limits.pendingEntriesMax);
  });
});

function natsOf({ nats }: Fleet): NatsServer {
  if (!nats) throw new Error('not in mode nats');
  return nats;
}

async function expectNewLife(
  { central, watch, nats, agent }: Fleet,
  { oldToken, reason }: { readonly oldToken: string; readonly reason: string },
): Promise<void> {
  const events: Event[] = nats ? await storedEvents(nats.address) : [];
  expect(gapsIn(events)).toEqual([reason]);
  expect(gapsIn(watch.events)).toEqual([reason]);
  expect(watch.outOfRangeCount).toBe(1);
  const [oldLife] = oldToken.split(':');
  expect(watch.token.split(':')[0]).not.toBe(oldLife);
  const failure = await failureOf(central.client.watch({ resumeToken: oldToken }));
  expect(failure.code).toBe(status.OUT_OF_RANGE);
  expect(hostStatusesIn(events)).not.toContain('NON_RESPONSIVE');
  await central.hostIs(agent.hostId, 'UP');
}
