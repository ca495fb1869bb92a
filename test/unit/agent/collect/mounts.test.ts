import { describe, expect, test } from 'vitest';

import { parseMountinfo } from '../../../../agent/collect/mounts.ts';
import { fixtureText } from './fixture.ts';

const paths = (text: string): readonly string[] => parseMountinfo(text).map(({ path }) => path);

describe('parseMountinfo', () => {
  test('file systems that can fill, each once; images, memory, automounts and pseudo ones are left out', () => {
    expect(parseMountinfo(fixtureText('hypervisor-6.1', 'proc/self/mountinfo'))).toEqual([
      { path: '/', type: 'ext4', isRemote: false },
      { path: '/boot', type: 'ext4', isRemote: false },
      { path: '/var/lib/libvirt/images', type: 'xfs', isRemote: false },
      { path: '/mnt/nfs share', type: 'nfs4', isRemote: true },
    ]);
  });

  test('a later mount hides the earlier one at the same place; a line cut short is left out', () => {
    expect(parseMountinfo(fixtureText('el6-2.6.32', 'proc/self/mountinfo'))).toEqual([
      { path: '/', type: 'ext4', isRemote: false },
    ]);
  });

  test('the mount of the whole is taken over a bind mount of a folder, whichever comes first', () => {
    expect(
      paths(
        '1 0 8:1 /images /a rw - ext4 /dev/sda1 rw\n2 0 8:1 / /longer rw - ext4 /dev/sda1 rw\n',
      ),
    ).toEqual(['/longer']);
  });

  test('of two mounts of the same whole the shorter path is taken', () => {
    expect(
      paths(
        '1 0 8:1 / /data/pods rw - ext4 /dev/sda1 rw\n2 0 8:1 / /data rw - ext4 /dev/sda1 rw\n',
      ),
    ).toEqual(['/data']);
  });

  test.each([
    ['zfs', 'tank/vms', '/tank', false],
    ['btrfs', '/dev/sdb', '/data', false],
    ['fuseblk', '/dev/sdb1', '/usb', false],
    ['overlay', 'overlay', '/', false],
    ['nfs', 'filer:/a', '/a', true],
    ['cifs', '//filer/a', '/a', true],
    ['ceph', 'mon1:/', '/a', true],
    ['fuse.glusterfs', 'gl1:/vol', '/a', true],
  ])('%s of %s is watched', (type, source, ...[path, isRemote]) => {
    const text = `1 0 0:50 / ${path} rw,relatime shared:1 master:2 - ${type} ${source} rw\n`;
    expect(parseMountinfo(text)).toEqual([{ path, type, isRemote }]);
  });

  test.each([
    ['overlay', 'overlay'],
    ['tmpfs', '/tmp'],
    ['fuse.lxcfs', 'lxcfs'],
    ['fuse.portal', 'portal'],
    ['cgroup2', 'cgroup2'],
    ['autofs', '/etc/auto.misc'],
    ['squashfs', '/dev/loop3'],
  ])('%s of %s below the root is not watched', (type, source) => {
    expect(paths(`1 0 0:50 / /a rw - ${type} ${source} rw\n`)).toEqual([]);
  });
});
