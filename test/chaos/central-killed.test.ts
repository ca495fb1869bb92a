import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { expectWholeStory } from '../harness/fleet-stories.ts';
import { ScriptedAgentProcess } from '../harness/scripted-agent-process.ts';
import { Stage, type Mode } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

describe.concurrent('a central killed with kill -9', () => {
  it.for<Mode>(['local', 'nats'])(
    'in the middle of 1 000 changes loses and repeats none in mode %s',
    async (mode, context) => {
      const fleet = await new Stage(context).fleet(mode);
      const { agent, central } = fleet;
      const killAndRestart = async (): Promise<void> => {
        await central.kill('SIGKILL');
        await central.restart();
        await agent.connected();
      };
      await agent.vms.play(400, { at: { 100: killAndRestart }, everyMs: 5 });
      await agent.vms.play(400, { at: { 100: killAndRestart }, everyMs: 5 });
      await agent.vms.play(200, { everyMs: 5 });
      await expectWholeStory(fleet);
      expect(agent.disconnectedAt).toHaveLength(2);
    },
  );

  it.for<Mode>(['local', 'nats'])(
    'in the middle of a first picture of 800 VMs tells each of them once in mode %s',
    async (mode, context) => {
      const stage = new Stage(context);
      const nats = mode === 'nats' ? await stage.nats() : undefined;
      const central = await stage.central(nats ? { nats: nats.address } : {});
      const watch = stage.keep(await WatchRecorder.start(central.client));
      const agent = stage.keep(new ScriptedAgentProcess({ addresses: [central.agentsAddress] }));
      for (let i = 0; i < 800; i++) agent.vms.set(`vm-${i}`, 'UP', 'BOOTED');
      agent.spawn();
      for (const count of [200, 500]) {
        await eventually(() => watch.events.length >= count || undefined, {
          what: `${count} of them are told`,
          intervalMs: 1,
        });
        await central.kill('SIGKILL');
        await central.restart();
      }
      await central.hostIs(agent.hostId, 'UP');
      await expectWholeStory({ central, watch, agent, ...(nats && { nats }) });
    },
  );
});
