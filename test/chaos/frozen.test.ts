import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import type { Event } from '../../shared/model/event.ts';
import { eventually } from '../harness/eventually.ts';
import { expectWholeStory, hostStatusesIn } from '../harness/fleet-stories.ts';
import { Stage } from '../harness/stage.ts';

/** Statuses of the host, one after the other. */
function statusStory(events: readonly Event[]): string[] {
  return events.flatMap(({ type, after }) =>
    type === 'HostStatusChanged' && after?.kind === 'host' ? [after.host.status] : [],
  );
}

describe.concurrent('a process that is stopped without its noticing', () => {
  it('the agent: suspected, given up in one event with its VMs, and back with one event when it goes on', async (context) => {
    const args = [
      ...['--liveness-takeover-grace', '0s', '--liveness-suspect-timeout', '2s'],
      ...['--agents-ack-deadline', '30s'],
    ];
    const fleet = await new Stage(context).fleet('nats', args);
    const { agent, central, watch } = fleet;
    agent.vms.set('vm-1', 'UP', 'BOOTED');
    agent.vms.set('vm-2', 'PAUSED', 'USER');
    await expectWholeStory(fleet);
    agent.freeze();
    await central.hostIs(agent.hostId, 'NON_RESPONSIVE');
    const unknown = await central.client.allVms({});
    expect(unknown.map(({ status, reason }) => `${status}/${reason}`)).toEqual([
      'UNKNOWN/HOST_NON_RESPONSIVE',
      'UNKNOWN/HOST_NON_RESPONSIVE',
    ]);
    agent.thaw();
    await central.hostIs(agent.hostId, 'UP');
    agent.vms.set('vm-2', 'UP', 'RESUMED');
    await expectWholeStory(fleet);
    const story = statusStory(watch.events);
    expect(story).toEqual(['UP', 'SUSPECT', 'NON_RESPONSIVE', 'UP']);
    const lost = watch.events.find(({ reason }) => reason === 'NO_CONTACT');
    expect([...(lost?.vmIds ?? [])].sort()).toEqual(['vm-1', 'vm-2']);
    const restored = watch.events.filter(({ type }) => type === 'HostVmsRestored');
    expect(restored.map(({ vmIds }) => [...vmIds].sort())).toEqual([['vm-1', 'vm-2']]);
  });

  it('the central: agents leave the dead channel, come back, and nobody is blamed for its absence', async (context) => {
    const fleet = await new Stage(context).fleet('local', ['--agents-ack-deadline', '3s']);
    const { agent, central, watch } = fleet;
    const freeze = async (): Promise<void> => {
      central.freeze();
      await eventually(() => (agent.isConnected ? undefined : true), {
        what: 'the agent notices',
      });
      await sleep(12_000);
      central.thaw();
    };
    await agent.vms.play(1000, { at: { 200: freeze }, everyMs: 20 });
    await expectWholeStory(fleet);
    expect(hostStatusesIn(watch.events)).toEqual(new Set(['INITIALIZING', 'UP']));
  });

  it('nats-server: the central leaves the dead connection and loses nothing', async (context) => {
    const fleet = await new Stage(context).fleet('nats');
    const { agent, nats, watch } = fleet;
    const freeze = async (): Promise<void> => {
      nats?.freeze();
      await sleep(12_000);
      nats?.thaw();
    };
    await agent.vms.play(1000, { at: { 200: freeze }, everyMs: 16 });
    await expectWholeStory(fleet);
    expect(agent.disconnectedAt).toEqual([]);
    expect(hostStatusesIn(watch.events)).toEqual(new Set(['INITIALIZING', 'UP']));
  });
});
