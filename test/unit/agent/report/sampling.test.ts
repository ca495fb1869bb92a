import { describe, expect, it } from 'vitest';

import { quantize, SessionSampling } from '../../../../agent/report/sampling.ts';

describe('quantize', () => {
  it.each([
    [0, 5, 0],
    [2, 5, 0],
    [2.5, 5, 5],
    [7.4, 5, 5],
    [7.5, 5, 10],
    [1_535, 1_024, 1_024],
    [1_536, 1_024, 2_048],
    [0.12, 0.05, 0.1],
    [0.15, 0.05, 0.15],
    [1.13, 0.05, 1.15],
  ])('rounds %f by %f to %f, exactly', (value, quantum, rounded) => {
    expect(quantize(value, quantum)).toBe(rounded);
  });
});

describe('statistics of one session', () => {
  it('carry only what changed by a quantum', () => {
    const session = new SessionSampling();
    const nothing = { disks: [], filesystems: [], networkInterfaces: [] };
    const stats = (cpuPermille: number): Parameters<SessionSampling['host']>[0] => {
      return { host: { cpuPermille, memoryTotalKib: 4_096 }, ...nothing };
    };
    expect(session.host(stats(100))?.host).toEqual({ cpuPermille: 100, memoryTotalKib: 4_096 });
    expect(session.host(stats(102))).toBeUndefined();
    expect(session.host(stats(103))?.host).toEqual({ cpuPermille: 105 });
  });

  it('name a VM once, and then by its index', () => {
    const session = new SessionSampling();
    expect(session.vms([{ vmId: 'v1', diskOps: 1 }], 10)).toEqual([
      { index: 0, key: 'v1', fields: { diskOps: 1 } },
    ]);
    expect(session.vms([{ vmId: 'v1', diskOps: 2 }], 10)).toEqual([
      { index: 0, key: '', fields: { diskOps: 2 } },
    ]);
  });

  it('never use the index of a VM that is gone again', () => {
    const session = new SessionSampling();
    session.vms([{ vmId: 'v1', diskOps: 1 }], 10);
    expect(session.vms([{ vmId: 'v2', diskOps: 1 }], 10)).toMatchObject([{ index: 1, key: 'v2' }]);
    expect(session.vms([{ vmId: 'v1', diskOps: 1 }], 10)).toMatchObject([{ index: 2, key: 'v1' }]);
  });

  it('do not mention a VM of which nothing is known', () => {
    expect(new SessionSampling().vms([{ vmId: 'v1' }], 10)).toEqual([]);
  });
});
