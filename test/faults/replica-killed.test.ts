import { it } from 'vitest';

import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';

it('a replica is killed and comes back', async (context) => {
  const fleet = await FaultedFleet.start(new Stage(context));
  const [victim, ...others] = fleet.replicas.all;
  if (!victim) throw new Error('there is no replica');
  await fleet.suffer({
    name: 'kill -9 of a replica',
    act: () => victim.central.kill(),
    among: others,
  });
  await fleet.goesOn();
  await fleet.suffer({
    name: 'a killed replica is back',
    act: () => victim.central.restart(),
    isBalanced: true,
    isPlanned: true,
  });
  await fleet.expectWholeStory();
});
