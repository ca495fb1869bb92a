import { it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';

it('all agents are cut off at once, then all replicas are killed at once', async (context) => {
  const fleet = await FaultedFleet.start(new Stage(context), { isAgentsLinked: true });
  const { all } = fleet.replicas;
  await fleet.suffer({
    name: 'all links to agents are cut at once',
    act: async () => {
      for (const { agentsLink } of all) agentsLink.cut();
      for (const { central } of all)
        await eventually(async () => (await central.metric('muster_sessions')) === 0 || undefined, {
          what: 'all sessions are over',
        });
      for (const { agentsLink } of all) agentsLink.heal();
    },
  });
  await fleet.goesOn();
  await fleet.suffer({
    name: 'all replicas are killed at once and started again',
    act: async () => {
      await Promise.all(all.map(({ central }) => central.kill()));
      await Promise.all(all.map(({ central }) => central.restart()));
    },
    isBalanced: true,
  });
  await fleet.expectWholeStory();
});
