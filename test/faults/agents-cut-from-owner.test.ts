import { describe, expect, it } from 'vitest';

import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';
import { machineMs } from '../swarm/mark.ts';

describe('a replica cut from its agents and not from NATS', () => {
  it.for(['cut', 'blackhole'] as const)(
    'keeps none of them: they are with the others, and stay there when it is back (%s)',
    async (kind, context) => {
      const fleet = await FaultedFleet.start(new Stage(context), { isAgentsLinked: true });
      const [alone, ...others] = fleet.replicas.all;
      const name = `agents cut from their owner (${kind})`;
      await fleet.suffer({ name, act: () => alone?.agentsLink[kind](), among: others });
      const healedMs = machineMs();
      await fleet.suffer({
        name: `${name}, healed`,
        act: () => alone?.agentsLink.heal(),
        isPlanned: true,
      });
      await fleet.expectWholeStory();
      expect(fleet.story.checker.moves({ fromMs: healedMs })).toEqual([]);
    },
  );
});
