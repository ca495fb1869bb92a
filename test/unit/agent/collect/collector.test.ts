import os from 'node:os';

import { describe, expect, test } from 'vitest';

import { createHostCollector } from '../../../../agent/collect/collector.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { limits } from '../../../../shared/limits.ts';
import { silentLogger } from '../../../../shared/log.ts';
import { eventually } from '../../../harness/eventually.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { fixtureRoot, fixtureText } from './fixture.ts';
import { MemoryFiles } from './memory-files.ts';
import { recordingLogger } from './recording-logger.ts';

const log = silentLogger;
const sampledFiles = [
  'proc/stat',
  'proc/loadavg',
  'proc/uptime',
  'proc/meminfo',
  'proc/diskstats',
  'proc/net/dev',
  'proc/self/mountinfo',
];

/** The recorded hypervisor in memory, where things can be made to hang. */
function hypervisorFiles(): MemoryFiles {
  const files = new MemoryFiles();
  for (const file of sampledFiles) files.texts.set(`/${file}`, fixtureText('hypervisor-6.1', file));
  for (const mount of ['/', '/boot', '/var/lib/libvirt/images', '/mnt/nfs share']) {
    files.sizes.set(mount, { bsize: 4096, blocks: 1000, bfree: 500 });
  }
  return files;
}

describe('host collector', () => {
  test('samples a hypervisor: the first time what needs no interval, then rates too', async () => {
    const clock = new FakeClock();
    const collector = createHostCollector({ clock, log, files: hypervisorFiles() });
    const first = await collector.sample();
    expect(first.host).toEqual({
      load1: 2.35,
      load5: 1.9,
      load15: 1.42,
      memoryTotalKib: 131872340,
      memoryAvailableKib: 41287716,
      memoryCachedKib: 38622064,
      swapTotalKib: 8388604,
      swapUsedKib: 262144,
      uptimeS: 864012,
    });
    expect(first.filesystems.map(({ mount }) => mount)).toEqual([
      '/',
      '/boot',
      '/var/lib/libvirt/images',
      '/mnt/nfs share',
    ]);
    clock.suspend(1000);
    const second = await collector.sample();
    expect(second.host).toMatchObject({
      diskReadBps: 0,
      diskWriteBps: 0,
      netRxBps: 0,
      netTxBps: 0,
    });
    expect(second.filesystems).toEqual(first.filesystems);
    expect(collector.failures()).toEqual([]);
    expect(collector.failureCount()).toBe(0);
  });

  test('reads the files of the system it is pointed to', async () => {
    const root = fixtureRoot('hypervisor-6.1');
    const collector = createHostCollector({ clock: new FakeClock(), log, root });
    const { host, disks, networkInterfaces } = await collector.sample();
    expect(host).toMatchObject({
      cpuPressurePermille: 34,
      ioPressurePermille: 129,
      uptimeS: 864012,
    });
    expect(disks).toEqual([{ name: 'sda' }, { name: 'nvme0n1' }]);
    expect(networkInterfaces.map(({ name, linkUp }) => [name, linkUp])).toEqual([
      ['eno1', 1],
      ['eno2', 0],
      ['bond0', 1],
      ['br0', 1],
    ]);
    expect((await collector.identity()).hostName).toBe('hv-07');
    expect((await collector.hardware()).probeSource).toBe('proc');
  });

  test('an old kernel without PSI and MemAvailable is a host without these fields, not a failure', async () => {
    const root = fixtureRoot('el6-2.6.32');
    const collector = createHostCollector({ clock: new FakeClock(), log, root });
    const { host } = await collector.sample();
    expect(host).not.toHaveProperty('cpuPressurePermille');
    expect(host).toMatchObject({ uptimeS: 1000, memoryTotalKib: 3924688 });
    expect(collector.failures()).toEqual([]);
  });

  test('OV-30: one dead mount delays one sample by one deadline, and no other ever again', async () => {
    const clock = new FakeClock();
    const files = hypervisorFiles();
    files.hanging.add('/mnt/nfs share');
    const collector = createHostCollector({ clock, log, files });
    const first = collector.sample();
    await clock.advanceAsync(limits.probeDeadlineMs);
    const mounts = (await first).filesystems.map(({ mount }) => mount);
    expect(mounts).toEqual(['/', '/boot', '/var/lib/libvirt/images']);
    for (let round = 0; round < 3; round += 1) {
      clock.suspend(limits.filesystemRefreshMs);
      expect((await collector.sample()).filesystems).toHaveLength(3);
    }
    expect(files.calls.filter((call) => call === 'statfs /mnt/nfs share')).toHaveLength(1);
    expect(collector.failures()).toMatchObject([
      { probe: 'filesystem /mnt/nfs share', reason: 'does not answer', count: 4 },
    ]);
  });

  test('OV-30: a sample waits one deadline at most, also when many mounts are slow, and the others arrive later', async () => {
    const clock = new FakeClock();
    const files = hypervisorFiles();
    for (const mount of ['/', '/boot']) files.hanging.add(mount);
    const collector = createHostCollector({ clock, log, files });
    const first = collector.sample();
    await clock.advanceAsync(limits.probeDeadlineMs - 1);
    files.release('/');
    await clock.advanceAsync(1);
    expect((await first).filesystems.map(({ mount }) => mount)).toEqual(['/', '/mnt/nfs share']);
    files.release('/boot');
    await clock.advanceAsync(0);
    expect((await collector.sample()).filesystems).toHaveLength(4);
  });

  test('a file that breaks leaves out its own fields only, and is said once', async () => {
    const { log: recording, lines } = recordingLogger();
    const files = hypervisorFiles();
    const collector = createHostCollector({ clock: new FakeClock(), log: recording, files });
    files.texts.set('/proc/meminfo', 'MemT');
    files.texts.delete('/proc/net/dev');
    for (let run = 0; run < 3; run += 1) {
      const { host } = await collector.sample();
      expect(host).not.toHaveProperty('memoryTotalKib');
      expect(host.uptimeS).toBe(864012);
    }
    expect(lines.map(({ probe }) => probe)).toEqual(['memory', 'network']);
    expect(collector.failureCount()).toBe(6);
  });

  test('without /proc it tells the reduced set, says so, and marks it', async () => {
    const { log: recording, lines } = recordingLogger();
    const clock = new FakeClock();
    const collector = createHostCollector({ clock, log: recording, files: new MemoryFiles() });
    expect(collector.probeSource).toBe('os');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.message).toContain('reduced set');

    const stats = await collector.sample();
    expect(stats.host.memoryTotalKib).toBe(Math.round(os.totalmem() / 1024));
    expect(stats).toMatchObject({ disks: [], filesystems: [], networkInterfaces: [] });
    expect(stats.host).not.toHaveProperty('cpuPermille');
    expect(await collector.hardware()).toMatchObject({
      probeSource: 'os',
      cpuCount: os.cpus().length,
      kernel: os.release(),
      disks: [],
    });
    expect(await collector.identity()).toMatchObject({
      hostName: os.hostname(),
      machineIdHash: '',
    });
    expect([collector.failures(), collector.failureCount()]).toEqual([[], 0]);
  });

  test('without /proc it still tells how busy the processors are, from the second sample on', async () => {
    const collector = createHostCollector({ clock: systemClock, log, files: new MemoryFiles() });
    await collector.sample();
    const { host } = await eventually(
      async () => {
        const stats = await collector.sample();
        return stats.host.cpuPermille === undefined ? undefined : stats;
      },
      { what: 'a processor tick passed between two samples', intervalMs: 50 },
    );
    expect(host.cpuPermille).toBeLessThanOrEqual(1000);
    expect(host.cpuPermille).toBeGreaterThanOrEqual(0);
  });
});
