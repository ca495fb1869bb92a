import os from 'node:os';

import { describe, expect, test } from 'vitest';

import { HardwareProbe } from '../../../../agent/collect/hardware.ts';
import { createHostFiles } from '../../../../agent/collect/host-files.ts';
import { ProbeHealth } from '../../../../agent/collect/probe-health.ts';
import { limits } from '../../../../shared/limits.ts';
import { silentLogger } from '../../../../shared/log.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { fixtureRoot } from './fixture.ts';
import { MemoryFiles } from './memory-files.ts';

describe('HardwareProbe', () => {
  test('tells what a hypervisor is made of', async () => {
    const probe = new HardwareProbe({
      clock: new FakeClock(),
      files: createHostFiles(fixtureRoot('hypervisor-6.1')),
      health: new ProbeHealth(silentLogger),
    });
    expect(await probe.read()).toEqual({
      cpuModel: 'Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz',
      cpuCount: 2,
      socketCount: 2,
      architecture: os.machine(),
      memoryKib: 131872340,
      operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
      kernel: '6.1.0-28-amd64',
      virtualization: ['vmx', 'kvm'],
      networkInterfaces: [
        { name: 'bond0', mac: '3c:ec:ef:12:34:56', speedMbps: 10000 },
        { name: 'br0', mac: '3c:ec:ef:12:34:56', speedMbps: 0 },
        { name: 'eno1', mac: '3c:ec:ef:12:34:56', speedMbps: 10000 },
        { name: 'eno2', mac: '3c:ec:ef:12:34:57', speedMbps: 0 },
      ],
      disks: [
        { name: 'nvme0n1', sizeBytes: 3840755982336, isRotational: false },
        { name: 'sda', sizeBytes: 1000204886016, isRotational: true },
      ],
      probeSource: 'proc',
    });
  });

  test('OV-30: a driver that hangs hides nothing else, and what it said last still holds', async () => {
    const files = new MemoryFiles({
      '/proc/cpuinfo': 'processor: 0\nmodel name: Some CPU\n',
      '/proc/meminfo': 'MemTotal: 100 kB\n',
      '/proc/sys/kernel/osrelease': '6.1.0\n',
      '/sys/class/net/eth0/address': '3c:ec:ef:12:34:56\n',
      '/sys/class/net/eth0/speed': '1000\n',
    });
    const clock = new FakeClock();
    const health = new ProbeHealth(silentLogger);
    const probe = new HardwareProbe({ clock, files, health });
    const before = await probe.read();
    expect(before.networkInterfaces).toEqual([
      { name: 'eth0', mac: '3c:ec:ef:12:34:56', speedMbps: 1000 },
    ]);

    files.hanging.add('/sys/class/net/eth0/speed');
    files.texts.set('/proc/meminfo', 'MemTotal: 200 kB\n');
    const during = probe.read();
    await clock.advanceAsync(limits.probeDeadlineMs);
    expect(await during).toEqual({ ...before, memoryKib: 200 });
    expect(health.failures()).toMatchObject([{ probe: 'link speeds', reason: 'does not answer' }]);
    expect(await probe.read()).toEqual({ ...before, memoryKib: 200 });
    expect(clock.timerCount).toBe(0);
  });

  test('a bare system leaves unknown what it does not tell', async () => {
    const probe = new HardwareProbe({
      clock: new FakeClock(),
      files: new MemoryFiles(),
      health: new ProbeHealth(silentLogger),
    });
    expect(await probe.read()).toEqual({
      cpuModel: '',
      cpuCount: 0,
      socketCount: 0,
      architecture: os.machine(),
      memoryKib: 0,
      operatingSystem: '',
      kernel: '',
      virtualization: [],
      networkInterfaces: [],
      disks: [],
      probeSource: 'proc',
    });
  });
});
