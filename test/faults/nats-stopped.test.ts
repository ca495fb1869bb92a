import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { FaultyFleet } from '../harness/faulty-fleet.ts';
import { Stage } from '../harness/stage.ts';
import { machineMs } from '../swarm/mark.ts';

const outageMs = 30_000;

describe('NATS that stops under several replicas', () => {
  it('and starts again after 30 s: no host moves, none is judged, and nothing is lost', async (context) => {
    const stage = new Stage(context);
    const nats = await stage.nats();
    const fleet = await FaultyFleet.start(stage, { nats });
    const fromMs = machineMs();
    await nats.kill();
    await sleep(outageMs);
    const startedMs = machineMs();
    await nats.restart();
    await fleet.wholeAgain('NATS stopped for 30 s', startedMs);
    await fleet.expectWholeStory();
    expect(fleet.story.checker.moves({ fromMs })).toEqual([]);
    expect(fleet.story.checker.statusChanges({ fromMs })).toEqual([]);
  });

  it('and starts empty: the replicas fill it again, and each host says that history was lost', async (context) => {
    const stage = new Stage(context);
    const nats = await stage.nats();
    const fleet = await FaultyFleet.start(stage, { nats });
    await sleep(3000);
    await nats.kill();
    nats.empty();
    const startedMs = machineMs();
    await nats.restart();
    await fleet.wholeAgain('NATS started empty', startedMs);
    await fleet.expectWholeStory({ lostFor: 'STORAGE_LOST' });
  });

  it('and starts from an old copy: the replicas bring it up to date, and each host says so', async (context) => {
    const stage = new Stage(context);
    const nats = await stage.nats();
    const fleet = await FaultyFleet.start(stage, { nats });
    await nats.kill('SIGTERM');
    const copy = nats.copy();
    await nats.restart();
    await fleet.whole();
    await sleep(10_000);
    await nats.kill();
    nats.restore(copy);
    const startedMs = machineMs();
    await nats.restart();
    await fleet.wholeAgain('NATS started from an old copy', startedMs);
    await fleet.expectWholeStory({ lostFor: 'STORAGE_ROLLED_BACK' });
  });
});
