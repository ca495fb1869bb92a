import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { systemClock } from '../../shared/clock.ts';
import { HypervisorRecorder } from '../harness/hypervisor-recorder.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';

interface Host {
  readonly libvirt: PrivateLibvirt;
  readonly told: HypervisorRecorder;
}

let source: Host;
let destination: Host;

async function startHost(): Promise<Host> {
  const libvirt = await PrivateLibvirt.start();
  const socketPaths = [libvirt.readOnlySocketPath];
  const port = new LibvirtHypervisor({ clock: systemClock, socketPaths });
  const told = new HypervisorRecorder(port);
  await told.available();
  return { libvirt, told };
}

async function stopHost({ libvirt, told }: Host): Promise<void> {
  await told.port.stop();
  await libvirt.stop();
}

beforeAll(async () => {
  [source, destination] = await Promise.all([startHost(), startHost()]);
});

afterAll(async () => {
  await Promise.all([source, destination].map(stopHost));
});

const migrate = (name: string, ...options: string[]): Promise<string> =>
  source.libvirt.virsh(
    ...['migrate', '--live', '--p2p', name, destination.libvirt.uri],
    ...['--migrateuri', 'tcp://127.0.0.1', ...options],
  );

const withoutPasses = (story: string[]): string[] =>
  story.filter((line) => line !== 'MIGRATION_ITERATION');

describe('a live migration', () => {
  it('departs at the source, arrives at the destination, and is down at neither', async () => {
    const id = await source.libvirt.create('moving');
    await source.told.tells(id, ['UP/BOOTED']);
    await migrate('moving');
    await destination.told.tells(id, ['MIGRATING_TO/MIGRATION', 'UP/MIGRATED']);
    await expect
      .poll(() => withoutPasses(source.told.story(id)), { timeout: 60_000 })
      .toEqual([
        'UP/BOOTED',
        'MIGRATING_FROM/MIGRATION',
        'DEPARTED/MIGRATION_SUCCEEDED',
        'removed',
      ]);
    expect(source.told.story(id)).toContain('MIGRATION_ITERATION');
  });

  it('of a persistent VM leaves it departed at the source', async () => {
    const id = await source.libvirt.define('kept');
    await source.libvirt.virsh('start', 'kept');
    await migrate('kept', '--persistent');
    await destination.told.vm(id, ({ status, isPersistent }) => status === 'UP' && isPersistent);
    const vm = await source.told.vm(id, ({ status }) => status === 'DEPARTED');
    expect(vm).toMatchObject({ reason: 'MIGRATION_SUCCEEDED', isPersistent: true });
    expect(vm).not.toHaveProperty('migration');
  });

  it('that undefines the source removes the VM there, though no event says so', async () => {
    const id = await source.libvirt.define('leaving');
    await source.libvirt.virsh('start', 'leaving');
    await migrate('leaving', '--persistent', '--undefinesource');
    await expect.poll(() => source.told.story(id).at(-1), { timeout: 60_000 }).toBe('removed');
    expect(source.told.story(id)).not.toContain('DOWN/DOMAIN_MISSING');
  });
});
