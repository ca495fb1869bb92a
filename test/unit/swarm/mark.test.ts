import { describe, expect, it } from 'vitest';

import { machineMs, markOf, withMark } from '../../swarm/mark.ts';

const vm = {
  id: 'vm-1',
  name: 'one',
  status: 'UP',
  reason: 'BOOTED',
  sinceAt: 0,
  isPersistent: true,
  vcpuCount: 4,
  memoryMaxKib: 8_388_608,
  isGuestAgentConnected: false,
} as const;

describe('marks', () => {
  it('survive in the fields of a VM, the time to a microsecond', () => {
    const scriptedMs = 123_456_789.123;
    expect(markOf(withMark(vm, { sequence: 17, scriptedMs }))).toEqual({
      sequence: 17,
      scriptedMs,
    });
  });

  it('are not found on a VM that has none', () => {
    expect(markOf(vm)).toBeUndefined();
  });

  it('carry a clock that only grows', () => {
    const before = machineMs();
    expect(machineMs()).toBeGreaterThanOrEqual(before);
  });
});
