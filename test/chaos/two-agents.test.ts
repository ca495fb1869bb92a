import { describe, expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { ScriptedAgentProcess } from '../harness/scripted-agent-process.ts';
import { Stage } from '../harness/stage.ts';

describe.concurrent('two agents with one host id', () => {
  it('the one that was there stays; the newcomer is refused and told why; the host says so', async (context) => {
    const stage = new Stage(context);
    const { agent, central } = await stage.fleet('local');
    agent.vms.set('vm-1', 'UP', 'BOOTED');
    const clone = stage.keep(
      new ScriptedAgentProcess({ addresses: [central.agentsAddress], hostId: agent.hostId }),
    );
    clone.vms.set('vm-of-clone', 'UP', 'BOOTED');
    clone.spawn();
    await eventually(
      () => clone.logText.includes(`host id \\"${agent.hostId}\\" is in use`) || undefined,
      { what: 'the clone is refused' },
    );
    expect(clone.logText).toContain('ALREADY_EXISTS');
    expect(clone.logText).toContain('give one of them an id of its own');
    await eventually(
      async () => {
        const { host } = await central.client.getHost(agent.hostId);
        const conflict = host?.conditions?.find(
          ({ type }) => type === 'CONDITION_TYPE_IDENTITY_CONFLICT',
        );
        expect(conflict?.active ?? conflict).toBeTruthy();
        return true;
      },
      { what: 'the condition is shown' },
    );
    expect(agent.disconnectedAt).toEqual([]);
    expect(clone.isConnected).toBe(false);
    const vms = await central.client.allVms({});
    expect(vms.map(({ id }) => id)).toEqual(['vm-1']);
    expect(
      await central.metric('muster_messages_rejected_total{reason="conflict"}'),
    ).toBeGreaterThan(0);
  });

  it('an agent that froze is replaced, and does not come back as long as its successor lives', async (context) => {
    const stage = new Stage(context);
    const { agent, central } = await stage.fleet('local');
    agent.freeze();
    const successor = await stage.agent({
      addresses: [central.agentsAddress],
      hostId: agent.hostId,
    });
    agent.thaw();
    await eventually(() => agent.logText.includes('is in use by a live agent') || undefined, {
      what: 'the old one is refused',
    });
    expect(successor.disconnectedAt).toEqual([]);
  });
});
