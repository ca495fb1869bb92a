import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { expectWholeStory, hostStatusesIn } from '../harness/fleet-stories.ts';
import { NatsCluster } from '../harness/nats-cluster.ts';
import { natsVersions } from '../harness/nats-kinds.ts';
import type { NatsServer } from '../harness/nats-server.ts';
import { Stage } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

const bucket = 'KV_muster_hosts';
const streams = [bucket, 'KV_muster_vms', 'MUSTER_EVENTS'];

interface Outage {
  begin(leader: NatsServer): Promise<void>;
  end(leader: NatsServer): Promise<void>;
}

const outages: Readonly<Record<string, Outage>> = {
  'killed with kill -9 and started again': {
    begin: (leader) => leader.kill('SIGKILL'),
    end: (leader) => leader.restart(),
  },
  'stopped in order and started again': {
    begin: (leader) => leader.kill('SIGTERM'),
    end: (leader) => leader.restart(),
  },
  // Its connections stay open and it answers nobody: the others must notice, and so must we.
  'stopped with SIGSTOP and continued': {
    begin: (leader) => {
      leader.freeze();
      return Promise.resolve();
    },
    end: (leader) => {
      leader.thaw();
      return Promise.resolve();
    },
  },
};

describe.each(natsVersions())('three nats $version', (program) => {
  describe.concurrent('under commits', () => {
    it.for(Object.keys(outages))(
      'lose and repeat nothing when the leader of the hosts is %s',
      async (name, context) => {
        const outage = outages[name];
        if (!outage) throw new Error(`no outage ${name}`);
        const stage = new Stage(context);
        const nats = stage.keep(await NatsCluster.start({ program }));
        const central = await stage.central({
          nats: nats.address,
          args: ['--nats-replicas', '3'],
        });
        const watch = stage.keep(await WatchRecorder.start(central.client));
        const agent = await stage.agent({ addresses: [central.agentsAddress] });
        const changeLeader = async (): Promise<void> => {
          const leader = await nats.leaderOf(bucket);
          await outage.begin(leader);
          const next = await nats.leaderOf(bucket, { except: leader });
          expect(next.address).not.toBe(leader.address);
          const committed = watch.events.length;
          await eventually(() => watch.events.length > committed || undefined, {
            what: 'changes go on without the old leader',
          });
          await outage.end(leader);
          await nats.ready();
          for (const stream of streams) await nats.caughtUp(stream);
        };
        // Longer than the others take to elect one, which is up to ten seconds.
        await agent.vms.play(1200, { at: { 100: changeLeader }, everyMs: 10 });
        await expectWholeStory({ central, watch, agent, nats });
        expect(hostStatusesIn(watch.events)).toEqual(new Set(['INITIALIZING', 'UP']));
        expect(agent.disconnectedAt).toEqual([]);
      },
    );
  });
});
