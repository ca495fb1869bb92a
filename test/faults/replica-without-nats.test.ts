import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { FaultyFleet } from '../harness/faulty-fleet.ts';
import { Stage } from '../harness/stage.ts';
import { machineMs } from '../swarm/mark.ts';

/** A lifetime until it is given up, as long again to be sure where many went silent, and the agents' way. */
const movedMsMax = 15_000;
/** Longer than the lifetime of a member, and than silence until a verdict. */
const outageMs = 20_000;

describe('replicas cut from NATS and not from their agents', () => {
  it.for(['cut', 'blackhole'] as const)(
    'one, while the others have it: they get its agents, and it is one of them again later (%s)',
    async (kind, context) => {
      const fleet = await FaultyFleet.start(new Stage(context), { isNatsLinked: true });
      const [alone, ...others] = fleet.replicas.all;
      const fromMs = machineMs();
      alone?.natsLink[kind]();
      const fault = `replica without NATS (${kind})`;
      expect(await fleet.wholeAgain(fault, fromMs, others)).toBeLessThan(movedMsMax);
      alone?.natsLink.heal();
      await fleet.wholeAgain(`${fault}, healed`, machineMs());
      await fleet.expectWholeStory();
    },
  );

  it.for(['cut', 'blackhole'] as const)(
    'all of them: nobody moves and nobody is judged; answers say that they are old (%s)',
    async (kind, context) => {
      const fleet = await FaultyFleet.start(new Stage(context), { isNatsLinked: true });
      const [told] = fleet.replicas.all;
      if (!told) throw new Error('no replica');
      const ownersBefore = await fleet.hostsByOwner(told);
      const fromMs = machineMs();
      for (const { natsLink } of fleet.replicas.all) natsLink[kind]();
      for (const { central } of fleet.replicas.all)
        await eventually(
          async () => {
            const { freshness } = await central.client.listHosts({});
            return (freshness?.stale === true && freshness.reason !== '') || undefined;
          },
          { what: `${central.id} says that its answers are old`, intervalMs: 100 },
        );
      const { ends: endsBefore } = fleet.swarm.latest ?? {};
      await sleep(outageMs);
      expect(fleet.swarm.latest).toMatchObject({ connected: fleet.size, ends: endsBefore });
      const healedMs = machineMs();
      for (const { natsLink } of fleet.replicas.all) natsLink.heal();
      await fleet.wholeAgain(`all replicas without NATS (${kind})`, healedMs);
      await fleet.expectWholeStory();
      expect(await fleet.hostsByOwner(told)).toEqual(ownersBefore);
      expect(fleet.story.checker.moves({ fromMs })).toEqual([]);
      expect(fleet.story.checker.statusChanges({ fromMs })).toEqual([]);
    },
  );
});
