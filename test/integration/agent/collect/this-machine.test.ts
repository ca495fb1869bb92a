import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';

import { describe, expect, test } from 'vitest';

import { createHostCollector } from '../../../../agent/collect/collector.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { silentLogger } from '../../../../shared/log.ts';
import type { HostSample } from '../../../../shared/model/stats.ts';
import { eventually } from '../../../harness/eventually.ts';

/** Linux with /proc, as agents run on; anywhere else the reduced set must still hold. */
const hasProc = existsSync('/proc/stat');
const collector = createHostCollector({ clock: systemClock, log: silentLogger });

describe('the machine the tests run on', () => {
  test('reads from /proc where there is one', () => {
    expect(collector.probeSource).toBe(hasProc ? 'proc' : 'os');
  });

  test('hardware agrees with what the operating system tells', async () => {
    // A machine busy with other tests may miss the deadline once.
    const hardware = await eventually(
      async () => {
        const answer = await collector.hardware();
        return answer.kernel === '' || answer.memoryKib === 0 ? undefined : answer;
      },
      { what: 'every part of the hardware answered' },
    );
    expect(hardware.memoryKib).toBe(Math.round(os.totalmem() / 1024));
    expect(hardware.cpuCount).toBeGreaterThanOrEqual(os.availableParallelism());
    expect(hardware.kernel).toBe(os.release());
    expect(hardware.architecture).toBe(os.machine());
    for (const { sizeBytes } of hardware.disks) expect(sizeBytes).toBeGreaterThan(0);
  });

  test('identity names this host and this boot, twice the same', async () => {
    const identity = await collector.identity();
    expect(identity.hostName).toBe(os.hostname());
    if (hasProc) {
      const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      expect(identity.bootId).toBe(bootId);
    }
    expect((await collector.identity()).bootId).toBe(identity.bootId);
  });

  test('samples are within their bounds, and whole where they must be', async () => {
    await collector.sample();
    const uptimeBefore = os.uptime();
    const stats = await eventually(
      async () => {
        const sample = await collector.sample();
        return sample.host.cpuPermille === undefined ? undefined : sample;
      },
      { what: 'a processor tick passed between two samples', intervalMs: 50 },
    );
    const { host } = stats;
    expect(host.memoryTotalKib).toBe(Math.round(os.totalmem() / 1024));
    expect(host.memoryAvailableKib).toBeLessThanOrEqual(host.memoryTotalKib ?? 0);
    expect(host.uptimeS).toBeGreaterThanOrEqual(Math.floor(uptimeBefore) - 1);
    expect(host.uptimeS).toBeLessThanOrEqual(os.uptime() + 1);
    expectPermilles(host);
    const numbers = [stats.host, ...stats.disks, ...stats.filesystems, ...stats.networkInterfaces]
      .flatMap((sample) => Object.entries(sample))
      .filter(([name]) => !/^(name|mount|load)/.test(name));
    for (const [name, value] of numbers) {
      expect(Number.isSafeInteger(value), `${name} = ${value}`).toBe(true);
      expect(value, name).toBeGreaterThanOrEqual(0);
    }
    for (const { totalKib, usedKib } of stats.filesystems) {
      expect(usedKib).toBeLessThanOrEqual(totalKib ?? 0);
    }
  });

  test('no probe fails, unless a mount can not be asked here', async () => {
    // What kept missing its deadline on a machine busy with other tests is well again at its next run.
    await eventually(
      async () => {
        await collector.sample();
        const failing = collector.failures().map(({ probe }) => probe);
        expect(failing.filter((probe) => !probe.startsWith('filesystem '))).toEqual([]);
        return true;
      },
      { what: 'every probe answers' },
    );
  });
});

function expectPermilles(host: HostSample): void {
  for (const [name, value] of Object.entries(host)) {
    if (name.endsWith('Permille')) expect(value, name).toBeLessThanOrEqual(1000);
  }
}
