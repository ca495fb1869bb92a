import { expect, it } from 'vitest';

import { appeared, type KnownVm } from '../../agent/hypervisor/libvirt/vm-events.ts';
import { applyReading, type Reading } from '../../agent/hypervisor/libvirt/vm-reading.ts';
import { limits } from '../../shared/limits.ts';

const domain = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 7 };

function reading(monitorSilenceMs: number): Reading {
  const size = { vcpuCount: 1, memoryMaxKib: 65_536, memoryKib: 65_536 };
  const kind = { isPersistent: true, hasManagedSave: false, jobOperation: 0 };
  return { domain, state: { state: 1, reason: 1 }, size, ...kind, monitorSilenceMs };
}

function look(known: KnownVm, monitorSilenceMs: number, monotonicMs: number): KnownVm {
  const after = applyReading(known, reading(monitorSilenceMs), { monotonicMs, unixMs: 0 }).known;
  if (after === undefined) throw new Error('the VM is gone');
  return after;
}

it('a QEMU whose monitor just broke is not told as hanging: its end is being announced', () => {
  const up = look(appeared(domain), 0, 1000);
  const broken = look(up, Infinity, 2000);
  expect(broken.vm.status).toBe('UP');
  const later = 2000 + limits.libvirtMonitorBrokenMsMax;
  expect(look(broken, Infinity, later - 1).vm.status).toBe('UP');
  expect(look(broken, Infinity, later).vm.status).toBe('NOT_RESPONDING');
});

it('a monitor that works in between starts the time anew', () => {
  const broken = look(look(appeared(domain), 0, 1000), Infinity, 2000);
  const again = look(look(broken, 0, 3000), Infinity, 3500);
  expect(look(again, Infinity, 3500 + limits.libvirtMonitorBrokenMsMax - 1).vm.status).toBe('UP');
});
