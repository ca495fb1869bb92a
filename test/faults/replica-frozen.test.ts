import { setTimeout as sleep } from 'node:timers/promises';

import { it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';

it('a replica stands still for three lifetimes and goes on', async (context) => {
  const fleet = await FaultedFleet.start(new Stage(context));
  const [victim, ...others] = fleet.replicas.all;
  if (!victim) throw new Error('there is no replica');
  const thawed = sleep(3 * limits.memberLifetimeMs);
  await fleet.suffer({
    name: 'SIGSTOP of a replica',
    act: () => {
      victim.central.freeze();
    },
    among: others,
  });
  await thawed;
  await fleet.suffer({
    name: 'SIGCONT after three lifetimes',
    act: () => {
      victim.central.thaw();
    },
    isBalanced: true,
    isPlanned: true,
  });
  await fleet.expectWholeStory();
});
