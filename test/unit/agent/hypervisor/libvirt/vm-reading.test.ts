import { describe, expect, it } from 'vitest';

import { appeared, type KnownVm } from '../../../../../agent/hypervisor/libvirt/vm-events.ts';
import {
  applyMissing,
  applyReading,
  type Reading,
  type RunningDefinition,
} from '../../../../../agent/hypervisor/libvirt/vm-reading.ts';
import type { VmReason, VmStatus } from '../../../../../shared/model/status.ts';

const domain = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 7 };
const now = { monotonicMs: 1000, unixMs: 5000 };
const size = { vcpuCount: 2, memoryMaxKib: 65_536 };
const sized = { ...size, memoryKib: 65_536 };
const definition: RunningDefinition = {
  ...{ guestAgent: 'CONNECTED', guaranteedKib: 0, wantedKib: 0 },
  devices: { list: [], omitted: 0 },
};

function reading(state: number, reason: number, more: Partial<Reading> = {}): Reading {
  const none = { isPersistent: true, hasManagedSave: false, jobOperation: 0, monitorSilenceMs: 0 };
  return { domain, state: { state, reason }, size: sized, ...none, ...more };
}

function known(status: VmStatus, reason: VmReason, iteration = 0): KnownVm {
  const base = appeared(domain);
  const vm = { ...base.vm, ...size, status, reason, isPersistent: true, sinceAt: 1 };
  return { ...base, vm, iteration };
}

describe('a reading', () => {
  it('that confirms what is known tells nothing', () => {
    expect(applyReading(known('UP', 'BOOTED'), reading(1, 1), now).emits).toEqual([]);
  });

  const cases: [string, KnownVm, Reading, VmStatus, VmReason][] = [
    [
      'keeps the better cause an event gave',
      known('PAUSED', 'ENOSPC'),
      reading(3, 5),
      'PAUSED',
      'ENOSPC',
    ],
    [
      'keeps a cause libvirt has forgotten',
      known('DOWN', 'DESTROYED'),
      reading(5, 0),
      'DOWN',
      'DESTROYED',
    ],
    [
      'gives a cause where there was none',
      known('DOWN', 'UNSPECIFIED'),
      reading(5, 3),
      'DOWN',
      'LOST_QEMU_CONNECTION',
    ],
    ['corrects a status', known('UP', 'BOOTED'), reading(3, 1), 'PAUSED', 'USER'],
    [
      'finds a QEMU that hangs',
      known('UP', 'BOOTED'),
      reading(1, 1, { monitorSilenceMs: 60_000 }),
      'NOT_RESPONDING',
      'UNSPECIFIED',
    ],
    [
      'is patient with a QEMU that takes its time',
      known('UP', 'BOOTED'),
      reading(1, 1, { monitorSilenceMs: 59_999 }),
      'UP',
      'BOOTED',
    ],
    [
      'finds a QEMU that answers again',
      known('NOT_RESPONDING', 'UNSPECIFIED'),
      reading(1, 5),
      'UP',
      'RESUMED',
    ],
    ['does not run ahead of a start', known('DOWN', 'DEFINED'), reading(3, 11), 'DOWN', 'DEFINED'],
    ['tells a save from a suspend', known('PAUSED', 'USER'), reading(3, 3), 'SAVING', 'SAVE'],
    [
      'finds a managed save',
      known('DOWN', 'UNSPECIFIED'),
      reading(5, 0, { hasManagedSave: true }),
      'SUSPENDED',
      'SAVE_SUCCEEDED',
    ],
    [
      'misses a managed save',
      known('SUSPENDED', 'SAVE_SUCCEEDED'),
      reading(5, 5),
      'DOWN',
      'SAVE_SUCCEEDED',
    ],
    [
      'of another run gives its cause',
      known('UP', 'RESUMED'),
      reading(1, 1, { domain: { ...domain, id: 8 } }),
      'UP',
      'BOOTED',
    ],
    [
      'finds a migration under way',
      known('UP', 'BOOTED', 1),
      reading(1, 1, { jobOperation: 5 }),
      'MIGRATING_FROM',
      'MIGRATION',
    ],
    [
      'finds a migration that was given up',
      known('MIGRATING_FROM', 'MIGRATION', 3),
      reading(1, 1),
      'UP',
      'BOOTED',
    ],
    [
      'does not take a save for a migration',
      known('UP', 'BOOTED', 1),
      reading(1, 1, { jobOperation: 2 }),
      'UP',
      'BOOTED',
    ],
    [
      'sees the last phase at the source',
      known('UP', 'BOOTED'),
      reading(3, 2),
      'MIGRATING_FROM',
      'MIGRATION',
    ],
    [
      'sees the destination',
      known('MIGRATING_TO', 'MIGRATION'),
      reading(3, 2),
      'MIGRATING_TO',
      'MIGRATION',
    ],
  ];
  for (const [name, before, read, status, reason] of cases) {
    it(name, () => {
      expect(applyReading(before, read, now).known?.vm).toMatchObject({ status, reason });
    });
  }

  it('of what was never seen tells all of it, but not since when', () => {
    const more = { definition };
    expect(applyReading(undefined, reading(1, 1, more), now).emits).toEqual([
      {
        kind: 'vm',
        vm: {
          id: domain.uuid,
          name: 'web',
          status: 'UP',
          reason: 'BOOTED',
          sinceAt: 0,
          isPersistent: true,
          ...size,
          isGuestAgentConnected: true,
          details: {
            guestAgent: 'CONNECTED',
            memory: { guaranteedKib: 0, wantedKib: 0 },
            memoryIssues: [],
            devices: definition.devices,
          },
        },
      },
    ]);
  });

  it('tells what events do not carry', () => {
    const more = { size: { vcpuCount: 4, memoryMaxKib: 1, memoryKib: 1 } };
    expect(applyReading(known('UP', 'BOOTED'), reading(1, 1, more), now).emits).toMatchObject([
      { kind: 'vm', vm: { vcpuCount: 4, memoryMaxKib: 1, status: 'UP', sinceAt: 1 } },
    ]);
  });

  it('keeps the pass of a migration that goes on', () => {
    const { known: after } = applyReading(
      known('UP', 'BOOTED', 4),
      reading(1, 1, { jobOperation: 5 }),
      now,
    );
    expect(after?.vm.migration?.iteration).toBe(4);
    expect(after?.iteration).toBe(4);
  });
});

describe('a domain that vanished without a word', () => {
  it('is told to be down before it is removed', () => {
    expect(applyMissing(known('UP', 'BOOTED'), now)).toMatchObject({
      known: undefined,
      emits: [
        { kind: 'vm', vm: { status: 'DOWN', reason: 'DOMAIN_MISSING', sinceAt: 5000 } },
        { kind: 'vm-removed', vmId: domain.uuid },
      ],
    });
  });

  it('is only removed when it was down already', () => {
    expect(applyMissing(known('DOWN', 'DESTROYED'), now).emits).toEqual([
      { kind: 'vm-removed', vmId: domain.uuid },
    ]);
  });
});
