import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { ownersShownBy } from '../harness/fleet-pictures.ts';
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
      const fleet = await FaultedFleet.start(new Stage(context), { isNatsLinked: true });
      const [alone, ...others] = fleet.replicas.all;
      const name = `replica without NATS (${kind})`;
      const cut = { name, act: () => alone?.natsLink[kind](), among: others, isPlanned: true };
      expect(await fleet.suffer(cut)).toBeLessThan(movedMsMax);
      await fleet.suffer({
        name: `${name}, healed`,
        act: () => alone?.natsLink.heal(),
        isBalanced: kind === 'cut',
        isPlanned: true,
      });
      await fleet.expectWholeStory();
    },
  );

  it.for(['cut', 'blackhole'] as const)(
    'all of them: nobody moves and nobody is judged; answers say that they are old (%s)',
    async (kind, context) => {
      const fleet = await FaultedFleet.start(new Stage(context), { isNatsLinked: true });
      const [told] = fleet.replicas.all;
      if (!told) throw new Error('no replica');
      const ownersBefore = await ownersShownBy(told);
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
      await fleet.suffer({
        name: `all replicas without NATS (${kind}), healed`,
        act: () => {
          for (const { natsLink } of fleet.replicas.all) natsLink.heal();
        },
      });
      expect(await ownersShownBy(told)).toEqual(ownersBefore);
      await fleet.expectWholeStory();
      expect(fleet.story.checker.moves({ fromMs })).toEqual([]);
      fleet.expectNoStatusChange(fromMs);
    },
  );
});
