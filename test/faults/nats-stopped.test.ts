import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';
import { machineMs } from '../swarm/mark.ts';

const outageMs = 30_000;

describe('NATS that stops under several replicas', () => {
  it('and starts again after 30 s: no host moves, none is judged, and nothing is lost', async (context) => {
    const stage = new Stage(context);
    const nats = await stage.nats();
    const fleet = await FaultedFleet.start(stage, { nats });
    const fromMs = machineMs();
    await nats.kill();
    await sleep(outageMs);
    await fleet.suffer({ name: 'NATS stopped for 30 s', act: () => nats.restart() });
    await fleet.expectWholeStory();
    expect(fleet.story.checker.moves({ fromMs })).toEqual([]);
    fleet.expectNoStatusChange(fromMs);
  });

  it('and starts empty: the replicas fill it again, and each host says that history was lost', async (context) => {
    const stage = new Stage(context);
    const nats = await stage.nats();
    const fleet = await FaultedFleet.start(stage, { nats });
    await fleet.goesOn();
    await nats.kill();
    nats.empty();
    await fleet.suffer({ name: 'NATS started empty', act: () => nats.restart() });
    await fleet.expectWholeStory({ lostFor: 'STORAGE_LOST' });
  });

  it('and starts from an old copy: the replicas bring it up to date, and each host says so', async (context) => {
    const stage = new Stage(context);
    const nats = await stage.nats();
    const fleet = await FaultedFleet.start(stage, { nats });
    await nats.kill('SIGTERM');
    const copy = nats.copy();
    await nats.restart();
    await fleet.isWhole();
    await fleet.goesOn(250);
    await nats.kill();
    nats.restore(copy);
    await fleet.suffer({ name: 'NATS started from an old copy', act: () => nats.restart() });
    await fleet.expectWholeStory({ lostFor: 'STORAGE_ROLLED_BACK' });
  });
});
