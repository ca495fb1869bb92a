import { describe, expect, it } from 'vitest';

import { expectWholeStory } from '../harness/fleet-stories.ts';
import { Stage, type Mode } from '../harness/stage.ts';

describe('a central killed with kill -9 in the middle of 1 000 changes', () => {
  it.for<Mode>(['local', 'nats'])('loses and repeats none in mode %s', async (mode, context) => {
    const fleet = await new Stage(context).fleet(mode);
    const { agent, central } = fleet;
    const killAndRestart = async (): Promise<void> => {
      await central.kill('SIGKILL');
      await central.restart();
    };
    await agent.vms.play(1000, { at: { 250: killAndRestart, 700: killAndRestart }, everyMs: 5 });
    await expectWholeStory(fleet);
    expect(agent.disconnectedAt).toHaveLength(2);
  });
});
