import { beforeEach, describe, expect, test } from 'vitest';

import { ProbeHealth } from '../../../../agent/collect/probe-health.ts';
import { ProbeRunner } from '../../../../agent/collect/probe-runner.ts';
import type { Probe } from '../../../../agent/collect/probe.ts';
import { limits } from '../../../../shared/limits.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { recordingLogger } from './recording-logger.ts';

describe('ProbeRunner', () => {
  let clock: FakeClock;
  let recorded: ReturnType<typeof recordingLogger>;
  let health: ProbeHealth;
  let runner: ProbeRunner;

  beforeEach(() => {
    clock = new FakeClock();
    recorded = recordingLogger();
    health = new ProbeHealth(recorded.log);
    runner = new ProbeRunner({ clock, health });
  });

  const uptime: Probe = { name: 'uptime', deadlineMs: 50, run: () => ({ host: { uptimeS: 5 } }) };
  const said = (): readonly string[] =>
    recorded.lines.map(({ level, probe }) => `${level} ${String(probe)}`);

  test('puts what the probes tell together', () => {
    const disks: Probe = {
      name: 'disks',
      deadlineMs: 50,
      run: () => ({ host: { diskReadBps: 7 }, disks: [{ name: 'sda' }] }),
    };
    expect(runner.runAll([uptime, disks])).toEqual({
      host: { uptimeS: 5, diskReadBps: 7 },
      disks: [{ name: 'sda' }],
      filesystems: [],
      networkInterfaces: [],
    });
  });

  test('a probe that fails is left out, counted each time, and said once per change', () => {
    let isBroken = true;
    const load: Probe = {
      name: 'load',
      deadlineMs: 50,
      run: () => {
        if (isBroken) throw new Error('EIO');
        return { host: { load1: 1 } };
      },
    };
    for (let run = 0; run < 3; run += 1) {
      expect(runner.runAll([load, uptime]).host).toEqual({ uptimeS: 5 });
    }
    expect(health.failures()).toEqual([{ probe: 'load', reason: 'EIO', count: 3 }]);
    expect(health.failureCount).toBe(3);
    isBroken = false;
    expect(runner.runAll([load, uptime]).host).toEqual({ load1: 1, uptimeS: 5 });
    expect(said()).toEqual(['warn load', 'info load']);
    expect(health.failureCount).toBe(3);
  });

  test('OV-30: a probe that keeps exceeding its deadline is rested, then tried again', () => {
    let tookMs = 51;
    let runs = 0;
    const slow: Probe = {
      name: 'slow',
      deadlineMs: 50,
      run: () => {
        runs += 1;
        clock.suspend(tookMs);
        return { host: { load1: 1 } };
      },
    };
    for (let run = 0; run < 10; run += 1) runner.runAll([slow, uptime]);
    expect(runs).toBe(limits.probeOverrunsMax);
    expect(runner.runAll([slow, uptime]).host).toEqual({ uptimeS: 5 });
    expect(said()).toEqual(['warn slow']);

    clock.suspend(limits.probeRestMs);
    runner.runAll([slow]);
    runner.runAll([slow]);
    expect(runs).toBe(limits.probeOverrunsMax + 1);
    expect(said()).toEqual(['warn slow']);

    clock.suspend(limits.probeRestMs);
    tookMs = 1;
    expect(runner.runAll([slow]).host).toEqual({ load1: 1 });
    expect(said()).toEqual(['warn slow', 'info slow']);
  });

  test('a late run now and then, as on a busy machine, has no consequence', () => {
    const delaysMs = [60, 60, 1, 60, 60, 1];
    const load: Probe = {
      name: 'load',
      deadlineMs: 50,
      run: () => {
        clock.suspend(delaysMs.shift() ?? 0);
        return { host: { load1: 1 } };
      },
    };
    while (delaysMs.length > 0) expect(runner.runAll([load]).host).toEqual({ load1: 1 });
    expect(said()).toEqual([]);
  });
});
