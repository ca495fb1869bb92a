import { describe, expect, it } from 'vitest';

import {
  isActive,
  isPassing,
  statusOf,
} from '../../../../../agent/hypervisor/libvirt/vm-status.ts';
import { vmReasons, vmStatuses } from '../../../../../shared/model/status.ts';

describe('statusOf', () => {
  const cases = [
    [1, 1, 'UP', 'BOOTED'],
    [1, 2, 'UP', 'MIGRATED'],
    [1, 3, 'UP', 'RESTORED'],
    [1, 4, 'UP', 'FROM_SNAPSHOT'],
    [1, 5, 'UP', 'RESUMED'],
    [1, 6, 'UP', 'CANCELED'],
    [1, 7, 'UP', 'CANCELED'],
    [1, 8, 'UP', 'WAKEUP'],
    [1, 9, 'UP', 'RESTARTED_AFTER_CRASH'],
    [1, 10, 'UP', 'MIGRATED'],
    [1, 11, 'UP', 'POSTCOPY_FAILED'],
    [2, 0, 'UP', 'UNSPECIFIED'],
    [3, 0, 'PAUSED', 'UNSPECIFIED'],
    [3, 1, 'PAUSED', 'USER'],
    [3, 2, 'MIGRATING_TO', 'MIGRATION'],
    [3, 3, 'SAVING', 'SAVE'],
    [3, 4, 'PAUSED', 'DUMP'],
    [3, 5, 'PAUSED', 'EIO'],
    [3, 6, 'PAUSED', 'WATCHDOG'],
    [3, 7, 'PAUSED', 'FROM_SNAPSHOT'],
    [3, 8, 'PAUSED', 'SHUTTING_DOWN'],
    [3, 9, 'PAUSED', 'SNAPSHOT'],
    [3, 10, 'PAUSED', 'GUEST_CRASHED'],
    [3, 11, 'POWERING_UP', 'STARTING'],
    [3, 12, 'PAUSED', 'POSTCOPY'],
    [3, 13, 'PAUSED', 'POSTCOPY_FAILED'],
    [3, 14, 'PAUSED', 'EOTHER'],
    [4, 1, 'POWERING_DOWN', 'UNSPECIFIED'],
    [5, 0, 'DOWN', 'UNSPECIFIED'],
    [5, 1, 'DOWN', 'USER_SHUTDOWN'],
    [5, 2, 'DOWN', 'DESTROYED'],
    [5, 3, 'DOWN', 'LOST_QEMU_CONNECTION'],
    [5, 4, 'DEPARTED', 'MIGRATION_SUCCEEDED'],
    [5, 5, 'DOWN', 'SAVE_SUCCEEDED'],
    [5, 6, 'DOWN', 'START_FAILED'],
    [5, 7, 'DOWN', 'FROM_SNAPSHOT'],
    [5, 8, 'DOWN', 'DAEMON'],
    [6, 1, 'PAUSED', 'GUEST_CRASHED'],
    [7, 0, 'PAUSED', 'GUEST_SLEEP'],
  ] as const;
  for (const [state, reason, ...words] of cases) {
    it(`reads libvirt state ${state}, reason ${reason} as ${words.join(', ')}`, () => {
      expect(statusOf(state, reason)).toEqual({ status: words[0], reason: words[1] });
    });
  }

  it.each([
    [0, 0, 'UNKNOWN'],
    [8, 3, 'UNKNOWN'],
    [-1, 0, 'UNKNOWN'],
    [1, 99, 'UP'],
    [3, 99, 'PAUSED'],
    [5, -1, 'DOWN'],
  ])('reads state %i, reason %i of a newer libvirt as plain %s', (state, reason, status) => {
    expect(statusOf(state, reason)).toEqual({ status, reason: 'UNSPECIFIED' });
  });

  it('uses words of the model only', () => {
    for (let state = -1; state < 10; state++) {
      for (let reason = -1; reason < 20; reason++) {
        const words = statusOf(state, reason);
        expect(vmStatuses).toContain(words.status);
        expect(vmReasons).toContain(words.reason);
      }
    }
  });
});

describe('a status', () => {
  it('is active exactly while a process runs on this host', () => {
    expect(vmStatuses.filter((status) => !isActive(status))).toEqual([
      'DEPARTED',
      'SUSPENDED',
      'DOWN',
    ]);
  });

  it('that is passing is active', () => {
    expect(vmStatuses.filter(isPassing).every(isActive)).toBe(true);
  });
});
