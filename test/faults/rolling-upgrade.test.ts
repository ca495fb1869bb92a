import { expect, it } from 'vitest';

import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';

it('all replicas restart one after the other', async (context) => {
  const fleet = await FaultedFleet.start(new Stage(context));
  for (const { id, central } of fleet.replicas.all) {
    await fleet.suffer({
      name: `${id} is stopped and started again`,
      act: async () => {
        expect(await central.kill('SIGTERM')).toEqual({ code: 0, signal: null });
        await central.restart();
      },
      isPlanned: true,
    });
  }
  await fleet.expectWholeStory();
});
