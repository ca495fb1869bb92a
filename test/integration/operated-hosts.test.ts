import { describe, expect, it } from 'vitest';

import type { ExplainHostResponse__Output } from '../../shared/wire/generated/muster/v1/ExplainHostResponse.ts';
import { eventually } from '../harness/eventually.ts';
import { failureOf, Operator } from '../harness/operator.ts';
import { Replicas } from '../harness/replicas.ts';
import { hostIdOf } from '../harness/ring-host.ts';
import { Stage } from '../harness/stage.ts';
import type { Mode } from '../harness/stage.ts';

const quick = ['--agents-interval', '1s', '--liveness-suspect-timeout', '2s'];

describe.each<Mode>(['local', 'nats'])(
  'operators, a real agent and a real central in mode %s',
  (mode) => {
    it('a host is prepared, maintained in silence, given back, retired, and refused', async (context) => {
      const stage = new Stage(context);
      const { central, agent, watch } = await stage.fleet(mode, [
        ...quick,
        ...['--liveness-takeover-grace', '0s'],
      ]);
      const operator = stage.keep(new Operator(central.apiAddress));
      const { hostId } = agent;
      const statusIs = (status: string): Promise<string> =>
        eventually(
          async () => {
            const { host } = await central.client.getHost(hostId);
            return host?.status === `HOST_STATUS_${status}` ? host.reason : undefined;
          },
          { what: `${hostId} is ${status}`, intervalMs: 50 },
        );
      agent.vms.set('vm-1', 'UP', 'BOOTED');
      await eventually(
        async () => ((await central.client.allVms()).length === 1 ? true : undefined),
        { what: 'the VM is known' },
      );
      const asked = { hostId, reason: 'new disk', requestId: 'once' };
      const prepared = await operator.enter(asked);
      expect(prepared).toMatchObject({
        ...{ status: 'PREPARING_FOR_MAINTENANCE', reason: 'MAINTENANCE_REQUESTED' },
        maintenance: { reason: 'new disk', by: expect.stringContaining('127.0.0.1') as string },
      });
      expect(await failureOf(operator.retire({ hostId }))).toMatch(/^FAILED_PRECONDITION.*vm-1/);
      agent.vms.set('vm-1', 'DOWN', 'DESTROYED');
      expect(await statusIs('MAINTENANCE')).toBe('NO_VM_LEFT');

      await agent.kill('SIGKILL');
      const seen = watch.events.length;
      const explain = (): Promise<ExplainHostResponse__Output> =>
        new Promise((resolve, reject) => {
          central.client.raw.explainHost({ hostId }, (error, response) => {
            if (response) resolve(response);
            else reject(error ?? new Error('no answer'));
          });
        });
      const { situation } = await eventually(
        async () => {
          const explained = await explain();
          return (explained.situation?.silentMs ?? 0) > 8_000 ? explained : undefined;
        },
        { what: 'it is silent for longer than until its verdict', timeoutMs: 20_000 },
      );
      expect(situation).not.toHaveProperty('nextStatus');
      expect(watch.events.slice(seen)).toEqual([]);

      expect(await operator.exit({ hostId })).toMatchObject({
        ...{ status: 'SUSPECT', reason: 'MAINTENANCE_OVER' },
      });
      expect(await statusIs('NON_RESPONSIVE')).toBe('NO_CONTACT');
      // Repeated under its id it does nothing more.
      expect((await operator.enter(asked)).status).toBe('NON_RESPONSIVE');
      agent.spawn();
      await statusIs('UP');

      expect((await operator.retire({ hostId, reason: 'sold' })).status).toBe('RETIRED');
      await eventually(() => (/retired at .*\(sold\)/.test(agent.logText) ? true : undefined), {
        what: 'the agent hears why',
      });
      await agent.kill('SIGKILL');
      agent.spawn();
      await eventually(
        () => ((agent.logText.match(/retired at/g)?.length ?? 0) > 1 ? true : undefined),
        { what: 'a new run hears it too' },
      );
      expect(await statusIs('RETIRED')).toBe('RETIRED_BY_OPERATOR');
      expect(await central.client.allVms()).toEqual([]);
      expect((await operator.delete({ hostId })).reason).toBe('REMOVED');
      await eventually(
        async () => ((await central.client.allHosts()).length === 0 ? true : undefined),
        { what: 'nobody knows the host' },
      );
      expect(watch.events.at(-1)).toMatchObject({
        ...{ type: 'HostRemoved', reason: 'DELETED_BY_OPERATOR' },
        before: { host: { status: 'RETIRED' } },
      });
      expect(watch.events.at(-1)).not.toHaveProperty('after');
      const gone = watch.events.at(-1)?.epoch ?? 0;
      await agent.kill('SIGKILL');
      await central.kill('SIGKILL');
      await central.restart();
      agent.spawn();
      await statusIs('UP');
      const { host: back } = await central.client.getHost(hostId);
      expect(back?.epoch).toBeGreaterThan(gone);
      expect(await failureOf(operator.enter({ hostId: 'nobody' }))).toMatch(/^NOT_FOUND/);
    });
  },
);

it('any replica takes a request; the heirs of a dead owner keep what was asked, and take more', async (context) => {
  const stage = new Stage(context);
  const nats = await stage.nats();
  const replicas = stage.keep(await Replicas.start({ count: 2, nats, args: quick }));
  const [first, second] = replicas.all;
  if (!first || !second) throw new Error('two replicas were to start');
  const ids = ['r1', 'r2'];
  const idle = hostIdOf('r1', ids);
  const busy = hostIdOf('r1', ids, idle);
  const free = hostIdOf('r1', ids, idle, busy);
  const agents = [];
  for (const hostId of [idle, busy, free])
    agents.push(await stage.agent({ addresses: replicas.addresses, hostId }));
  agents[1]?.vms.set('vm-1', 'UP', 'BOOTED');
  const { client } = second.central;
  await eventually(async () => ((await client.allVms()).length === 1 ? true : undefined), {
    what: 'the VM is known',
  });
  const operator = stage.keep(new Operator(second.central.apiAddress));
  expect((await operator.enter({ hostId: idle })).status).toBe('MAINTENANCE');
  expect((await operator.enter({ hostId: busy, reason: 'disk' })).owner).toBe('r1');
  const ownerOf = async (hostId: string): Promise<string | undefined> =>
    (await client.getHost(hostId)).host?.owner;
  expect(await ownerOf(busy)).toBe('r1');

  // Without agents nobody claims the hosts: the request does.
  await Promise.all(agents.map((agent) => agent.kill('SIGKILL')));
  await first.central.kill('SIGKILL');
  const heired = await eventually(
    async () => operator.enter({ hostId: free, requestId: 'x' }).catch(() => undefined),
    { what: 'the heir takes a request', timeoutMs: 20_000 },
  );
  expect(heired).toMatchObject({ owner: 'r2', maintenance: { reason: '' } });
  const statusOf = async (hostId: string): Promise<string | undefined> =>
    (await client.getHost(hostId)).host?.status;
  expect(await statusOf(idle)).toBe('HOST_STATUS_MAINTENANCE');
  for (const agent of agents) agent.spawn();
  await eventually(async () => ((await ownerOf(busy)) === 'r2' ? true : undefined), {
    what: 'the heir has the busy host',
    timeoutMs: 30_000,
  });
  await eventually(
    async () =>
      (await statusOf(busy)) === 'HOST_STATUS_PREPARING_FOR_MAINTENANCE' ? true : undefined,
    { what: 'it prepares under its heir', timeoutMs: 20_000 },
  );
  expect((await client.getHost(busy)).host?.maintenance?.reason).toBe('disk');
  agents[1]?.vms.set('vm-1', 'DOWN', 'DESTROYED');
  await eventually(
    async () => ((await statusOf(busy)) === 'HOST_STATUS_MAINTENANCE' ? true : undefined),
    { what: 'its last VM went' },
  );
  expect(await statusOf(idle)).toBe('HOST_STATUS_MAINTENANCE');
});
