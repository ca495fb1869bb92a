import { describe, expect, test } from 'vitest';

import { readDisks } from '../../../../agent/collect/disk-inventory.ts';
import { createHostFiles } from '../../../../agent/collect/host-files.ts';
import {
  parseMac,
  parseSpeedMbps,
  readInterfaces,
  readSpeeds,
} from '../../../../agent/collect/network-inventory.ts';
import { parseOsRelease, readOperatingSystem } from '../../../../agent/collect/operating-system.ts';
import { limits } from '../../../../shared/limits.ts';
import { fixtureRoot } from './fixture.ts';
import { MemoryFiles } from './memory-files.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A system whose folders may not be listed. */
function refusing(code: string): MemoryFiles {
  const files = new MemoryFiles();
  files.list = () => Promise.reject(systemError(code));
  return files;
}

describe('disks', () => {
  test('whole disks that have a size, by name', async () => {
    expect(await readDisks(createHostFiles(fixtureRoot('hypervisor-6.1')))).toEqual([
      { name: 'nvme0n1', sizeBytes: 3840755982336, isRotational: false },
      { name: 'sda', sizeBytes: 1000204886016, isRotational: true },
    ]);
  });

  test('a disk taken away while we look, or of an unreadable size, is left out', async () => {
    const files = new MemoryFiles({
      '/sys/block/sda/size': '100\n',
      '/sys/block/sdb/size': 'many\n',
      '/sys/block/sdb/queue/rotational': '0\n',
    });
    expect(await readDisks(files)).toEqual([]);
  });

  test('a directory that may not be read is a failure, not an empty machine', async () => {
    await expect(readDisks(refusing('EACCES'))).rejects.toThrow('EACCES');
    await expect(readInterfaces(refusing('EACCES'))).rejects.toThrow('EACCES');
  });

  test('a system without /sys has none', async () => {
    expect(await readDisks(new MemoryFiles())).toEqual([]);
  });

  test('more than the limit: the first by name', async () => {
    const files = new MemoryFiles();
    for (let index = 0; index <= limits.hostDisksMax; index += 1) {
      files.texts.set(`/sys/block/vd${index}/size`, '8\n');
      files.texts.set(`/sys/block/vd${index}/queue/rotational`, '0\n');
    }
    expect(await readDisks(files)).toHaveLength(limits.hostDisksMax);
  });
});

describe('network interfaces', () => {
  test('the watched ones by name, with address and speed', async () => {
    const files = createHostFiles(fixtureRoot('hypervisor-6.1'));
    expect(await readInterfaces(files)).toEqual([
      { name: 'bond0', mac: '3c:ec:ef:12:34:56' },
      { name: 'br0', mac: '3c:ec:ef:12:34:56' },
      { name: 'eno1', mac: '3c:ec:ef:12:34:56' },
      { name: 'eno2', mac: '3c:ec:ef:12:34:57' },
    ]);
    expect(Object.fromEntries(await readSpeeds(files))).toMatchObject({
      bond0: 10000,
      br0: 0,
      eno1: 10000,
      eno2: 0,
    });
  });

  test('a system without /sys has none', async () => {
    expect(await readInterfaces(new MemoryFiles())).toEqual([]);
    expect((await readSpeeds(new MemoryFiles())).size).toBe(0);
  });

  test('a link that is down refuses to tell its speed, which is then not known', async () => {
    const files = new MemoryFiles({ '/sys/class/net/eth0/address': '3c:ec:ef:12:34:56\n' });
    files.read = () => Promise.reject(systemError('EINVAL'));
    expect(await readSpeeds(files)).toEqual(new Map([['eth0', 0]]));
  });

  test('a driver that fails otherwise is a failure', async () => {
    const files = new MemoryFiles({ '/sys/class/net/eth0/address': '3c:ec:ef:12:34:56\n' });
    files.read = () => Promise.reject(systemError('EIO'));
    await expect(readSpeeds(files)).rejects.toThrow('EIO');
  });

  test.each([
    ['3C:EC:EF:12:34:56\n', '3c:ec:ef:12:34:56'],
    ['00:00:00:00:00:00\n', ''],
    ['\n', ''],
    ['not an address', ''],
  ])('address %j is %j', (text, expected) => {
    expect(parseMac(text)).toBe(expected);
  });

  test.each([
    ['25000\n', 25000],
    ['-1\n', 0],
    ['4294967295\n', 0],
    ['', 0],
  ])('speed %j is %j Mbit/s', (text, expected) => {
    expect(parseSpeedMbps(text)).toBe(expected);
  });
});

describe('operating system', () => {
  test.each([
    [
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian"\n',
      'Debian GNU/Linux 12 (bookworm)',
    ],
    ["NAME='Alpine Linux'\nVERSION=3.20\n", 'Alpine Linux 3.20'],
    ['NAME=Arch\n', 'Arch'],
    ['PRETTY_NAME="The \\"quoted\\" one"\n', 'The "quoted" one'],
    ['# nothing here\n', ''],
  ])('%j is %j', (text, expected) => {
    expect(parseOsRelease(text)).toBe(expected);
  });

  test('the second place for os-release counts when the first is absent', async () => {
    const files = new MemoryFiles({
      '/proc/sys/kernel/osrelease': '6.1.0\n',
      '/usr/lib/os-release': 'PRETTY_NAME="Some OS"\n',
    });
    expect(await readOperatingSystem(files)).toEqual({
      operatingSystem: 'Some OS',
      kernel: '6.1.0',
    });
  });

  test('a system that has neither is not known by name', async () => {
    const files = new MemoryFiles({ '/proc/sys/kernel/osrelease': '6.1.0\n' });
    expect(await readOperatingSystem(files)).toEqual({ operatingSystem: '', kernel: '6.1.0' });
  });

  test('a file that may not be read is a failure', async () => {
    const files = new MemoryFiles({ '/proc/sys/kernel/osrelease': '6.1.0\n' });
    files.onReadNow = (file) => {
      if (file === '/etc/os-release') throw systemError('EACCES');
    };
    await expect(readOperatingSystem(files)).rejects.toThrow('EACCES');
  });
});
