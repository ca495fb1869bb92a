import { it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import { FaultedFleet, lasting } from '../harness/faulted-fleet.ts';

it('a replica stands still for three lifetimes and goes on', async (context) => {
  const fleet = await FaultedFleet.start(context);
  const [victim, ...others] = fleet.replicas.all;
  if (!victim) throw new Error('there is no replica');
  const thawed = lasting(3 * limits.memberLifetimeMs);
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
  });
  await fleet.expectWholeStory();
});
