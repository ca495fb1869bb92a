import { describe, expect, it, type TestContext } from 'vitest';

import { hostFromWire } from '../../shared/wire/host.ts';
import { AgentProcess } from '../harness/agent-process.ts';
import type { CentralProcess } from '../harness/central-process.ts';
import { eventually } from '../harness/eventually.ts';
import { hostStatusesIn, storyOf } from '../harness/fleet-stories.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';
import { Stage } from '../harness/stage.ts';
import { WatchRecorder } from '../harness/watch-recorder.ts';

const hostId = 'real-host';
const patience = { intervalMs: 50 };

interface Scene {
  readonly libvirt: PrivateLibvirt;
  readonly central: CentralProcess;
  readonly watch: WatchRecorder;
  startAgent(): AgentProcess;
}

async function setScene(context: TestContext): Promise<Scene> {
  const stage = new Stage(context);
  const libvirt = stage.keep(await PrivateLibvirt.start());
  const central = await stage.central();
  const watch = stage.keep(await WatchRecorder.start(central.client));
  const options = {
    central: central.agentsAddress,
    hostId,
    libvirtSockets: [libvirt.socketPath],
  };
  return { libvirt, central, watch, startAgent: () => stage.keep(new AgentProcess(options)) };
}

/** Waits until the condition HypervisorUnavailable is as wanted; returns its reason. */
function hypervisorIs({ central }: Scene, wanted: 'there' | 'away'): Promise<string> {
  return eventually(
    async () => {
      const host = hostFromWire((await central.client.getHost(hostId)).host ?? {});
      const found = host.conditions.find(({ type }) => type === 'HYPERVISOR_UNAVAILABLE');
      expect(found?.isActive ?? false).toBe(wanted === 'away');
      return found?.reason ?? '';
    },
    { what: `the hypervisor is shown to be ${wanted}`, ...patience },
  );
}

function vmIs({ central }: Scene, vmId: string, wanted: string): Promise<boolean> {
  return eventually(
    async () => {
      const vms = await central.client.allVms({ hostIds: [hostId] });
      const found = vms.find(({ id }) => id === vmId);
      expect(found ? `${found.status}/${found.reason}` : 'nothing').toBe(wanted);
      return true;
    },
    { what: `VM ${vmId} is ${wanted}`, ...patience },
  );
}

/** Three more reports arrive, and the host stays up. */
async function heartbeatsGoOn({ central }: Scene): Promise<void> {
  const before = await central.metric('muster_reports_total');
  await eventually(
    async () => (await central.metric('muster_reports_total')) >= before + 3 || undefined,
    { what: 'heartbeats go on', ...patience },
  );
  await central.hostIs(hostId, 'UP');
}

const removed = 'VmRemoved';

describe.concurrent('libvirtd', () => {
  it('restarted: the VMs stay as they were, and what happened meanwhile is seen', async (context) => {
    const scene = await setScene(context);
    const { libvirt } = scene;
    const [stays, dies] = [await libvirt.define('stays'), await libvirt.define('dies')];
    await libvirt.virsh('start', 'stays');
    await libvirt.virsh('start', 'dies');
    scene.startAgent();
    await vmIs(scene, stays, 'UP/BOOTED');
    await vmIs(scene, dies, 'UP/BOOTED');
    await libvirt.stopDaemon('SIGKILL');
    expect(await hypervisorIs(scene, 'away')).not.toBe('');
    await heartbeatsGoOn(scene);
    await libvirt.killQemu('dies');
    await vmIs(scene, stays, 'UP/BOOTED');
    await vmIs(scene, dies, 'UP/BOOTED');
    await libvirt.startDaemon();
    await hypervisorIs(scene, 'there');
    await eventually(
      async () => {
        const vms = await scene.central.client.allVms({ hostIds: [hostId] });
        expect(vms.find(({ id }) => id === dies)?.status).toBe('DOWN');
        return true;
      },
      { what: 'the VM that died meanwhile is down', ...patience },
    );
    await libvirt.virsh('suspend', 'stays');
    await vmIs(scene, stays, 'PAUSED/USER');
    const told = storyOf(scene.watch.events, stays);
    expect(told.filter((line) => line.includes('DOWN') || line === removed)).toEqual([]);
    expect(hostStatusesIn(scene.watch.events)).toEqual(new Set(['INITIALIZING', 'UP']));
  });

  it('hanging: it is said, heartbeats go on, and all is right when it goes on', async (context) => {
    const scene = await setScene(context);
    const { libvirt } = scene;
    const id = await libvirt.create('waits');
    scene.startAgent();
    await vmIs(scene, id, 'UP/BOOTED');
    await libvirt.freezeDaemon();
    expect(await hypervisorIs(scene, 'away')).not.toBe('');
    await heartbeatsGoOn(scene);
    await vmIs(scene, id, 'UP/BOOTED');
    await libvirt.thawDaemon();
    await hypervisorIs(scene, 'there');
    await libvirt.virsh('suspend', 'waits');
    await vmIs(scene, id, 'PAUSED/USER');
    await eventually(
      () => {
        const told = ['VmAdded UP/BOOTED', 'VmStatusChanged PAUSED/USER'];
        expect(storyOf(scene.watch.events, id)).toEqual(told);
        return true;
      },
      { what: 'the watch tells nothing else', ...patience },
    );
    expect(hostStatusesIn(scene.watch.events)).toEqual(new Set(['INITIALIZING', 'UP']));
  });

  it('absent when the agent starts: the host is up, and the VMs known before are not declared down', async (context) => {
    const scene = await setScene(context);
    const { libvirt } = scene;
    const id = await libvirt.create('known');
    const first = scene.startAgent();
    await vmIs(scene, id, 'UP/BOOTED');
    await first.kill('SIGTERM');
    await libvirt.stopDaemon();
    scene.startAgent();
    await hypervisorIs(scene, 'away');
    await scene.central.hostIs(hostId, 'UP');
    await heartbeatsGoOn(scene);
    await vmIs(scene, id, 'UP/BOOTED');
    await libvirt.startDaemon();
    await hypervisorIs(scene, 'there');
    await libvirt.virsh('suspend', 'known');
    await vmIs(scene, id, 'PAUSED/USER');
    expect(storyOf(scene.watch.events, id)).not.toContain(removed);
    expect(storyOf(scene.watch.events, id).filter((line) => line.includes('DOWN'))).toEqual([]);
  });
});
