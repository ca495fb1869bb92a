import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { systemClock } from '../../shared/clock.ts';
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

/** A destroyed QEMU may be gone before libvirt has read its last word; then libvirt tells no shutdown, only the end. */
async function tellsDestroyed(id: string, story: readonly string[]): Promise<void> {
  const end = ['DOWN/DESTROYED', 'removed'];
  await told.tells(id, [...story, 'POWERING_DOWN/ADMIN_SHUTDOWN', ...end], [...story, ...end]);
}

describe('a transient VM', () => {
  it('appears once, is paused and resumed, reset, and is removed after it is destroyed', async () => {
    const id = await libvirt.create('transient');
    const story = ['UP/BOOTED'];
    await told.tells(id, story);
    await libvirt.virsh('suspend', 'transient');
    await told.tells(id, [...story, 'PAUSED/USER']);
    await libvirt.virsh('resume', 'transient');
    story.push('PAUSED/USER', 'UP/RESUMED');
    await told.tells(id, story);
    await libvirt.virsh('reset', 'transient');
    story.push('REBOOTED');
    await told.tells(id, story);
    await libvirt.virsh('destroy', 'transient');
    await tellsDestroyed(id, story);
  });

  it('has its size, and the time of its last change', async () => {
    const startedAt = Date.now();
    const id = await libvirt.create('sized', { memoryMib: 72 });
    const vm = await told.vm(id, ({ vcpuCount }) => vcpuCount === 1);
    expect(vm).toMatchObject({ name: 'sized', memoryMaxKib: 72 * 1024, isPersistent: false });
    expect(vm.sinceAt).toBeGreaterThanOrEqual(startedAt);
    await libvirt.virsh('destroy', 'sized');
    await told.vm(id, ({ status }) => status === 'DOWN');
  });

  it('whose QEMU is killed has lost it, and is removed', async () => {
    const id = await libvirt.create('killed');
    await told.tells(id, ['UP/BOOTED']);
    await libvirt.killQemu('killed');
    await told.tells(id, ['UP/BOOTED', 'DOWN/LOST_QEMU_CONNECTION', 'removed']);
  });
});

describe('a persistent VM', () => {
  it('is told when defined, started, undefined while it runs, and destroyed', async () => {
    const id = await libvirt.define('kept');
    await told.tells(id, ['DOWN/DEFINED']);
    expect(told.lastVm(id)?.isPersistent).toBe(true);
    await libvirt.virsh('start', 'kept');
    await told.tells(id, ['DOWN/DEFINED', 'UP/BOOTED']);
    await libvirt.virsh('undefine', 'kept');
    await told.vm(id, ({ isPersistent }) => !isPersistent);
    await libvirt.virsh('destroy', 'kept');
    await tellsDestroyed(id, ['DOWN/DEFINED', 'UP/BOOTED']);
  });

  it('stays when it stops, and is removed when undefined', async () => {
    const id = await libvirt.define('stays');
    await libvirt.virsh('start', 'stays');
    await libvirt.killQemu('stays');
    const story = ['DOWN/DEFINED', 'UP/BOOTED', 'DOWN/LOST_QEMU_CONNECTION'];
    await told.tells(id, story);
    await libvirt.virsh('undefine', 'stays');
    await told.tells(id, [...story, 'removed']);
  });

  it('is suspended while a managed save keeps its memory, and restored from it', async () => {
    const id = await libvirt.define('saved');
    await libvirt.virsh('start', 'saved');
    await libvirt.virsh('managedsave', 'saved');
    await told.vm(
      id,
      ({ status, reason }) => status === 'SUSPENDED' && reason === 'SAVE_SUCCEEDED',
    );
    await libvirt.virsh('start', 'saved');
    await told.vm(id, ({ status, reason }) => status === 'UP' && reason === 'RESTORED');
    await libvirt.virsh('destroy', 'saved');
    await told.vm(id, ({ status }) => status === 'DOWN');
  });

  it('that is saved to a file is down, not suspended, and restored from the file', async () => {
    const id = await libvirt.define('filed');
    const file = path.join(libvirt.root, 'filed.save');
    await libvirt.virsh('start', 'filed');
    await libvirt.virsh('save', 'filed', file);
    await told.vm(id, ({ status, reason }) => status === 'DOWN' && reason === 'SAVE_SUCCEEDED');
    await libvirt.virsh('restore', file);
    await told.vm(id, ({ status, reason }) => status === 'UP' && reason === 'RESTORED');
    await libvirt.virsh('destroy', 'filed');
    await told.vm(id, ({ status }) => status === 'DOWN');
  });

  it('that is started paused is told paused', async () => {
    const id = await libvirt.define('held');
    await libvirt.virsh('start', '--paused', 'held');
    await told.vm(id, ({ status, reason }) => status === 'PAUSED' && reason === 'USER');
    await libvirt.virsh('destroy', 'held');
    await told.vm(id, ({ status }) => status === 'DOWN');
  });

  it('keeps its id when renamed', async () => {
    const id = await libvirt.define('old-name');
    await told.tells(id, ['DOWN/DEFINED']);
    await libvirt.virsh('domrename', 'old-name', 'new-name');
    await told.vm(id, ({ name }) => name === 'new-name');
    expect(told.story(id)).toEqual(['DOWN/DEFINED']);
  });
});

describe('what a guest does', () => {
  it('power-off: it shut itself down', async () => {
    const id = await libvirt.create('off', { bootSector: 'power-off' });
    await told.tells(id, [
      ...['UP/BOOTED', 'POWERING_DOWN/USER_SHUTDOWN', 'DOWN/USER_SHUTDOWN', 'removed'],
    ]);
  });

  it('reset by itself: an incident, it stays up', async () => {
    const id = await libvirt.create('again', { bootSector: 'reset' });
    await told.vm(id, ({ status }) => status === 'UP');
    const isTold = (): boolean => told.story(id).includes('REBOOTED');
    await expect.poll(isTold, { timeout: 60_000 }).toBe(true);
    expect(told.lastVm(id)?.status).toBe('UP');
    await libvirt.virsh('destroy', 'again');
    await told.vm(id, ({ status }) => status === 'DOWN');
  });

  it('watchdog not fed: it is paused', async () => {
    const id = await libvirt.create('dog', { bootSector: 'watchdog' });
    await told.tells(id, ['UP/BOOTED', 'WATCHDOG', 'PAUSED/WATCHDOG']);
    expect(told.events).toContainEqual({
      kind: 'incident',
      vmId: id,
      incident: { kind: 'WATCHDOG', action: 'pause', detail: '' },
    });
    await libvirt.virsh('destroy', 'dog');
    await told.vm(id, ({ status }) => status === 'DOWN');
  });

  it('panic: it crashed, and is restarted', async () => {
    const id = await libvirt.create('panic', { bootSector: 'panic', onCrash: 'restart' });
    await told.vm(id, ({ reason }) => reason === 'RESTARTED_AFTER_CRASH');
    // Whether libvirt tells the stop of the processors before the panic, or not at all, is a race of its own.
    const story = told.story(id).filter((line) => line !== 'PAUSED/USER');
    expect(story.slice(0, 3)).toEqual(['UP/BOOTED', 'PAUSED/GUEST_CRASHED', 'CRASHED']);
    await libvirt.virsh('destroy', 'panic');
    await told.vm(id, ({ status }) => status === 'DOWN');
  });

  it('write to full storage: it is paused for lack of space', async () => {
    const id = await libvirt.create('full', { bootSector: 'io-error' });
    await told.tells(id, ['UP/BOOTED', 'IO_ERROR', 'PAUSED/ENOSPC']);
    await libvirt.virsh('destroy', 'full');
    await told.vm(id, ({ status }) => status === 'DOWN');
  });
});
