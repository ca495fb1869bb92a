import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { systemClock } from '../../shared/clock.ts';
import type { MemoryIssue, VmDevice } from '../../shared/model/vm-details.ts';
import { eventually } from '../harness/eventually.ts';
import { HypervisorRecorder } from '../harness/hypervisor-recorder.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';

let libvirt: PrivateLibvirt;
let told: HypervisorRecorder;

beforeAll(async () => {
  libvirt = await PrivateLibvirt.start();
  const socketPaths = [libvirt.readOnlySocketPath];
  told = new HypervisorRecorder(new LibvirtHypervisor({ clock: systemClock, socketPaths }));
  await told.available();
});

afterAll(async () => {
  await told.port.stop();
  await libvirt.stop();
});

const mac = '52:54:00:aa:bb:cc';
const nicXml = `<interface type='user'><mac address='${mac}'/><model type='e1000'/></interface>`;

async function file(name: string, text: string): Promise<string> {
  const created = path.join(libvirt.root, name);
  await writeFile(created, text);
  return created;
}

/** The lists of devices that were told of a VM, each once: kind and target or hardware address. */
function toldDevices(vmId: string): string[] {
  const lists = told.vms(vmId).flatMap(({ details }) => details?.devices ?? []);
  const lines = lists.map(({ list }) => list.map(nameOf).join(' '));
  return lines.filter((line, i) => line !== lines[i - 1]);
}

function nameOf({ kind, mac: nic, target }: VmDevice): string {
  return `${kind}:${nic || target}`;
}

describe('the devices of a real VM (OV-22)', () => {
  it('are told when one is attached or goes, and are not read again for what does not change them', async () => {
    const id = await libvirt.create('plugged', { bootSector: 'halt' });
    await told.vm(id, ({ details }) => details?.devices !== undefined);
    const nic = await file('nic.xml', nicXml);
    await libvirt.virsh('attach-device', 'plugged', nic, '--live');
    await told.vm(id, ({ details }) => details?.devices?.list.length === 2);
    await libvirt.virsh('suspend', 'plugged');
    await libvirt.virsh('resume', 'plugged');
    await told.vm(id, ({ reason }) => reason === 'RESUMED');
    await libvirt.virsh('detach-device', 'plugged', nic, '--live');
    // Nobody in the guest lets go of it; the firmware does.
    await libvirt.virsh('reset', 'plugged');
    await told.vm(id, ({ details }) => details?.devices?.list.length === 1);
    expect(toldDevices(id)).toEqual(['DISK:hda', `DISK:hda NIC:${mac}`, 'DISK:hda']);
    const list = told.vms(id).find(({ details }) => details?.devices?.list.length === 2);
    expect(list?.details?.devices?.list[1]).toMatchObject({
      ...{ kind: 'NIC', alias: 'net0', type: 'user' },
      address: expect.stringMatching(/^pci:0000:00:/) as string,
    });
  });

  it('name what is in a tray', async () => {
    const id = await libvirt.create('tray', { hasTray: true });
    await told.vm(id, ({ details }) => details?.devices !== undefined);
    const medium = await file('medium.iso', 'x'.repeat(65_536));
    await libvirt.virsh('change-media', 'tray', 'hdc', medium, '--insert', '--live');
    await told.vm(id, ({ details }) => details?.devices?.list[0]?.source === medium);
  });
});

/** Samples until the issues told of a VM are these. */
async function issuesOf(vmId: string, kinds: readonly string[]): Promise<readonly MemoryIssue[]> {
  return eventually(
    async () => {
      await told.port.sample(5_000);
      const { memoryIssues } = told.lastVm(vmId)?.details ?? {};
      const found = memoryIssues?.map(({ kind }) => kind);
      return found?.join() === kinds.join() ? memoryIssues : undefined;
    },
    { what: `issues ${kinds.join()} of ${vmId}`, intervalMs: 50 },
  );
}

/** How often a VM was told with each list of issues, in order. */
function toldIssues(vmId: string): string[] {
  const lists = told.vms(vmId).map(({ details }) => details?.memoryIssues ?? []);
  const lines = lists.map((issues) => issues.map(({ kind }) => kind).join());
  return lines.filter((line, i) => line !== '' && line !== lines[i - 1]);
}

describe('the memory of a real VM (OV-20)', () => {
  it('that it was to give back and still has is told once, until it is no more wanted', async () => {
    await libvirt.define('greedy', { memoryMib: 128, wantedMib: 64 });
    await libvirt.virsh('start', 'greedy');
    const id = await libvirt.virsh('domuuid', 'greedy');
    expect(await issuesOf(id, ['BALLOON_NOT_FOLLOWED'])).toEqual([
      { kind: 'BALLOON_NOT_FOLLOWED', currentKib: 131_072, expectedKib: 65_536 },
    ]);
    for (let i = 0; i < 8; i++) await told.port.sample(5_000);
    expect(toldIssues(id)).toEqual(['BALLOON_NOT_FOLLOWED']);
    await libvirt.virsh('setmem', 'greedy', '128M', '--config');
    // No event tells of that; this one has the XML read again.
    await libvirt.virsh('desc', 'greedy', '--live', 'content');
    await issuesOf(id, []);
  });

  it('that is less than it is guaranteed is told', async () => {
    const id = await libvirt.create('poor', { memoryMib: 64, guaranteedMib: 96 });
    expect(await issuesOf(id, ['BELOW_GUARANTEE'])).toEqual([
      { kind: 'BELOW_GUARANTEE', currentKib: 65_536, expectedKib: 98_304 },
    ]);
  });
});

describe('the console of a real VM (OV-19)', () => {
  it('is told when a client sees it, and when it does not any more', async () => {
    const id = await libvirt.create('seen', { hasConsole: true });
    await told.vm(id, ({ status }) => status === 'UP');
    const port = 5900 + Number((await libvirt.virsh('vncdisplay', 'seen')).split(':').at(-1));
    const client = connect(port, '127.0.0.1');
    // Version, no authentication, shared: then it is a client, and not only a connection.
    client.write('RFB 003.003\n');
    client.write(Uint8Array.of(1));
    const heard = (): string[] =>
      told.events.flatMap((event) =>
        event.kind === 'incident' && event.vmId === id
          ? [`${event.incident.kind} ${event.incident.detail}`]
          : [],
      );
    await eventually(() => (heard().length === 1 ? true : undefined), { what: 'a client' });
    client.destroy();
    await eventually(() => (heard().length === 2 ? true : undefined), { what: 'none' });
    expect(heard()).toEqual(['CONSOLE_CONNECTED 127.0.0.1', 'CONSOLE_DISCONNECTED 127.0.0.1']);
  });
});
