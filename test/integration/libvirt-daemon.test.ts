import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { systemClock } from '../../shared/clock.ts';
import { HypervisorRecorder } from '../harness/hypervisor-recorder.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';

let libvirt: PrivateLibvirt;
const recorders: HypervisorRecorder[] = [];

beforeEach(async () => {
  libvirt = await PrivateLibvirt.start();
});

afterEach(async () => {
  await Promise.all(recorders.splice(0).map(({ port }) => port.stop()));
  await libvirt.stop();
});

function record(
  socketPaths = [libvirt.readOnlySocketPath],
  uri = 'qemu:///system',
): HypervisorRecorder {
  const port = new LibvirtHypervisor({ clock: systemClock, uri, socketPaths });
  const recorder = new HypervisorRecorder(port);
  recorders.push(recorder);
  return recorder;
}

describe('a daemon', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'that ends by %s and comes back is told away, then available with what happened meanwhile',
    async (signal) => {
      const told = record();
      const running = await libvirt.create('running');
      const killed = await libvirt.define('killed');
      await libvirt.virsh('start', 'killed');
      await told.vm(killed, ({ status }) => status === 'UP');
      await libvirt.virsh('suspend', 'running');
      const { sinceAt } = await told.vm(running, ({ status }) => status === 'PAUSED');
      const before = told.events.length;
      await libvirt.stopDaemon(signal);
      await told.unavailable('DAEMON_GONE');
      await told.unavailable(signal === 'SIGTERM' ? 'SOCKET_MISSING' : 'CONNECTION_REFUSED');
      await libvirt.killQemu('killed');
      await libvirt.startDaemon();
      const { vms } = await told.available(2);
      expect(vms.find(({ id }) => id === running)).toMatchObject({
        status: 'PAUSED',
        reason: 'USER',
        sinceAt,
      });
      await told.vm(killed, ({ status }) => status === 'DOWN');
      const meanwhile = told.events.slice(before).map(({ kind }) => kind);
      // A daemon that starts on a busy machine may be told not to answer as well.
      expect(meanwhile.find((kind) => kind !== 'unavailable')).toBe('available');
      await libvirt.virsh('resume', 'running');
      await told.vm(running, ({ status }) => status === 'UP');
    },
  );

  it('that hangs is told not to answer, says nothing about VMs, and is available when it goes on', async () => {
    const told = record();
    const id = await libvirt.create('running');
    await told.vm(id, ({ vcpuCount }) => vcpuCount === 1);
    const before = told.events.length;
    await libvirt.freezeDaemon();
    await told.unavailable('NOT_ANSWERING');
    expect(await told.port.sample(1000)).toEqual({ kind: 'unavailable', reason: 'NOT_ANSWERING' });
    await libvirt.thawDaemon();
    const { vms } = await told.available(2);
    expect(vms).toMatchObject([{ id, status: 'UP', reason: 'BOOTED' }]);
    expect(told.events.slice(before).map(({ kind }) => kind)).toEqual(['unavailable', 'available']);
  });

  it('that hangs before we connect is told not to answer', async () => {
    await libvirt.freezeDaemon();
    await record().unavailable('NOT_ANSWERING');
    await libvirt.thawDaemon();
  });

  it('that is not there is told as a missing socket, and found when it comes', async () => {
    await libvirt.stopDaemon();
    const told = record();
    const { message } = await told.unavailable('SOCKET_MISSING');
    expect(message).toContain('start libvirtd');
    await libvirt.startDaemon();
    expect((await told.available()).info).toMatchObject({ type: 'QEMU' });
  });

  it('is found at the second socket of the list', async () => {
    const missing = path.join(libvirt.root, 'virtqemud-sock-ro');
    await record([missing, libvirt.readOnlySocketPath]).available();
  });

  it('without the driver asked for is told so', async () => {
    const told = record([libvirt.readOnlySocketPath], 'xen:///system');
    expect((await told.unavailable('DRIVER_MISSING')).message).toContain('xen:///system');
  });

  it('whose socket an ordinary user may not open is told so', async () => {
    // Only root may look into the folder of the test.
    process.seteuid?.('nobody');
    try {
      const { message } = await record().unavailable('ACCESS_DENIED');
      expect(message).toContain('unix_sock_group');
    } finally {
      process.seteuid?.('root');
    }
  });

  it('lists what runs and what is off, when it is connected late', async () => {
    const [running, paused, off, saved] = [
      await libvirt.create('running'),
      await libvirt.create('paused'),
      await libvirt.define('off'),
      await libvirt.define('saved'),
    ];
    await libvirt.virsh('suspend', 'paused');
    await libvirt.virsh('start', 'saved');
    await libvirt.virsh('managedsave', 'saved');
    const { vms } = await record().available();
    const byId = new Map(vms.map((vm) => [vm.id, vm]));
    const size = { vcpuCount: 1, memoryMaxKib: 65_536, sinceAt: 0 };
    expect(byId.get(running)).toMatchObject({ status: 'UP', isPersistent: false, ...size });
    expect(byId.get(paused)).toMatchObject({ status: 'PAUSED', reason: 'USER', ...size });
    expect(byId.get(off)).toMatchObject({ status: 'DOWN', isPersistent: true, ...size });
    expect(byId.get(saved)).toMatchObject({ status: 'SUSPENDED', isPersistent: true, ...size });
  });
});

describe("libvirt's test driver", () => {
  it('is watched through the same daemon', async () => {
    const id = '6695eb01-f6a4-8304-79aa-97f2502e193f';
    const told = record([libvirt.socketPath], 'test:///default');
    const { info, vms } = await told.available();
    expect(info.type).toBe('TEST');
    expect(vms).toMatchObject([{ id, name: 'test', status: 'UP', isPersistent: true }]);
    const uri = `test+unix:///default?socket=${libvirt.socketPath}`;
    for (const verb of [
      'suspend',
      'resume',
      'shutdown',
      'start',
      'managedsave',
      'start',
      'destroy',
    ]) {
      await libvirt.virsh('-c', uri, verb, 'test');
    }
    await told.tells(id, [
      ...['PAUSED/USER', 'UP/RESUMED', 'DOWN/USER_SHUTDOWN', 'UP/BOOTED'],
      ...['SUSPENDED/SAVE_SUCCEEDED', 'UP/BOOTED', 'DOWN/DESTROYED'],
    ]);
    expect(await told.port.sample(1000)).toMatchObject({ kind: 'samples', vms: [] });
  });
});
