import { afterAll, beforeAll, expect, it } from 'vitest';

import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { systemClock } from '../../shared/clock.ts';
import type { VmStatus } from '../../shared/model/status.ts';
import { seededRandom } from '../../shared/random.ts';
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

const verbs = ['start', 'destroy', 'suspend', 'resume', 'reset', 'managedsave', 'kill'] as const;

/** One of the verbs, whether it fits the state or not. */
async function disturb(name: string, choice: number): Promise<void> {
  const verb = verbs[Math.floor(choice * verbs.length)] ?? 'start';
  const done = verb === 'kill' ? libvirt.killQemu(name) : libvirt.virsh(verb, name);
  await done.catch(() => undefined);
}

/** What libvirt says now. */
async function truth(name: string): Promise<VmStatus> {
  const state = await libvirt.virsh('domstate', name);
  if (state === 'running') return 'UP';
  if (state === 'paused') return 'PAUSED';
  const info = await libvirt.virsh('dominfo', name);
  return /Managed save:\s+yes/.test(info) ? 'SUSPENDED' : 'DOWN';
}

it('whatever happens to VMs, also across a crash of the daemon, the picture ends up as libvirt has it', async () => {
  const names = ['a', 'b', 'c'];
  const ids = new Map<string, string>();
  for (const name of names) ids.set(name, await libvirt.define(name));
  const seed = 20_250_101;
  const random = seededRandom(seed);
  const disturbAll = (rounds: number): Promise<unknown> =>
    Promise.all(
      names.map(async (name) => {
        for (let i = 0; i < rounds; i++) await disturb(name, random.next());
      }),
    );
  await disturbAll(6);
  // With nothing going on: a start cut off in the middle can keep libvirt itself busy for minutes.
  await libvirt.restartDaemon('SIGKILL');
  await disturbAll(6);
  for (const [name, id] of ids) {
    const expected = await truth(name);
    await told.vm(id, ({ status }) => status === expected);
    expect(told.lastVm(id), `seed ${seed}`).toMatchObject({ name, isPersistent: true });
  }
});
