import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { AgentProcess } from '../harness/agent-process.ts';
import { CentralProcess } from '../harness/central-process.ts';
import { eventually } from '../harness/eventually.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';
import { MusterCli } from '../harness/muster-cli.ts';
import { NatsRecorder } from '../harness/nats-recorder.ts';
import { NatsServer } from '../harness/nats-server.ts';

let libvirt: PrivateLibvirt;
let nats: NatsServer;
let central: CentralProcess;
let agent: AgentProcess;
let subscriber: NatsRecorder;
let cli: MusterCli;

beforeAll(async () => {
  libvirt = await PrivateLibvirt.start();
  nats = await NatsServer.start();
  central = await CentralProcess.start({ nats: nats.address });
  subscriber = await NatsRecorder.start(nats.address);
  cli = await MusterCli.create({ MUSTER_ADDRESS: central.apiAddress });
  agent = new AgentProcess({
    central: central.agentsAddress,
    hostId: 'real-host',
    libvirtSockets: [libvirt.socketPath],
  });
});

afterAll(async () => {
  await agent.stop();
  await subscriber.stop();
  await central.stop();
  await nats.stop();
  await libvirt.stop();
  await cli.remove();
});

function told(vmId: string, types: readonly string[]): string[] {
  const events = subscriber.events.flatMap(({ value }) => value ?? []);
  const some = events.filter((event) => event.vmId === vmId && types.includes(event.type));
  return some.map(({ type, reason }) => `${type} ${reason}`);
}

it('a NIC that is plugged into a real VM, and memory it is guaranteed and lacks, reach subscribers once and the command line', async () => {
  const id = await libvirt.create('plugged', { memoryMib: 64, guaranteedMib: 96 });
  const issue = ['VmMemoryIssueBegan', 'VmMemoryIssueEnded'];
  await eventually(() => told(id, issue).length > 0 || undefined, { what: 'the issue' });
  const nic = path.join(libvirt.root, 'nic.xml');
  const mac = '52:54:00:aa:bb:cc';
  await writeFile(nic, `<interface type='user'><mac address='${mac}'/></interface>`);
  await libvirt.virsh('attach-device', 'plugged', nic, '--live');
  await eventually(() => told(id, ['VmDevicesChanged']).length > 0 || undefined, {
    what: 'the device',
  });
  const shown = await eventually(
    async () => {
      const { stdout } = await cli.run('vm', id);
      return stdout.includes(mac) ? stdout : undefined;
    },
    { what: 'muster vm shows it' },
  );
  expect(shown).toMatch(/Memory issues: +BELOW_GUARANTEE: it has 64MiB and is guaranteed 96MiB/);
  expect(shown).toMatch(/NIC net0: +user/);
  expect(told(id, [...issue, 'VmDevicesChanged'])).toEqual([
    'VmMemoryIssueBegan BELOW_GUARANTEE',
    'VmDevicesChanged ATTACHED',
  ]);
});
