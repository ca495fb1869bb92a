import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { Replicas } from '../harness/replicas.ts';
import { Stage } from '../harness/stage.ts';
import { SwarmProcess } from '../harness/swarm-process.ts';

const hostCount = 6;

describe('a central of three roles', () => {
  it('takes agents where it may, and answers with their statistics where it may not', async (context) => {
    const stage = new Stage(context);
    const nats = await stage.nats();
    const replicas = stage.keep(await Replicas.start({ count: 1, nats }));
    const [all] = replicas.all;
    const state = await replicas.create({ id: 'agents-only', args: ['--replica-role', 'state'] });
    const api = await replicas.create({ id: 'answers-only', args: ['--replica-role', 'api'] });
    await Promise.all([state.central.restart(), api.central.restart()]);
    if (!all) throw new Error('there is no replica');
    const addresses = [all.agentsAddress, state.agentsAddress];
    const swarm = stage.keep(
      new SwarmProcess({ addresses, agents: hostCount, vms: 2, changeRate: 0 }),
    );
    await swarm.settled();

    const hosts = await eventually(
      async () => {
        const listed = await api.central.client.listHosts();
        const found = listed.hosts ?? [];
        const areAllThere = found.length === hostCount && found.every(({ stats }) => stats);
        return areAllThere ? found : undefined;
      },
      { what: 'the api replica shows all hosts with statistics of others' },
    );
    const owners = new Set(hosts.map(({ owner }) => owner));
    expect(owners).toEqual(new Set(['agents-only', all.id]));

    await expect(state.central.client.listHosts()).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
    });
  });
});
