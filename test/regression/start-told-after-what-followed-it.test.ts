import { afterEach, beforeEach, expect, it } from 'vitest';

import type { DomainRef } from '../../agent/hypervisor/libvirt/domain.ts';
import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { domainEvents, states } from '../../agent/hypervisor/libvirt/protocol.ts';
import { systemClock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import { HypervisorRecorder } from '../harness/hypervisor-recorder.ts';
import { ScriptedLibvirtd } from '../harness/scripted-libvirtd.ts';

// libvirt queues the word of a start once it has let go of the domain; what the guest does meanwhile is told before it.
const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const run: DomainRef = { name: 'dog', uuid, id: 7 };
const stopped: DomainRef = { ...run, id: -1 };
const started = [2, 0] as const;
const resumed = [4, 0] as const;

let daemon: ScriptedLibvirtd;
let told: HypervisorRecorder;

beforeEach(async () => {
  daemon = await ScriptedLibvirtd.start();
  const socketPaths = [daemon.socketPath];
  told = new HypervisorRecorder(new LibvirtHypervisor({ clock: systemClock, socketPaths }));
  await told.available();
});

afterEach(async () => {
  await told.port.stop();
  await daemon.stop();
});

function life(domain: DomainRef, [event, detail]: readonly [number, number]): void {
  daemon.tell(domainEvents.lifecycle.procedure, domain, (writer) => writer.int(event).int(detail));
}

/** Tells of another VM, so that all events before have been heard. */
async function heard(): Promise<void> {
  const other = { name: 'other', uuid: '0c1d3a52-5f0e-4c4f-9df4-0f4b9b0f2c11', id: 99 };
  life(other, started);
  await told.vm(other.uuid, ({ status }) => status === 'UP');
}

it('a watchdog that pauses before the start is told leaves the VM paused', async () => {
  const vm = { ref: run, state: states.paused, reason: 6, isPersistent: false };
  daemon.domains = [vm];
  life(run, resumed);
  daemon.tell(domainEvents.watchdog.procedure, run, (writer) => writer.int(1));
  life(run, [3, 3]);
  life(run, started);
  await heard();
  expect(told.story(uuid)).toEqual(['UP/BOOTED', 'WATCHDOG', 'PAUSED/WATCHDOG']);
});

it('of VMs that are gone the last run of a thousand is remembered, those of the latest', async () => {
  const runs = Array.from({ length: limits.libvirtEndedRunsMax + 1 }, (_, id): DomainRef => {
    return {
      name: `vm-${id}`,
      uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      id,
    };
  });
  for (const each of runs) {
    life(each, resumed);
    life(each, [5, 5]);
  }
  const [first = run, second = run] = runs;
  life(first, started);
  life(second, started);
  await heard();
  const [end, removed] = ['DOWN/LOST_QEMU_CONNECTION', 'removed'];
  expect(told.story(first.uuid)).toEqual(['UP/BOOTED', end, removed, 'UP/BOOTED']);
  expect(told.story(second.uuid)).toEqual(['UP/BOOTED', end, removed]);
});

it('a VM whose end is told before its start stays gone', async () => {
  life(run, resumed);
  life(run, [5, 5]);
  life(run, started);
  await heard();
  expect(told.story(uuid)).toEqual(['UP/BOOTED', 'DOWN/LOST_QEMU_CONNECTION', 'removed']);
});

it('a VM that stays defined is not up when its start is told after its end', async () => {
  daemon.domains = [{ ref: stopped, state: states.shutOff, reason: 1, isPersistent: true }];
  life(stopped, [0, 0]);
  life(run, resumed);
  life(run, [6, 1]);
  life(stopped, [5, 0]);
  life(run, started);
  await heard();
  const story = ['DOWN/DEFINED', 'UP/BOOTED', 'POWERING_DOWN/USER_SHUTDOWN', 'DOWN/USER_SHUTDOWN'];
  expect(told.story(uuid)).toEqual(story);
});

it('the next run of a VM that was gone is news', async () => {
  life(run, resumed);
  life(stopped, [5, 1]);
  life({ ...run, id: 8 }, started);
  await heard();
  expect(told.story(uuid)).toEqual(['UP/BOOTED', 'DOWN/DESTROYED', 'removed', 'UP/BOOTED']);
});

it('a definition told after the end of the run it was made in is news', async () => {
  life(run, resumed);
  life(run, [5, 5]);
  life(run, [0, 0]);
  await heard();
  const story = ['UP/BOOTED', 'DOWN/LOST_QEMU_CONNECTION', 'removed', 'DOWN/DEFINED'];
  expect(told.story(uuid)).toEqual(story);
});

it('an end that was read before it is told keeps its cause', async () => {
  const vm = { ref: run, state: states.running, reason: 1, isPersistent: true };
  daemon.domains = [vm];
  life(run, started);
  daemon.domains = [{ ...vm, ref: stopped, state: states.shutOff, reason: 3 }];
  await told.vm(uuid, ({ reason }) => reason === 'LOST_QEMU_CONNECTION');
  life(run, [5, 5]);
  await heard();
  expect(told.story(uuid)).toEqual(['UP/BOOTED', 'DOWN/LOST_QEMU_CONNECTION']);
});
