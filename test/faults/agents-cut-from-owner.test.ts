import { describe, expect, it } from 'vitest';

import { FaultyFleet } from '../harness/faulty-fleet.ts';
import { Stage } from '../harness/stage.ts';
import { machineMs } from '../swarm/mark.ts';

describe('a replica cut from its agents and not from NATS', () => {
  it.for(['cut', 'blackhole'] as const)(
    'keeps none of them: they are with the others, and stay there when it is back (%s)',
    async (kind, context) => {
      const fleet = await FaultyFleet.start(new Stage(context), { isAgentsLinked: true });
      const [alone, ...others] = fleet.replicas.all;
      const fromMs = machineMs();
      alone?.agentsLink[kind]();
      const fault = `agents cut from their owner (${kind})`;
      await fleet.wholeAgain(fault, fromMs, others);
      const healedMs = machineMs();
      alone?.agentsLink.heal();
      await fleet.wholeAgain(`${fault}, healed`, healedMs);
      await fleet.expectWholeStory();
      expect(fleet.story.checker.moves({ fromMs: healedMs })).toEqual([]);
    },
  );
});
