import { describe, expect, it } from 'vitest';

import type { DomainEvent } from '../../../../../agent/hypervisor/libvirt/domain-event.ts';
import type { DomainRef } from '../../../../../agent/hypervisor/libvirt/domain.ts';
import {
  appeared,
  applyEvent,
  type KnownVm,
} from '../../../../../agent/hypervisor/libvirt/vm-events.ts';
import type { HypervisorEvent } from '../../../../../agent/hypervisor/port.ts';
import type { VmReason, VmStatus } from '../../../../../shared/model/status.ts';

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const domain = { name: 'web', uuid, id: 7 };

type Content = DomainEvent extends infer Event
  ? Event extends DomainEvent
    ? Omit<Event, 'domain'>
    : never
  : never;

type Played = Content & { readonly domain?: DomainRef };

const life = (event: number, detail: number): Content => ({ kind: 'lifecycle', event, detail });
const reboot: Content = { kind: 'reboot' };
const iteration = (count: number): Content => ({ kind: 'migration-iteration', iteration: count });
const ioError = (action: number, reason: string): Content => ({
  kind: 'io-error',
  device: 'virtio-disk0',
  action,
  reason,
});

const inNextRun = (content: Content): Played => ({ ...content, domain: { ...domain, id: 8 } });

function known(status: VmStatus, reason: VmReason, isPersistent = false): KnownVm {
  const base = appeared(domain);
  const vm = { ...base.vm, status, reason, isPersistent, sinceAt: 1, vcpuCount: 2 };
  return { ...base, vm };
}

/** Plays events 10 ms apart; says what was told, in short. */
function play(before: KnownVm | undefined, events: readonly Played[]): string[] {
  const told: string[] = [];
  let state = before;
  events.forEach((content, i) => {
    const now = { monotonicMs: 1000 + i * 10, unixMs: 5000 + i };
    const outcome = applyEvent(state, { domain, ...content }, now);
    state = outcome.known;
    told.push(...outcome.emits.map(inShort));
  });
  return told;
}

function inShort(event: HypervisorEvent): string {
  switch (event.kind) {
    case 'vm':
      return `${event.vm.status}/${event.vm.reason}`;
    case 'vm-removed':
      return 'removed';
    case 'incident': {
      const { kind, action, detail } = event.incident;
      return [kind, action, detail].filter(Boolean).join(' ');
    }
    case 'available':
    case 'unavailable':
    case 'notice':
      return event.kind;
  }
}

const off = { ...known('DOWN', 'DEFINED', true), domain: { ...domain, id: -1 } };
const up = known('UP', 'BOOTED');
const persistentUp = known('UP', 'BOOTED', true);

describe('what libvirt is seen to send', () => {
  const cases: [string, KnownVm | undefined, Played[], string[]][] = [
    ['create: one appearance', undefined, [life(4, 0), life(2, 0)], ['UP/BOOTED']],
    ['start: one change', off, [life(4, 0), life(2, 0)], ['UP/BOOTED']],
    ['start paused', off, [life(2, 0), life(3, 0)], ['UP/BOOTED', 'PAUSED/USER']],
    [
      'seen while starting',
      known('POWERING_UP', 'STARTING'),
      [life(4, 0), life(2, 0)],
      ['UP/BOOTED'],
    ],
    ['suspend, resume', up, [life(3, 0), life(4, 0)], ['PAUSED/USER', 'UP/RESUMED']],
    ['reset: three reboot events, one incident', up, [reboot, reboot, reboot], ['REBOOTED']],
    [
      'destroy of what stays defined',
      persistentUp,
      [life(6, 2), life(5, 1)],
      ['POWERING_DOWN/ADMIN_SHUTDOWN', 'DOWN/DESTROYED'],
    ],
    [
      'destroy of what does not',
      up,
      [life(6, 2), life(5, 1)],
      ['POWERING_DOWN/ADMIN_SHUTDOWN', 'DOWN/DESTROYED', 'removed'],
    ],
    [
      'power-off by the guest',
      persistentUp,
      [life(6, 1), life(5, 0)],
      ['POWERING_DOWN/USER_SHUTDOWN', 'DOWN/USER_SHUTDOWN'],
    ],
    [
      'shutdown by the host',
      persistentUp,
      [life(6, 2), life(5, 0)],
      ['POWERING_DOWN/ADMIN_SHUTDOWN', 'DOWN/ADMIN_SHUTDOWN'],
    ],
    ['QEMU killed', persistentUp, [life(5, 5)], ['DOWN/LOST_QEMU_CONNECTION']],
    ['a start that fails', off, [life(5, 5)], ['DOWN/START_FAILED']],
    [
      'managed save and start',
      persistentUp,
      [life(3, 0), iteration(1), life(5, 4), ...[life(2, 2), life(4, 2)].map(inNextRun)],
      ['PAUSED/USER', 'SUSPENDED/SAVE_SUCCEEDED', 'UP/RESTORED'],
    ],
    [
      'save of a transient one',
      up,
      [life(3, 0), life(5, 4)],
      ['PAUSED/USER', 'DOWN/SAVE_SUCCEEDED', 'removed'],
    ],
    ['restore', undefined, [life(2, 2), life(4, 2)], ['UP/RESTORED']],
    ['restore paused', undefined, [life(2, 2), life(3, 4)], ['UP/RESTORED', 'PAUSED/USER']],
    [
      'full storage',
      up,
      [ioError(1, 'enospc'), life(3, 2), life(4, 0)],
      ['IO_ERROR pause virtio-disk0: enospc', 'PAUSED/ENOSPC', 'UP/RESUMED'],
    ],
    [
      'an I/O error told after its pause',
      up,
      [life(3, 2), ioError(1, 'eperm')],
      ['PAUSED/EIO', 'IO_ERROR pause virtio-disk0: eperm', 'PAUSED/EPERM'],
    ],
    [
      'another I/O error',
      up,
      [ioError(1, ''), life(3, 2)],
      ['IO_ERROR pause virtio-disk0', 'PAUSED/EIO'],
    ],
    [
      'a strange I/O error',
      up,
      [ioError(1, 'ebadf'), life(3, 2)],
      ['IO_ERROR pause virtio-disk0: ebadf', 'PAUSED/EOTHER'],
    ],
    ['an I/O error the guest gets', up, [ioError(2, '')], ['IO_ERROR report virtio-disk0']],
    [
      'an old I/O error is not the cause of a new pause',
      up,
      [ioError(1, 'enospc'), life(3, 2), life(4, 0), life(3, 2)],
      ['IO_ERROR pause virtio-disk0: enospc', 'PAUSED/ENOSPC', 'UP/RESUMED', 'PAUSED/EIO'],
    ],
    [
      'watchdog that pauses',
      up,
      [{ kind: 'watchdog', action: 1 }, life(3, 3)],
      ['WATCHDOG pause', 'PAUSED/WATCHDOG'],
    ],
    [
      'watchdog that resets',
      up,
      [{ kind: 'watchdog', action: 2 }, reboot],
      ['WATCHDOG reset', 'REBOOTED'],
    ],
    [
      'panic, destroyed',
      up,
      [life(3, 0), life(8, 0), life(5, 2)],
      ['PAUSED/USER', 'PAUSED/GUEST_CRASHED', 'CRASHED panicked', 'DOWN/GUEST_CRASHED', 'removed'],
    ],
    [
      'panic, preserved',
      up,
      [life(8, 0), life(3, 0)],
      ['PAUSED/GUEST_CRASHED', 'CRASHED panicked'],
    ],
    [
      'panic, restarted',
      up,
      [life(8, 0), reboot, life(4, 0)],
      ['PAUSED/GUEST_CRASHED', 'CRASHED panicked', 'REBOOTED', 'UP/RESTARTED_AFTER_CRASH'],
    ],
    ['crash kernel', up, [life(8, 1)], ['CRASHED crash kernel loaded']],
    ['guest sleep and wakeup', up, [life(7, 0), life(2, 4)], ['PAUSED/GUEST_SLEEP', 'UP/WAKEUP']],
    [
      'migration away',
      up,
      [iteration(1), iteration(2), life(3, 1), life(5, 3)],
      [
        'MIGRATION_ITERATION 1',
        'MIGRATION_ITERATION 2',
        'MIGRATING_FROM/MIGRATION',
        'DEPARTED/MIGRATION_SUCCEEDED',
        'removed',
      ],
    ],
    [
      'migration away of what stays defined',
      persistentUp,
      [life(3, 1), life(5, 3)],
      ['MIGRATING_FROM/MIGRATION', 'DEPARTED/MIGRATION_SUCCEEDED'],
    ],
    [
      'migration given up late',
      up,
      [life(3, 1), life(4, 1)],
      ['MIGRATING_FROM/MIGRATION', 'UP/CANCELED'],
    ],
    [
      'migration here',
      undefined,
      [life(2, 1), life(4, 1)],
      ['MIGRATING_TO/MIGRATION', 'UP/MIGRATED'],
    ],
    [
      'migration here that fails',
      undefined,
      [life(2, 1), life(5, 5)],
      ['MIGRATING_TO/MIGRATION', 'DOWN/MIGRATION_FAILED', 'removed'],
    ],
    [
      'post-copy, at the source',
      up,
      [life(3, 1), life(3, 7)],
      ['MIGRATING_FROM/MIGRATION', 'PAUSED/POSTCOPY'],
    ],
    [
      'post-copy, at the destination',
      undefined,
      [life(2, 1), life(4, 3), life(4, 1)],
      ['MIGRATING_TO/MIGRATION', 'UP/MIGRATED'],
    ],
    ['define', undefined, [life(0, 0)], ['DOWN/DEFINED']],
    ['define again', off, [life(0, 1)], []],
    ['undefine', off, [life(1, 0)], ['removed']],
    ['rename', off, [life(1, 1), life(0, 2)], []],
    [
      'the end of what nobody knew',
      undefined,
      [life(6, 2), life(5, 1)],
      ['POWERING_DOWN/ADMIN_SHUTDOWN', 'DOWN/DESTROYED', 'removed'],
    ],
    ['an end alone of what nobody knew', undefined, [life(5, 1)], []],
    [
      'incidents of what nobody knows',
      undefined,
      [reboot, ioError(1, ''), { kind: 'control-error' }],
      [],
    ],
    ['events of a newer libvirt', up, [life(42, 1), life(1, 9)], []],
    [
      'details of a newer libvirt',
      up,
      [life(3, 99), life(4, 99)],
      ['PAUSED/UNSPECIFIED', 'UP/RESUMED'],
    ],
  ];
  for (const [name, before, events, expected] of cases) {
    it(name, () => {
      expect(play(before, events)).toEqual(expected);
    });
  }
});
