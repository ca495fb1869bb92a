import { describe, expect, it } from 'vitest';

import { HealthWatch, systemFreeSpace } from '../../../../central/store/health.ts';
import { limits } from '../../../../shared/limits.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';

function setUp() {
  const clock = new FakeClock();
  const disk = { freeBytes: limits.diskFreeBytesMin as number | undefined, reads: 0 };
  const health = new HealthWatch({
    folder: '/data',
    clock,
    freeSpace: () => {
      disk.reads += 1;
      return disk.freeBytes;
    },
  });
  return { clock, disk, health };
}

describe('HealthWatch', () => {
  it('stops writes below the limit and lets them go on when there is room', () => {
    const { clock, disk, health } = setUp();
    expect(health.current()).toEqual({ kind: 'ok' });
    disk.freeBytes = limits.diskFreeBytesMin - 1;
    clock.advance(limits.diskFreeCheckMs);
    expect(health.current()).toEqual({ kind: 'full', freeBytes: limits.diskFreeBytesMin - 1 });
    expect(() => {
      health.assertRoom();
    }).toThrow(/\/data.*make room/);
    disk.freeBytes = limits.diskFreeBytesMin;
    clock.advance(limits.diskFreeCheckMs);
    expect(health.current()).toEqual({ kind: 'ok' });
    expect(() => {
      health.assertRoom();
    }).not.toThrow();
  });

  it('asks the system at most once per interval', () => {
    const { clock, disk, health } = setUp();
    for (let i = 0; i < 10; i++) health.assertRoom();
    expect(disk.reads).toBe(1);
    clock.advance(limits.diskFreeCheckMs - 1);
    health.current();
    expect(disk.reads).toBe(1);
    clock.advance(1);
    health.current();
    expect(disk.reads).toBe(2);
  });

  it('writes on when the system does not say what is free', () => {
    const { disk, health } = setUp();
    disk.freeBytes = undefined;
    expect(health.current()).toEqual({ kind: 'ok' });
  });

  it('looks at the free space at once when a write fails, whatever the error says', () => {
    const { disk, health } = setUp();
    health.assertRoom();
    disk.freeBytes = 5;
    expect(health.failed(new Error('Input/output error'))).toMatchObject({
      code: 'STORE_FULL',
      details: { freeBytes: 5 },
    });
    expect(health.current()).toEqual({ kind: 'full', freeBytes: 5 });
  });

  it('is failed after any other error, until a write succeeds', () => {
    const { health } = setUp();
    const error = health.failed(new Error('Input/output error'));
    expect(error).toMatchObject({ code: 'STORE_FAILED' });
    expect(error.message).toMatch(/\/data.*Input\/output error.*check the disk/);
    expect(health.current()).toMatchObject({ kind: 'failed' });
    health.succeeded();
    expect(health.current()).toEqual({ kind: 'ok' });
  });

  it('reads the real disk, and nothing where there is none', () => {
    expect(systemFreeSpace('/')).toBeGreaterThan(0);
    expect(systemFreeSpace('/no/such/folder')).toBeUndefined();
  });
});
