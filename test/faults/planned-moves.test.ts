import { expect, it } from 'vitest';

import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';
import { MusterCli } from '../harness/muster-cli.ts';

it('a replica that joins and one that is told to leave change the status of no host', async (context) => {
  const stage = new Stage(context);
  const fleet = await FaultedFleet.start(stage);
  const [drained, other, ...others] = fleet.replicas.all;
  if (!drained || !other) throw new Error('there are no two replicas');
  const joined = await fleet.replicas.create();
  const rest = [other, ...others, joined];
  await fleet.suffer({
    name: 'a replica joins',
    act: () => joined.central.restart(),
    isBalanced: true,
    isPlanned: true,
  });
  await fleet.goesOn();
  const cli = await MusterCli.create();
  stage.keep({ stop: () => cli.remove() });
  await fleet.suffer({
    name: 'a replica is drained',
    act: async () => {
      const words = ['replica', 'drain', drained.id, '--address', other.central.apiAddress];
      expect(await cli.run(...words)).toMatchObject({ code: 0, stderr: '' });
      expect(await drained.central.ended()).toEqual({ code: 0, signal: null });
    },
    among: rest,
    isBalanced: true,
    isPlanned: true,
  });
  await fleet.expectWholeStory({ among: rest });
});
