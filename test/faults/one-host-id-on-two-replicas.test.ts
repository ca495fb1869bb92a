import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { FaultedFleet } from '../harness/faulted-fleet.ts';
import type { Replica } from '../harness/replicas.ts';
import { ScriptedAgentProcess } from '../harness/scripted-agent-process.ts';
import { Stage } from '../harness/stage.ts';
import { machineMs } from '../swarm/mark.ts';

const hostId = 'twice';

describe('two agents with one host id on two replicas', () => {
  it('one stays; the other is refused and told what to do; the host says so on all replicas', async (context) => {
    const stage = new Stage(context);
    const fleet = await FaultedFleet.start(stage, { isAgentsLinked: true });
    const addresses = fleet.replicas.addresses;
    const first = await stage.agent({ addresses, hostId });
    first.vms.set('vm-of-first', 'UP', 'BOOTED');
    const responsible = await ownerOf(fleet.replicas.all);
    // Its agent is with the next of kin, and stays there for a while: the other one comes to another replica.
    responsible.agentsLink.cut();
    await eventually(async () => (await ownerOf(fleet.replicas.all)) !== responsible || undefined, {
      what: 'the host is with another replica',
      intervalMs: 50,
    });
    const owner = await ownerOf(fleet.replicas.all);
    responsible.agentsLink.heal();
    const lostBefore = first.disconnectedAt.length;
    const second = stage.keep(
      new ScriptedAgentProcess({ addresses: [responsible.agentsAddress], hostId }),
    );
    second.vms.set('vm-of-second', 'UP', 'BOOTED');
    const secondMs = machineMs();
    second.spawn();
    await eventually(
      () => second.logText.includes('give one of them an id of its own') || undefined,
      { what: 'the second is refused' },
    );
    expect(second.logText).toContain(`host id \\"${hostId}\\" is in use by a live agent`);
    expect(second.logText).toContain('ALREADY_EXISTS');
    for (const replica of fleet.replicas.all) await showsConflict(replica);
    const tookMs = Math.round(machineMs() - secondMs);
    process.stdout.write(`fault one host id on two replicas: told after ${tookMs} ms\n`);
    expect(await ownerOf(fleet.replicas.all)).toBe(owner);
    expect(first.disconnectedAt).toHaveLength(lostBefore);
    expect(second.isConnected).toBe(false);
    const vms = await owner.central.client.allVms({ hostIds: [hostId] });
    expect(vms.map(({ id }) => id)).toEqual(['vm-of-first']);
    await second.kill();
    await fleet.expectWholeStory();
  });
});

async function ownerOf(replicas: readonly Replica[]): Promise<Replica> {
  return eventually(
    async () => {
      const told = await Promise.all(replicas.map(({ central }) => central.client.getHost(hostId)));
      const owners = new Set(told.map(({ host }) => host?.owner));
      const [owner] = owners;
      return owners.size === 1 ? replicas.find(({ id }) => id === owner) : undefined;
    },
    { what: 'all replicas name one owner', intervalMs: 50 },
  );
}

async function showsConflict({ central }: Replica): Promise<void> {
  await eventually(
    async () => {
      const { host } = await central.client.getHost(hostId);
      const conflict = host?.conditions?.find(
        ({ type }) => type === 'CONDITION_TYPE_IDENTITY_CONFLICT',
      );
      expect(conflict?.active ?? conflict).toBeTruthy();
      return true;
    },
    { what: `${central.id} shows the conflict`, intervalMs: 50 },
  );
}
