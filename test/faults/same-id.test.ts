import { expect, it } from 'vitest';

import { machineMs } from '../swarm/mark.ts';
import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';

it('a second replica with the id of one that runs ends with exit code 3, and the first goes on', async (context) => {
  const fleet = await FaultedFleet.start(new Stage(context));
  const fromMs = machineMs();
  const all = [...fleet.replicas.all];
  const second = await fleet.replicas.create({ id: 'r1' });
  await fleet.suffer({
    name: 'a second replica with the same id',
    act: async () => {
      second.central.spawn();
      expect(await second.central.ended()).toEqual({ code: 3, signal: null });
    },
    among: all,
    isBalanced: true,
  });
  await fleet.goesOn();
  await fleet.isWhole({ among: all, isBalanced: true });
  await fleet.expectWholeStory({ among: all });
  fleet.expectNoStatusChange(fromMs);
  expect(fleet.story.checker.moves({ fromMs })).toEqual([]);
});
