import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { expectSound, gapsIn, stateAgrees, storyOf } from '../harness/fleet-stories.ts';
import { storedEvents } from '../harness/nats-recorder.ts';
import { Stage, type Mode } from '../harness/stage.ts';

describe.concurrent('an agent killed with kill -9 in the middle of 1 000 changes', () => {
  it.for<Mode>(['local', 'nats'])(
    'is followed by one gap and the net change in mode %s',
    async (mode, context) => {
      const fleet = await new Stage(context).fleet(mode);
      const { agent, watch, nats } = fleet;
      const kill = (): Promise<void> => agent.kill('SIGKILL');
      await agent.vms.play(500, { at: { 400: kill }, everyMs: 5 });
      await agent.vms.play(100, { everyMs: 5 });
      agent.spawn();
      await agent.vms.play(50, { everyMs: 5 });
      await agent.connected();
      await agent.vms.play(350, { everyMs: 5 });
      await stateAgrees(fleet);
      // Watch and stream may be a little behind the state.
      await eventually(
        async () => {
          const events = nats ? await storedEvents(nats.address) : watch.events;
          expectSound(events);
          expect(gapsIn(events)).toEqual(['AGENT_RESTARTED']);
          const gap = events.findIndex(({ type }) => type === 'HistoryGap');
          const pictureEnd = events.findLastIndex(({ reason }) => reason === 'FIRST_SYNC_DONE');
          expect(pictureEnd).toBeGreaterThan(gap);
          for (const vmId of agent.vms.ids) {
            const told = agent.vms.story(vmId);
            const before = storyOf(events.slice(0, gap), vmId);
            expect(before).toEqual(told.slice(0, before.length));
            const after = storyOf(events.slice(pictureEnd), vmId);
            expect(after).toEqual(told.slice(told.length - after.length));
            expect(after.length).toBeGreaterThan(0);
          }
          return true;
        },
        { what: 'the story is told as it must be' },
      );
    },
  );
});
