import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CentralProcess } from '../harness/central-process.ts';
import { DeafAgent } from '../harness/deaf-agent.ts';
import { eventually } from '../harness/eventually.ts';
import {
  RawAgent,
  reportWithNegativeCounter,
  reportWithUnknownBody,
  soundHello,
  vmChange,
} from '../harness/raw-agent.ts';
import { ScriptedAgentProcess } from '../harness/scripted-agent-process.ts';
import { stateLine } from '../harness/scripted-vms.ts';

let central: CentralProcess;
/** An agent of another host, which none of this may disturb. */
let witness: ScriptedAgentProcess;

beforeAll(async () => {
  central = await CentralProcess.start();
  witness = await ScriptedAgentProcess.start({
    addresses: [central.agentsAddress],
    hostId: 'witness',
  });
});

afterAll(async () => {
  await witness.stop();
  await central.stop();
});

async function expectWitnessUnharmed(): Promise<void> {
  witness.vms.change();
  const told = witness.vms.state;
  await eventually(
    async () => {
      const vms = await central.client.allVms({ hostIds: ['witness'] });
      expect(vms.map(stateLine).sort()).toEqual(told);
      return true;
    },
    { what: 'the change of the other host is seen' },
  );
  await central.hostIs('witness', 'UP');
  expect(witness.disconnectedAt).toEqual([]);
}

const manyVms = Array.from({ length: 10_000 }, (_, i) => ({ id: `vm-${i}` }));
const manyVmStats = manyVms.map(({ id }, index) => ({ index, vmId: id, cpuPermille: 1 }));
const chunk = (number: number, last = false): object => ({ change: 1, chunk: number, last });

interface BadCase {
  readonly what: string;
  readonly say: (agent: RawAgent) => unknown;
  readonly code: status;
  /** Begins with the field. */
  readonly details: RegExp;
  /** In the counter. */
  readonly reason: string;
}

const { INVALID_ARGUMENT, FAILED_PRECONDITION } = status;

const badCases: readonly BadCase[] = [
  {
    what: 'bytes that are no message',
    say: (agent) => agent.bytes(Buffer.from('ffffffffff0042', 'hex')),
    ...{ code: INVALID_ARGUMENT, details: /^message: is no AgentMessage/, reason: 'malformed' },
  },
  {
    what: 'a message without a body',
    say: (agent) => agent.bytes(Buffer.alloc(0)),
    ...{ code: INVALID_ARGUMENT, details: /^body: must be hello, report/, reason: 'missing' },
  },
  {
    what: 'a message above 4 MiB',
    say: (agent) => agent.bytes(Buffer.alloc(4 * 1024 ** 2 + 1)),
    ...{ code: INVALID_ARGUMENT, details: /^message: .*4194304 bytes/, reason: 'too_large' },
  },
  {
    what: 'NaN',
    say: (agent) => agent.hello().report({ host: { load1: NaN } }),
    ...{ code: INVALID_ARGUMENT, details: /^report\.host\.load1: .*NaN/, reason: 'not_finite' },
  },
  {
    what: 'infinity',
    say: (agent) => agent.hello().report({ host: { load15: Infinity } }),
    ...{ code: INVALID_ARGUMENT, details: /^report\.host\.load15: .*Inf/, reason: 'not_finite' },
  },
  {
    what: 'a negative number',
    say: (agent) => agent.hello().report({ host: { load5: -0.5 } }),
    ...{ code: INVALID_ARGUMENT, details: /^report\.host\.load5: .*-0.5/, reason: 'negative' },
  },
  {
    what: 'a counter that was negative before it was encoded',
    say: (agent) => agent.hello().bytes(reportWithNegativeCounter),
    ...{
      code: INVALID_ARGUMENT,
      details: /^report\.host\.disk_read_bps: /,
      reason: 'out_of_range',
    },
  },
  {
    what: 'a negative time',
    say: (agent) => agent.hello({ sentAtMs: -1 }),
    ...{ code: INVALID_ARGUMENT, details: /^hello\.sent_at_ms: /, reason: 'negative' },
  },
  ...['a.b', 'a*', '>', 'a b', 'ä', '', 'x'.repeat(65), '../x', 'a\0b'].map((hostId) => ({
    what: `the host id ${JSON.stringify(hostId)}`,
    say: (agent: RawAgent) => agent.hello({ hostId }),
    ...{ code: INVALID_ARGUMENT, details: /^hello\.host_id: /, reason: '' },
  })),
  {
    what: 'a VM id with a wildcard',
    say: (agent) => agent.hello().report({ changes: [vmChange(1, 'good'), vmChange(2, 'vm.>')] }),
    ...{ code: INVALID_ARGUMENT, details: /^report\.changes\[1\]\.vm\.id: /, reason: 'bad_id' },
  },
  {
    what: 'statistics of ten thousand VMs in one report',
    say: (agent) => agent.hello().report({ vms: manyVmStats }),
    ...{ code: INVALID_ARGUMENT, details: /^report\.vms: .*1024 .*10000/, reason: 'too_many' },
  },
  {
    what: 'ten thousand VMs in one part of a picture',
    say: (agent) =>
      agent.hello().report({ snapshot: { change: 1, last: true, vmsKnown: true, vms: manyVms } }),
    ...{ code: INVALID_ARGUMENT, details: /^report\.snapshot\.vms: .*256/, reason: 'too_many' },
  },
  {
    what: 'a picture that grows to ten thousand VMs part by part',
    say: (agent) => {
      agent.hello();
      for (let part = 0; part < 40; part++) {
        const vms = manyVms.slice(part * 250, (part + 1) * 250);
        agent.report({ frame: part + 1, snapshot: { ...chunk(part), vmsKnown: true, vms } });
      }
    },
    ...{ code: INVALID_ARGUMENT, details: /^report\.snapshot\.vms: .*2048/, reason: 'too_many' },
  },
  {
    what: 'a second Hello',
    say: (agent) => agent.hello().hello(),
    ...{ code: FAILED_PRECONDITION, details: /^hello: /, reason: 'second_hello' },
  },
  {
    what: 'a Report before Hello',
    say: (agent) => agent.report({}),
    ...{ code: FAILED_PRECONDITION, details: /^report: /, reason: 'hello_missing' },
  },
  {
    what: 'a frame left out',
    say: (agent) => agent.hello().report({ frame: 1 }).report({ frame: 3 }),
    ...{
      code: FAILED_PRECONDITION,
      details: /^report\.frame: must be 2, is 3/,
      reason: 'frame_gap',
    },
  },
  {
    what: 'a part of a picture left out',
    say: (agent) =>
      agent
        .hello()
        .report({ frame: 1, snapshot: chunk(0) })
        .report({ frame: 2, snapshot: chunk(2, true) }),
    ...{ code: INVALID_ARGUMENT, details: /^report\.snapshot\.chunk: /, reason: 'out_of_order' },
  },
  {
    what: 'changes out of order',
    say: (agent) => agent.hello().report({ changes: [vmChange(2, 'a'), vmChange(1, 'b')] }),
    ...{
      code: INVALID_ARGUMENT,
      details: /^report\.changes\[1\]\.change: /,
      reason: 'out_of_order',
    },
  },
  {
    what: 'an index that was never named',
    say: async (agent) => {
      agent.hello();
      await agent.got('welcome');
      agent.report({ vms: [{ index: 7, cpuPermille: 1 }] });
    },
    ...{ code: INVALID_ARGUMENT, details: /^report\.vms\.index: /, reason: 'unknown_index' },
  },
];

describe('an agent that says what it must not is refused by name, and harms nobody else', () => {
  it.each(badCases)('$what', async ({ say, code, details, reason }) => {
    const agent = new RawAgent(central.agentsAddress);
    const line = `muster_messages_rejected_total{reason="${reason || 'bad_id'}"}`;
    const total = async (): Promise<number> =>
      (await central.metric(line)) +
      (reason === ''
        ? await central.metric('muster_messages_rejected_total{reason="too_long"}')
        : 0);
    const before = await total();
    await say(agent);
    const ended = await agent.ended();
    expect(status[ended.code]).toBe(status[code]);
    expect(ended.details).toMatch(details);
    expect((await total()) - before).toBe(1);
    await agent.stop();
    await expectWitnessUnharmed();
  });

  it('a message so large that the transport refuses it', async () => {
    const agent = new RawAgent(central.agentsAddress);
    agent.bytes(Buffer.alloc(17 * 1024 ** 2));
    expect(status[(await agent.ended()).code]).toBe('RESOURCE_EXHAUSTED');
    await agent.stop();
    await expectWitnessUnharmed();
  });

  it('no trace of any of them is in the fleet', async () => {
    const hosts = await central.client.allHosts();
    const ids = hosts.map(({ id }) => id);
    expect(ids).toContain('witness');
    // Its Hello was sound; only what it said later was not.
    expect(ids.filter((id) => id !== 'witness' && id !== 'raw-host')).toEqual([]);
    const vms = await central.client.allVms({ hostIds: ['raw-host'] });
    expect(vms).toEqual([]);
  });
});

describe('a newer agent', () => {
  it('may use enum values nobody knows: they are taken as unknown', async () => {
    const agent = new RawAgent(central.agentsAddress);
    agent.hello({ hostId: 'newer', run: 'newer-1', class: 77 as never });
    await agent.got('welcome');
    agent.report({
      snapshot: {
        ...{ change: 1, last: true, vmsKnown: true },
        vms: [{ id: 'novel', status: 99 as never, reason: 99 as never }],
        conditions: [{ type: 99 as never, active: true }],
      },
    });
    await agent.safe(1);
    const { vm } = await central.client.getVm('novel');
    expect(vm?.status).toBe('VM_STATUS_UNKNOWN');
    await agent.stop();
  });

  it('may tell a kind of change nobody knows: it is acknowledged, and the next one counts on', async () => {
    const agent = new RawAgent(central.agentsAddress);
    agent.hello({ hostId: 'newest', run: 'newest-1' });
    await agent.got('welcome');
    agent.report({ snapshot: { change: 1, last: true, vmsKnown: true } });
    await agent.safe(1);
    agent.bytes(reportWithUnknownBody(2, 2));
    await agent.safe(2);
    agent.report({ frame: 3, changes: [vmChange(3, 'later')] });
    await agent.safe(3);
    expect(agent.received.some((message) => message.requestSnapshot)).toBe(false);
    await agent.stop();
  });
});

describe('an agent that never reads', () => {
  it('is given up when too much waits for it, and told when it reads at last', async () => {
    const rejected = 'muster_messages_rejected_total{reason="busy"}';
    const before = await central.metric(rejected);
    const agent = new DeafAgent(central.agentsAddress);
    agent.send({ hello: { ...soundHello, hostId: 'deaf', run: 'deaf-1' } });
    // Each commit is acknowledged at once; only changes in commits of their own fill the queue.
    let change = 0;
    await eventually(
      async () => {
        change += 1;
        agent.send({
          report: {
            frame: change,
            changes: [vmChange(change, `vm-${change % 3}`, { sinceMs: 1, vcpuCount: change })],
          },
        });
        return change % 50 === 0 && (await central.metric(rejected)) > before ? true : undefined;
      },
      { what: 'the central gives it up', intervalMs: 2 },
    );
    await expectWitnessUnharmed();
    expect(await agent.readAtLast()).toBe(String(status.RESOURCE_EXHAUSTED));
    agent.stop();
  });
});
