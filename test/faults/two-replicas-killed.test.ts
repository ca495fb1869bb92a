import { it } from 'vitest';

import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';

it('two of three replicas are killed at once and come back', async (context) => {
  const fleet = await FaultedFleet.start(new Stage(context));
  const [survivor, ...victims] = fleet.replicas.all;
  if (!survivor) throw new Error('there is no replica');
  await fleet.suffer({
    name: 'kill -9 of two of three replicas',
    act: () => Promise.all(victims.map(({ central }) => central.kill())),
    among: [survivor],
  });
  await fleet.goesOn();
  await fleet.suffer({
    name: 'two killed replicas are back',
    act: () => Promise.all(victims.map(({ central }) => central.restart())),
    isPlanned: true,
  });
  await fleet.expectWholeStory();
});
