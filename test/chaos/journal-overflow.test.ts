import { describe, expect, it } from 'vitest';

import {
  expectSound,
  gapsIn,
  stateAgrees,
  storiesOf,
  storiesTold,
} from '../harness/fleet-stories.ts';
import { storedEvents } from '../harness/nats-recorder.ts';
import { ScriptedAgentProcess } from '../harness/scripted-agent-process.ts';
import { Stage, type Mode } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

describe.concurrent('a journal that overflows while the central is away', () => {
  it.for<Mode>(['local', 'nats'])(
    'costs history once, with one gap that says so, and no state in mode %s',
    async (mode, context) => {
      const stage = new Stage(context);
      const nats = mode === 'nats' ? await stage.nats() : undefined;
      const central = await stage.central(nats ? { nats: nats.address } : {});
      const watch = stage.keep(await WatchRecorder.start(central.client));
      const addresses = [central.agentsAddress];
      const agent = stage.keep(new ScriptedAgentProcess({ addresses, journalEntriesMax: 50 }));
      agent.spawn();
      await agent.connected();
      const fleet = { central, watch, agent, ...(nats && { nats }) };
      await agent.vms.play(40, { everyMs: 10 });
      await stateAgrees(fleet);
      await central.kill('SIGKILL');
      await agent.vms.play(300);
      await central.restart();
      await agent.connected();
      await stateAgrees(fleet);
      await agent.vms.play(40, { everyMs: 10 });
      await stateAgrees(fleet);
      const events = nats ? await storedEvents(nats.address) : watch.events;
      expectSound(events);
      expect(gapsIn(events)).toEqual(['JOURNAL_OVERFLOW']);
      const gap = events.findIndex(({ historyGap }) => historyGap !== undefined);
      for (const [vmId, told] of Object.entries(storiesOf(events.slice(0, gap)))) {
        expect(storiesTold(agent.vms)[vmId]?.slice(0, told.length)).toEqual(told);
      }
    },
  );
});
