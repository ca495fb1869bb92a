import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { Replicas } from '../harness/replicas.ts';
import { Stage } from '../harness/stage.ts';
import { SwarmProcess } from '../harness/swarm-process.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

const hosts = 24;
/** What silence is, at the interval of one second; then SUSPECT, the hold, and never more than a minute in all. */
const silenceMs = 3_000;
const holdMs = 30_000;
const gracesMsMax = 60_000;
const slackMs = 10_000;

it('a replica is killed while it doubts that its hosts are gone: its heir waits no longer than one silence may', async (context) => {
  const stage = new Stage(context);
  const nats = await stage.nats();
  const replicas = stage.keep(await Replicas.start({ count: 2, nats, isAgentsLinked: true }));
  const [victim, heir] = replicas.all;
  if (!victim || !heir) throw new Error('there are no two replicas');
  const watch = stage.keep(await WatchRecorder.start(heir.central.client));
  const swarm = stage.keep(
    new SwarmProcess({
      ...{ vms: 2, changeRate: 0, agents: hosts },
      addresses: replicas.addresses,
    }),
  );
  await swarm.settled();
  const ownedBy = async (id: string): Promise<string[]> => {
    const { hosts: all = [] } = await heir.central.client.listHosts({ pageSize: 100 });
    const up = all.filter(({ status }) => status === 'HOST_STATUS_UP');
    expect(up).toHaveLength(hosts);
    return up.flatMap((host) => (host.owner === id ? [host.id ?? ''] : []));
  };
  const orphans = await eventually(() => ownedBy(victim.id), { what: 'all hosts are UP' });
  expect(orphans.length).toBeGreaterThan(3);
  // In contact for as long as a mass silence looks back, and out of the grace after the start.
  await sleep(2 * silenceMs + 30_000);

  const statuses = (status: string) =>
    watch.events.filter(
      ({ type, after }) =>
        type === 'HostStatusChanged' && after?.kind === 'host' && after.host.status === status,
    );
  for (const { agentsLink } of replicas.all) agentsLink.blackhole();
  const cutMs = performance.now();
  await eventually(() => statuses('SUSPECT').length >= hosts || undefined, {
    what: 'all are suspected',
    timeoutMs: 20_000,
  });
  const doubts = () => watch.events.filter(({ type }) => type === 'ReplicaSuspectsItself');
  await eventually(() => doubts().length === 2 || undefined, { what: 'both suspect themselves' });
  await victim.central.kill();
  const firstMs = await eventually(
    () => (statuses('NON_RESPONSIVE').length > 0 ? performance.now() - cutMs : undefined),
    { what: 'the first is given up', timeoutMs: gracesMsMax + slackMs },
  );
  expect(firstMs).toBeGreaterThan(holdMs);
  await eventually(() => statuses('NON_RESPONSIVE').length >= hosts || undefined, {
    what: 'all are given up',
    timeoutMs: gracesMsMax + slackMs,
  });
  expect(performance.now() - cutMs).toBeLessThan(silenceMs + gracesMsMax + slackMs);
  await sleep(2_000);
  const givenUp = statuses('NON_RESPONSIVE').map(({ hostId }) => hostId);
  expect(givenUp).toHaveLength(hosts);
  expect(new Set(givenUp).size).toBe(hosts);
  expect(givenUp).toEqual(expect.arrayContaining(orphans));
  expect(doubts()).toHaveLength(2);
});
