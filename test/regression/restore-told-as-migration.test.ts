import { expect, it } from 'vitest';

import {
  appeared,
  applyEvent,
  type KnownVm,
  type Outcome,
} from '../../agent/hypervisor/libvirt/vm-events.ts';
import { applyReading } from '../../agent/hypervisor/libvirt/vm-reading.ts';

// libvirt tells a restore before QEMU has read the image, and calls the VM "paused for migration" until it has.
const domain = { name: 'filed', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 7 };
const now = { monotonicMs: 1000, unixMs: 5000 };

function life(known: KnownVm | undefined, event: number, detail: number): Outcome {
  return applyEvent(known, { domain, kind: 'lifecycle', event, detail }, now);
}

function look(known: KnownVm | undefined): Outcome {
  const size = { vcpuCount: 1, memoryMaxKib: 65_536, memoryKib: 65_536 };
  const rest = { isPersistent: true, hasManagedSave: false, jobOperation: 0, monitorSilenceMs: 0 };
  return applyReading(known, { domain, state: { state: 3, reason: 2 }, size, ...rest }, now);
}

const inShort = ({ known }: Outcome): string =>
  `${known?.vm.status ?? ''}/${known?.vm.reason ?? ''}`;

it('a VM that is read while it is being restored does not leave, and stays restored', () => {
  const off = { ...appeared({ ...domain, id: -1 }) };
  const down: KnownVm = { ...off, vm: { ...off.vm, status: 'DOWN', reason: 'SAVE_SUCCEEDED' } };
  const read = look(life(down, 2, 2).known);
  expect(inShort(read)).toBe('UP/RESTORED');
  expect(inShort(life(read.known, 4, 2))).toBe('UP/RESTORED');
});

it('a VM that was restored once, and counts passes over its memory, leaves', () => {
  const restored = life(undefined, 2, 2).known;
  const passing = applyEvent(restored, { domain, kind: 'migration-iteration', iteration: 1 }, now);
  expect(inShort(look(passing.known))).toBe('MIGRATING_FROM/MIGRATION');
});
