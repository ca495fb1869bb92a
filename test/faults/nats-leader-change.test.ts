import { describe, expect, it } from 'vitest';

import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { NatsCluster } from '../harness/nats-cluster.ts';
import { Stage } from '../harness/stage.ts';
import { machineMs } from '../swarm/mark.ts';

const streams = ['KV_muster_hosts', 'KV_muster_vms', 'KV_muster_members', 'MUSTER_EVENTS'];

describe('three nats-servers under three replicas', () => {
  it.for(['KV_muster_hosts', 'MUSTER_EVENTS', 'KV_muster_members'])(
    'one of which dies, the leader of %s: no host is taken or judged, and nothing is lost',
    async (stream, context) => {
      const stage = new Stage(context);
      const nats = stage.keep(await NatsCluster.start());
      const fleet = await FaultedFleet.start(stage, { nats, args: ['--nats-replicas', '3'] });
      const leader = await nats.leaderOf(stream);
      const fromMs = machineMs();
      await fleet.suffer({
        name: `leader of ${stream} killed`,
        act: async () => {
          await leader.kill();
          await nats.leaderOf(stream, { except: leader });
        },
      });
      await fleet.suffer({
        name: `leader of ${stream} started again`,
        act: async () => {
          await leader.restart();
          await nats.ready();
          for (const one of streams) await nats.caughtUp(one);
        },
      });
      await fleet.expectWholeStory();
      // Whoever reaches the new leader first may take in the hosts of one that does not yet.
      const reasons = fleet.story.checker.moves({ fromMs }).map(({ reason }) => reason);
      expect(reasons.filter((reason) => reason !== 'HANDED_OVER')).toEqual([]);
      fleet.expectNoStatusChange(fromMs);
    },
  );
});
