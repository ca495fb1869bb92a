import { expect, it } from 'vitest';

import { machineMs } from '../swarm/mark.ts';
import { FaultedFleet } from '../harness/faulted-fleet.ts';

it('all replicas restart one after the other', async (context) => {
  const fleet = await FaultedFleet.start(context);
  const fromMs = machineMs();
  for (const { id, central } of fleet.replicas.all) {
    await fleet.suffer({
      name: `${id} is stopped and started again`,
      act: async () => {
        expect(await central.kill('SIGTERM')).toEqual({ code: 0, signal: null });
        await central.restart();
      },
    });
  }
  await fleet.isWhole({ isBalanced: true });
  await fleet.expectWholeStory();
  fleet.expectNoStatusChange(fromMs);
});
