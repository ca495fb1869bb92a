import { expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { expectSound, gapsIn, stateAgrees, storyOf } from '../harness/fleet-stories.ts';
import { storedEvents } from '../harness/nats-recorder.ts';
import { Stage } from '../harness/stage.ts';

it('a central that changes from mode local to mode nats takes its fleet along; old tokens are refused', async (context) => {
  const stage = new Stage(context);
  const { agent, central, watch } = await stage.fleet('local');
  await agent.vms.play(100);
  const nats = await stage.nats();
  const change = async (): Promise<void> => {
    await central.kill('SIGTERM');
    central.useNats(nats.address);
    await central.restart();
  };
  await agent.vms.play(300, { at: { 50: change }, everyMs: 10 });
  await eventually(() => watch.outOfRangeCount === 1 || undefined, {
    what: 'the old token is refused',
  });
  await stateAgrees({ agent, central, watch, nats });
  const events = await storedEvents(nats.address);
  expectSound(events);
  expect(gapsIn(events)).toEqual([]);
  for (const vmId of agent.vms.ids) {
    // What happened before the change of mode is not told again.
    const told = storyOf(events, vmId);
    expect(told.length).toBeGreaterThan(0);
    expect(agent.vms.story(vmId).slice(-told.length)).toEqual(told);
  }
  expect(events.length).toBeLessThan(agent.vms.changeCount);
});
