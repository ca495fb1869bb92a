import { afterAll, beforeAll, expect, it } from 'vitest';

import { AgentProcess } from '../harness/agent-process.ts';
import { eventually } from '../harness/eventually.ts';
import { NatsServer } from '../harness/nats-server.ts';
import { Replicas } from '../harness/replicas.ts';
import { hostIdOf } from '../harness/ring-host.ts';

let nats: NatsServer;
let replicas: Replicas;
const agents: AgentProcess[] = [];

beforeAll(async () => {
  nats = await NatsServer.start();
  replicas = await Replicas.start({ count: 2, nats });
});

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  await replicas.stop();
  await nats.stop();
});

const files = { '/etc/machine-id': '0123456789abcdef0123456789abcdef\n' };
const oldId = hostIdOf('r1', ['r1', 'r2']);
const newId = hostIdOf('r2', ['r1', 'r2']);

function startAgent(hostId: string): AgentProcess {
  const agent = new AgentProcess({ central: replicas.addresses.join(','), hostId, files });
  agents.push(agent);
  return agent;
}

/** Every replica says so of the host: status, why it has it, and what is told of its machine. */
function isSaid(hostId: string, status: string, said: RegExp): Promise<boolean> {
  return eventually(
    async () => {
      for (const { central } of replicas.all) {
        const { host } = await central.client.getHost(hostId);
        const conflict = host?.conditions?.find(
          ({ type, active }) => type === 'CONDITION_TYPE_IDENTITY_CONFLICT' && active === true,
        );
        expect(host?.status).toBe(`HOST_STATUS_${status}`);
        const text = conflict ? `${conflict.reason ?? ''}: ${conflict.message ?? ''}` : 'nothing';
        expect(text).toMatch(said);
      }
      return true;
    },
    { what: `${hostId} is ${status}, and told to be ${String(said)}`, intervalMs: 50 },
  );
}

it('one machine under two host ids of two replicas is told at both', async () => {
  const first = startAgent(oldId);
  await isSaid(oldId, 'UP', /^nothing$/);

  // Its state folder is lost with it: it comes back as another host, long before its silence would be a verdict.
  await first.kill('SIGKILL');
  const second = startAgent(newId);
  await isSaid(oldId, 'NON_RESPONSIVE', new RegExp(`^RETURNED_AS: .*host "${newId}"`));
  const told = replicas.all.map(({ central }) => central.client.getHost(oldId));
  for (const { host } of await Promise.all(told))
    expect(host?.reason).toBe('RETURNED_UNDER_NEW_ID');
  await isSaid(newId, 'UP', /^nothing$/);

  // A clone of it, with its id.
  const clone = startAgent(oldId);
  await isSaid(oldId, 'UP', new RegExp(`^SAME_MACHINE: .*host "${newId}"`));
  await isSaid(newId, 'UP', new RegExp(`^SAME_MACHINE: .*host "${oldId}"`));

  await clone.kill('SIGKILL');
  await isSaid(newId, 'UP', /^nothing$/);
  await isSaid(oldId, 'NON_RESPONSIVE', /^RETURNED_AS/);
  await second.kill();
});
