import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { systemClock } from '../../shared/clock.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { eventually } from '../harness/eventually.ts';
import { HypervisorRecorder } from '../harness/hypervisor-recorder.ts';
import { linuxMac } from '../harness/libvirt-domain.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';

/** A real Linux with a real guest agent and balloon driver; emulated, it is up in some seconds. */

let libvirt: PrivateLibvirt;
let told: HypervisorRecorder;

beforeAll(async () => {
  libvirt = await PrivateLibvirt.start();
  const socketPaths = [libvirt.readOnlySocketPath];
  const options = { clock: systemClock, socketPaths, guestIntervalMs: 1_000 };
  told = new HypervisorRecorder(new LibvirtHypervisor(options));
  await told.available();
});

afterAll(async () => {
  await told.port.stop();
  await libvirt.stop();
});

const addressesIn = ({ details }: VmState): string[] =>
  (details?.guestAddresses?.list ?? []).map(({ address }) => address);

/** States of the agent and its addresses as they were told, each once. */
function toldGuests(vmId: string): string[] {
  const lines = told
    .vms(vmId)
    .filter(({ details }) => details?.guestAgent !== undefined)
    .map((vm) => `${vm.details?.guestAgent ?? ''} ${addressesIn(vm).join(' ')}`.trim());
  return lines.filter((line, i) => line !== lines[i - 1]);
}

describe('a live guest agent (OV-21)', () => {
  it('is told when it connects, with its addresses, when they change, and when it goes', async () => {
    const linux = 'muster.address-after=8 muster.agent-dies-after=16';
    const id = await libvirt.create('talks', { memoryMib: 128, linux });
    await told.vm(id, ({ details }) => details?.guestAgent === 'CONNECTED');
    await told.vm(id, (vm) => addressesIn(vm).includes('10.0.2.15'));
    const first = told.lastVm(id)?.details?.guestAddresses?.list;
    expect(first?.find(({ address }) => address === '10.0.2.15')).toEqual({
      ...{ name: 'eth0', mac: linuxMac, address: '10.0.2.15', prefix: 24, isOfDevice: true },
    });
    await told.vm(id, (vm) => addressesIn(vm).includes('10.0.2.16'));
    await told.vm(id, ({ details }) => details?.guestAgent === 'DISCONNECTED');
    // The address that QEMU's network gives comes some time after the others, or before.
    const lines = toldGuests(id).map((line) => line.replace(/ fec0::5054:\S+/, ''));
    expect(lines.filter((line, i) => line !== lines[i - 1])).toEqual([
      'DISCONNECTED',
      'CONNECTED',
      'CONNECTED 10.0.2.15 fec0::15',
      'CONNECTED 10.0.2.15 10.0.2.16 fec0::15',
      'DISCONNECTED',
    ]);
  });

  it('that hangs is told, while another one and everything else goes on (OV-30)', async () => {
    const hangs = await libvirt.create('hangs', {
      memoryMib: 128,
      linux: 'muster.agent-hangs-after=6',
    });
    const talks = await libvirt.create('other', {
      memoryMib: 128,
      linux: 'muster.address-after=12',
    });
    await told.vm(hangs, ({ details }) => details?.guestAgent === 'NOT_RESPONDING');
    await told.vm(talks, (vm) => addressesIn(vm).includes('10.0.2.16'));
    expect(told.vms(talks).some(({ details }) => details?.guestAgent === 'NOT_RESPONDING')).toBe(
      false,
    );
    await libvirt.virsh('suspend', 'hangs');
    await told.vm(hangs, ({ status }) => status === 'PAUSED');
    expect(await told.port.sample(5_000)).toMatchObject({ kind: 'samples' });
  });
});

/** Samples until the issues told of a VM are these. */
async function issuesAre(vmId: string, expected: string): Promise<void> {
  await eventually(
    async () => {
      await told.port.sample(5_000);
      const issues = told.lastVm(vmId)?.details?.memoryIssues;
      return issues?.map(({ kind }) => kind).join() === expected || undefined;
    },
    { what: `issues ${expected} of ${vmId}`, intervalMs: 200 },
  );
}

describe('a live balloon driver (OV-20)', () => {
  it('follows, falls below the guarantee, and is back; an agent that goes while it is inflated is told', async () => {
    const linux = 'muster.agent-dies-after=20';
    const id = await libvirt.create('gives', { memoryMib: 128, guaranteedMib: 100, linux });
    await told.vm(id, ({ details }) => details?.guestAgent === 'CONNECTED');
    await issuesAre(id, '');
    await libvirt.virsh('setmem', 'gives', '80M', '--live');
    await issuesAre(id, 'BELOW_GUARANTEE');
    await libvirt.virsh('setmem', 'gives', '110M', '--live');
    await issuesAre(id, '');
    await issuesAre(id, 'AGENT_GONE_WHILE_INFLATED');
  });
});
