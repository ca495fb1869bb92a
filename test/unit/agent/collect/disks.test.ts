import { describe, expect, test } from 'vitest';

import {
  createDiskProbe,
  diskSample,
  isWatchedDisk,
  parseDiskstats,
} from '../../../../agent/collect/disks.ts';
import { limits } from '../../../../shared/limits.ts';
import { fixtureText } from './fixture.ts';
import { MemoryFiles } from './memory-files.ts';

const line = (name: string, counters: string): string => `   8       0 ${name} ${counters}\n`;
const zero = { reads: 0, sectorsRead: 0, writes: 0, sectorsWritten: 0, busyMs: 0 };

describe('parseDiskstats', () => {
  test('whole disks only: no partitions, loops, mappings, arrays, optical, unused or compressed memory', () => {
    const disks = parseDiskstats(fixtureText('hypervisor-6.1', 'proc/diskstats'));
    expect([...disks.keys()]).toEqual(['sda', 'nvme0n1']);
    expect(disks.get('sda')).toEqual({
      reads: 394920,
      sectorsRead: 24693300,
      writes: 152430,
      sectorsWritten: 16890400,
      busyMs: 240800,
    });
  });

  test('an old kernel with 14 columns; a line cut short is left out', () => {
    const disks = parseDiskstats(fixtureText('el6-2.6.32', 'proc/diskstats'));
    expect([...disks.keys()]).toEqual(['sda']);
    expect(disks.get('sda')?.busyMs).toBe(70);
  });

  test('a partition whose disk is not shown is the disk, as on Xen', () => {
    expect([...parseDiskstats(line('xvda1', '1 0 8 1 1 0 8 1 0 1 1')).keys()]).toEqual(['xvda1']);
  });

  test('a second namespace is a disk, not a partition of the first', () => {
    const text =
      line('nvme0n1', '1 0 8 1 1 0 8 1 0 1 1') + line('nvme0n11', '1 0 8 1 1 0 8 1 0 1 1');
    expect([...parseDiskstats(text).keys()]).toEqual(['nvme0n1', 'nvme0n11']);
  });

  test('garbage in a counter leaves the line out', () => {
    expect(parseDiskstats(line('sda', '1 0 x 1 1 0 8 1 0 1 1')).size).toBe(0);
  });

  test.each(['sda', 'vda', 'nvme0n1', 'mmcblk0', 'dasda', 'nbd3', 'rbd0', 'xvda'])(
    '%s is watched',
    (name) => {
      expect(isWatchedDisk(name)).toBe(true);
    },
  );

  test.each([
    'loop0',
    'ram3',
    'zram0',
    'dm-12',
    'md127',
    'sr0',
    'fd0',
    'zd16',
    'nvme0c1n1',
    'drbd0',
  ])('%s is not watched', (name) => {
    expect(isWatchedDisk(name)).toBe(false);
  });
});

describe('diskSample', () => {
  test('rates are a second, sectors are 512 bytes, busy is a share of the time', () => {
    const after = { reads: 10, sectorsRead: 400, writes: 21, sectorsWritten: 800, busyMs: 500 };
    expect(diskSample('sda', { before: zero, after, elapsedMs: 2000 })).toEqual({
      name: 'sda',
      readBps: 102400,
      writeBps: 204800,
      readOps: 5,
      writeOps: 11,
      busyPermille: 250,
    });
  });

  test('a disk just seen has a name and no rates', () => {
    expect(diskSample('sda', { before: undefined, after: zero, elapsedMs: 1000 })).toEqual({
      name: 'sda',
    });
  });

  test('only the counters that went back are left out', () => {
    const before = { ...zero, sectorsRead: 5000 };
    const after = { ...zero, sectorsRead: 10, writes: 3 };
    expect(diskSample('sda', { before, after, elapsedMs: 1000 })).toEqual({
      name: 'sda',
      writeBps: 0,
      readOps: 0,
      writeOps: 3,
      busyPermille: 0,
    });
  });

  test('the busy time is 32 bits wide and wraps every 49 busy days', () => {
    const before = { ...zero, busyMs: 2 ** 32 - 100 };
    const sample = diskSample('sda', { before, after: { ...zero, busyMs: 100 }, elapsedMs: 1000 });
    expect(sample.busyPermille).toBe(200);
  });

  test('a disk is never busier than all the time', () => {
    const after = { ...zero, busyMs: 1100 };
    expect(diskSample('sda', { before: zero, after, elapsedMs: 1000 }).busyPermille).toBe(1000);
  });

  test('counters beyond 2^53 keep their difference', () => {
    const before = { ...zero, sectorsRead: 2n ** 60n };
    const after = { ...zero, sectorsRead: 2n ** 60n + 2n };
    expect(diskSample('sda', { before, after, elapsedMs: 1000 }).readBps).toBe(1024);
  });
});

describe('disk probe', () => {
  test('the first run has no rates; the host has the sum of its disks', () => {
    const files = new MemoryFiles({
      '/proc/diskstats':
        line('sda', '1 0 100 0 1 0 100 0 0 0 0') + line('sdb', '1 0 100 0 1 0 100 0 0 0 0'),
    });
    const probe = createDiskProbe(files);
    expect(probe.run(1000)).toEqual({ host: {}, disks: [{ name: 'sda' }, { name: 'sdb' }] });
    files.texts.set(
      '/proc/diskstats',
      line('sda', '1 0 110 0 1 0 100 0 0 0 0') +
        line('sdb', '1 0 130 0 1 0 104 0 0 0 0') +
        line('sdc', '1 0 130 0 1 0 104 0 0 0 0'),
    );
    const { host, disks } = probe.run(2000);
    expect(host).toEqual({ diskReadBps: 40 * 512, diskWriteBps: 4 * 512 });
    expect(disks?.map(({ name }) => name)).toEqual(['sda', 'sdb', 'sdc']);
    expect(disks?.[2]).toEqual({ name: 'sdc' });
  });

  test('a host without disks reads and writes nothing', () => {
    const probe = createDiskProbe(new MemoryFiles({ '/proc/diskstats': '' }));
    probe.run(0);
    expect(probe.run(1000)).toEqual({ host: { diskReadBps: 0, diskWriteBps: 0 }, disks: [] });
  });

  test('more disks than can be told of are still in the sum', () => {
    const names = Array.from(
      { length: limits.hostDisksMax + 1 },
      (_, index) => `vd${letters(index)}`,
    );
    const text = (sectors: number): string =>
      names.map((name) => line(name, `1 0 ${sectors} 0 1 0 0 0 0 0 0`)).join('');
    const files = new MemoryFiles({ '/proc/diskstats': text(0) });
    const probe = createDiskProbe(files);
    probe.run(0);
    files.texts.set('/proc/diskstats', text(1));
    const { host, disks } = probe.run(1000);
    expect(disks).toHaveLength(limits.hostDisksMax);
    expect(host?.diskReadBps).toBe(names.length * 512);
  });
});

function letters(index: number): string {
  const letter = (value: number): string => String.fromCharCode(97 + (value % 26));
  return letter(Math.floor(index / 26)) + letter(index);
}
