import os from 'node:os';

import { describe, expect, test } from 'vitest';

import { hashMachineId, readIdentity } from '../../../../agent/collect/identity.ts';
import { isId } from '../../../../shared/model/id.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { MemoryFiles } from './memory-files.ts';

const machineId = '0123456789abcdef0123456789abcdef';

describe('identity', () => {
  test('boot id, host name, and a machine id that is never shown itself', () => {
    const files = new MemoryFiles({
      '/proc/sys/kernel/random/boot_id': '7b4a0260-8aaa-47e7-bb19-cccb707d44f2\n',
      '/proc/sys/kernel/hostname': 'hv-07\n',
      '/etc/machine-id': `${machineId}\n`,
    });
    const identity = readIdentity(files, new FakeClock());
    expect(identity).toEqual({
      bootId: '7b4a0260-8aaa-47e7-bb19-cccb707d44f2',
      machineIdHash: 'c449c494158359ecc5ca5d44179dc1f7e2e5e713dec0c6f61f5f1c10e72014c0',
      hostName: 'hv-07',
    });
  });

  test('machines differ, and the hash has nothing of the id', () => {
    const one = hashMachineId(machineId);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(one).not.toContain(machineId.slice(0, 8));
    expect(hashMachineId(machineId.replace('0', 'f'))).not.toBe(one);
  });

  test.each(['', 'uninitialized', 'too short'])('%j is no machine id', (text) => {
    expect(hashMachineId(text)).toBe('');
  });

  test('the D-Bus file counts where the system has no other', () => {
    const files = new MemoryFiles({
      '/etc/machine-id': '\n',
      '/var/lib/dbus/machine-id': machineId,
    });
    expect(readIdentity(files, new FakeClock()).machineIdHash).toBe(hashMachineId(machineId));
  });

  test('without any of these files there is still an id for the boot and a name', () => {
    const identity = readIdentity(new MemoryFiles(), new FakeClock());
    expect(identity.bootId).toMatch(/^boot-\d+$/);
    expect(isId(identity.bootId)).toBe(true);
    expect(identity.machineIdHash).toBe('');
    expect(identity.hostName).toBe(os.hostname());
  });
});
