import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import type { VmSample } from '../../shared/model/stats.ts';
import { systemClock } from '../../shared/clock.ts';
import { eventually } from '../harness/eventually.ts';
import { HypervisorRecorder } from '../harness/hypervisor-recorder.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';

let libvirt: PrivateLibvirt;
let told: HypervisorRecorder;
let busy: string;
let stuck: string;

beforeAll(async () => {
  libvirt = await PrivateLibvirt.start();
  const socketPaths = [libvirt.readOnlySocketPath];
  told = new HypervisorRecorder(new LibvirtHypervisor({ clock: systemClock, socketPaths }));
  busy = await libvirt.create('busy', { bootSector: 'reset' });
  stuck = await libvirt.create('stuck', { bootSector: 'halt' });
  await libvirt.define('off');
  await told.available();
});

afterAll(async () => {
  await told.port.stop();
  await libvirt.stop();
});

/** Samples until one is as wanted. */
function sampleOf(vmId: string, matches: (sample: VmSample) => boolean): Promise<VmSample> {
  return eventually(
    async () => {
      const sampling = await told.port.sample(60_000);
      if (sampling.kind === 'unavailable') throw new Error(sampling.reason);
      const sample = sampling.vms.find((vm) => vm.vmId === vmId);
      return sample !== undefined && matches(sample) ? sample : undefined;
    },
    { what: `sample of ${vmId}`, intervalMs: 100 },
  );
}

describe('samples', () => {
  it('cover exactly the running VMs', async () => {
    const sampling = await told.port.sample(60_000);
    if (sampling.kind === 'unavailable') throw new Error(sampling.reason);
    expect(sampling.vms.map(({ vmId }) => vmId).sort()).toEqual([busy, stuck].sort());
  });

  it('give memory, processor and disk load of a busy VM', async () => {
    const sample = await sampleOf(
      busy,
      ({ cpuPermille = 0, diskReadBps = 0 }) => cpuPermille > 0 && diskReadBps > 0,
    );
    expect(sample.memoryKib).toBe(65_536);
    expect(sample.memoryRssKib).toBeGreaterThan(1024);
    expect(sample.diskOps).toBeGreaterThan(0);
    expect(sample).not.toHaveProperty('netRxBps');
  });

  it('of a stuck VM cost one deadline, then the others have theirs again; events go on all the time', async () => {
    await libvirt.freezeQemu('stuck');
    expect(await told.port.sample(1000)).toEqual({ kind: 'unavailable', reason: 'NOT_ANSWERING' });
    await libvirt.virsh('suspend', 'busy');
    await told.vm(busy, ({ status }) => status === 'PAUSED');
    await libvirt.virsh('resume', 'busy');
    await told.vm(busy, ({ status }) => status === 'UP');
    await sampleOf(busy, ({ cpuPermille }) => cpuPermille !== undefined);
    await libvirt.thawQemu('stuck');
    await sampleOf(stuck, ({ memoryRssKib }) => memoryRssKib !== undefined);
  });
});
