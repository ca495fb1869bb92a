import { afterEach, beforeEach, expect, it } from 'vitest';

import type { DomainRef } from '../../agent/hypervisor/libvirt/domain.ts';
import { LibvirtHypervisor } from '../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { domainEvents, procedures, states } from '../../agent/hypervisor/libvirt/protocol.ts';
import { eventually } from '../harness/eventually.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { HypervisorRecorder } from '../harness/hypervisor-recorder.ts';
import { ScriptedLibvirtd } from '../harness/scripted-libvirtd.ts';

// libvirt changes a domain's state, and only then queues the events that say why; a look in between sees half of it.
const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const ref: DomainRef = { name: 'full', uuid, id: 7 };
const readAgainMs = 50;

let daemon: ScriptedLibvirtd;
let told: HypervisorRecorder;
let clock: FakeClock;
let otherCount: number;

beforeEach(async () => {
  daemon = await ScriptedLibvirtd.start();
  clock = new FakeClock();
  otherCount = 0;
  told = new HypervisorRecorder(new LibvirtHypervisor({ clock, socketPaths: [daemon.socketPath] }));
  await told.available();
});

afterEach(async () => {
  await told.port.stop();
  await daemon.stop();
});

function life(domain: DomainRef, event: number, detail: number): void {
  daemon.tell(domainEvents.lifecycle.procedure, domain, (writer) => writer.int(event).int(detail));
}

/** Tells of another VM, so that all that was sent before has been heard. */
async function heard(): Promise<void> {
  const name = `other-${String(++otherCount)}`;
  const other = { name, uuid: `0c1d3a52-5f0e-4c4f-9df4-00000000000${String(otherCount)}`, id: 99 };
  life(other, 2, 0);
  await told.vm(other.uuid, ({ status }) => status === 'UP');
}

/** Starts a VM, which an I/O error pauses at once, and lets it be read before a word of the pause. */
async function readPausedBeforeTold(): Promise<void> {
  daemon.domains = [{ ref, state: states.paused, reason: 5, isPersistent: false }];
  life(ref, 2, 0);
  await told.tells(uuid, ['UP/BOOTED']);
  clock.advance(readAgainMs);
  const isRead = (): true | undefined =>
    daemon.calls.includes(procedures.domainGetInfo) || undefined;
  await eventually(isRead, { what: 'the last question of a reading' });
  await heard();
}

it('a pause that is read before it is told is told once, with its cause', async () => {
  await readPausedBeforeTold();
  daemon.tell(domainEvents.ioErrorReason.procedure, ref, (writer) =>
    writer.string('/disk').string('ide0').int(1).string('enospc'),
  );
  life(ref, 3, 2);
  await heard();
  expect(told.story(uuid)).toEqual(['UP/BOOTED', 'IO_ERROR', 'PAUSED/ENOSPC']);
});

it('a pause whose event was lost is told when the next look finds it again', async () => {
  await readPausedBeforeTold();
  expect(told.story(uuid)).toEqual(['UP/BOOTED']);
  clock.advance(readAgainMs);
  await told.tells(uuid, ['UP/BOOTED', 'PAUSED/EIO']);
});
