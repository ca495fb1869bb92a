import { describe, expect, it } from 'vitest';

import { isTurned, readingOf } from '../../../../../central/state/conditions/reading.ts';
import type { HostFacts } from '../../../../../central/state/conditions/reading.ts';
import type { ConditionRule, JudgedType } from '../../../../../central/state/conditions/rule.ts';
import { judgedTypes } from '../../../../../central/state/conditions/rule.ts';
import { limits } from '../../../../../shared/limits.ts';
import type { Condition, Hardware, Host } from '../../../../../shared/model/host.ts';
import type { HostStats } from '../../../../../shared/model/stats.ts';
import { settingsOf } from '../../../../harness/condition-scene.ts';
import { hostOf } from '../../../../harness/model-objects.ts';

interface Given {
  readonly stats?: Partial<HostStats>;
  readonly host?: Partial<Host>;
  readonly clockSkewMs?: number;
  readonly changeCount?: number;
  readonly rule?: Partial<ConditionRule>;
}

/** [value, reason, subject, text]; undefined: nobody knows. */
type Read = readonly [number, string, string, string] | undefined;

const defaults = settingsOf().rules;

function read(type: JudgedType, { stats, host, rule, ...given }: Given): Read {
  const nothing = { host: {}, disks: [], filesystems: [], networkInterfaces: [] };
  const facts: HostFacts = {
    ...{ host: hostOf('a', host), stats: { ...nothing, ...stats }, clockSkewMs: 0 },
    ...{ changeCount: 0, ...given },
  };
  const reading = readingOf(type, facts, { ...defaults[type], ...rule });
  return reading && [reading.value, reading.reason, reading.subject, reading.text()];
}

const hypervisor = { type: 'QEMU', version: '8.0.0', libraryVersion: '10.0.0' };
const hardware: Hardware = {
  ...{ cpuModel: '', cpuCount: 1, socketCount: 1, architecture: '', memoryKib: 1, kernel: '' },
  ...{ operatingSystem: '', virtualization: [], networkInterfaces: [], disks: [] },
  probeSource: 'proc',
};
const stopped: Condition = {
  ...{ type: 'HYPERVISOR_UNAVAILABLE', isActive: true, reason: 'REFUSED', message: 'no' },
  sinceAt: 0,
};
const other: Condition = { ...stopped, type: 'CPU_PRESSURE', isDisqualifying: true };
const fine = 'nothing is wrong with a hypervisor';
const disk = (mount: string, totalKib?: number, usedKib?: number) => ({
  mount,
  ...(totalKib !== undefined && { totalKib }),
  ...(usedKib !== undefined && { usedKib }),
});
const nics = (...some: (readonly [name: string, linkUp?: number])[]) => ({
  stats: {
    networkInterfaces: some.map(([name, linkUp]) => ({
      name,
      ...(linkUp !== undefined && { linkUp }),
    })),
  },
});
const watching = (...interfaces: string[]) => ({ rule: { interfaces } });
const allUp = [0, 'LINK_DOWN', '', 'all watched interfaces are up'] as const;

describe('what a condition is judged by', () => {
  it.each<[JudgedType, string, Given, Read]>([
    [
      'MEMORY_PRESSURE',
      'OV-27: its part in use',
      { stats: { host: { memoryTotalKib: 1_000, memoryAvailableKib: 25 } } },
      [97.5, 'LITTLE_LEFT', '', '97.5 % of memory is in use'],
    ],
    ['MEMORY_PRESSURE', 'not told', { stats: { host: { memoryTotalKib: 1_000 } } }, undefined],
    ['MEMORY_PRESSURE', 'no size', { stats: { host: { memoryAvailableKib: 1 } } }, undefined],
    [
      'MEMORY_PRESSURE',
      'none',
      { stats: { host: { memoryTotalKib: 0, memoryAvailableKib: 0 } } },
      undefined,
    ],
    [
      'CPU_PRESSURE',
      'OV-27',
      { stats: { host: { cpuPermille: 955 } } },
      [95.5, 'BUSY', '', 'the CPU is busy for 95.5 %'],
    ],
    ['CPU_PRESSURE', 'not told', {}, undefined],
    [
      'SWAP_PRESSURE',
      'OV-27, in percent and not in whole parts (faults 1.7, 10)',
      { stats: { host: { swapTotalKib: 1_000, swapUsedKib: 505 } } },
      [50.5, 'LITTLE_LEFT', '', '50.5 % of swap is in use'],
    ],
    [
      'SWAP_PRESSURE',
      'a host without swap',
      { stats: { host: { swapTotalKib: 0 } } },
      [0, 'LITTLE_LEFT', '', '0.0 % of swap is in use'],
    ],
    [
      'SWAP_PRESSURE',
      'a host without swap that says what it uses',
      { stats: { host: { swapTotalKib: 0, swapUsedKib: 5 } } },
      [0, 'LITTLE_LEFT', '', '0.0 % of swap is in use'],
    ],
    ['SWAP_PRESSURE', 'half told', { stats: { host: { swapTotalKib: 1_000 } } }, undefined],
    ['SWAP_PRESSURE', 'not told', { stats: { host: { swapUsedKib: 10 } } }, undefined],
    [
      'DISK_PRESSURE',
      'OV-27: the fullest, the first of equals',
      { stats: { filesystems: [disk('/', 100, 20), disk('/b', 100, 96), disk('/c', 50, 48)] } },
      [96, 'NEARLY_FULL', '/b', '/b is 96.0 % full'],
    ],
    [
      'DISK_PRESSURE',
      'what is not told, or has no size, counts for nothing',
      { stats: { filesystems: [disk('/a', 100), disk('/b', 0, 9), disk('/c', undefined, 9)] } },
      undefined,
    ],
    [
      'DISK_PRESSURE',
      'an empty one after one that says nothing',
      { stats: { filesystems: [disk('/a', 100), disk('/c', 100, 0)] } },
      [0, 'NEARLY_FULL', '/c', '/c is 0.0 % full'],
    ],
    ['NETWORK_DOWN', 'none is watched', nics(['eth0', 0]), allUp],
    [
      'NETWORK_DOWN',
      'OV-23: with a link, or with one that cannot be told',
      { ...nics(['eth0', 1], ['eth1']), ...watching('eth0', 'eth1') },
      allUp,
    ],
    [
      'NETWORK_DOWN',
      'OV-23: without, or gone',
      { ...nics(['eth0', 0], ['eth1', 1]), ...watching('eth0', 'eth1', 'eth2') },
      [2, 'LINK_DOWN', 'eth0, eth2', 'no link on eth0, eth2'],
    ],
    ['NETWORK_DOWN', 'no interface is told', watching('eth0'), undefined],
    ['HYPERVISOR_UNAVAILABLE', 'nothing is told', {}, [0, '', '', fine]],
    [
      'HYPERVISOR_UNAVAILABLE',
      'a host that never had one, with another condition',
      { host: { conditions: [other, stopped] } },
      [0, 'REFUSED', '', fine],
    ],
    [
      'HYPERVISOR_UNAVAILABLE',
      'a host that had one',
      { host: { hardware: { ...hardware, hypervisor }, conditions: [other, stopped] } },
      [1, 'REFUSED', '', 'its hypervisor does not answer'],
    ],
    [
      'HYPERVISOR_UNAVAILABLE',
      'a host that was unfit without it, and forgot what it had',
      { host: { hardware, conditions: [{ ...stopped, isDisqualifying: true }] } },
      [1, 'REFUSED', '', 'its hypervisor does not answer'],
    ],
    [
      'HYPERVISOR_UNAVAILABLE',
      'it answers again',
      {
        host: {
          hardware: { ...hardware, hypervisor },
          conditions: [{ ...stopped, isActive: false, reason: '' }],
        },
      },
      [0, '', '', fine],
    ],
    [
      'CLOCK_SKEWED',
      'ahead',
      { clockSkewMs: 1_500.4 },
      [1_500.4, 'AHEAD', '', "its clock is 1500 ms ahead of its owner's"],
    ],
    [
      'CLOCK_SKEWED',
      'behind',
      { clockSkewMs: -2_000 },
      [2_000, 'BEHIND', '', "its clock is 2000 ms behind its owner's"],
    ],
    [
      'CLOCK_SKEWED',
      'right',
      { clockSkewMs: 0 },
      [0, 'BEHIND', '', "its clock is 0 ms behind its owner's"],
    ],
    [
      'AGENT_OUTDATED',
      'older',
      { host: { agentVersion: '1.1.0' }, rule: { oldestVersion: '1.2.0' } },
      [1, 'OLDER', '1.1.0', "the agent's version is 1.1.0, the oldest that will do is 1.2.0"],
    ],
    [
      'AGENT_OUTDATED',
      'good enough',
      { host: { agentVersion: '1.2.0' }, rule: { oldestVersion: '1.2.0' } },
      [0, 'OLDER', '1.2.0', "the agent's version is 1.2.0, the oldest that will do is 1.2.0"],
    ],
    [
      'AGENT_OUTDATED',
      'nobody knows',
      { host: { agentVersion: 'mine' }, rule: { oldestVersion: '1.2.0' } },
      undefined,
    ],
    [
      'FLAPPING',
      'changes in the window',
      { changeCount: 7, rule: { windowMs: 600_000 } },
      [7, 'TOO_MANY_CHANGES', '', '7 changes in 600 s'],
    ],
  ])('%s: %s', (...[type, , given, expected]) => {
    expect(read(type, given)).toEqual(expected);
  });

  it('long names are cut in the text, and whole where they are compared', () => {
    const mount = `/${'x'.repeat(2 * limits.detailLengthMax)}`;
    const [, , subject, text = ''] =
      read('DISK_PRESSURE', { stats: { filesystems: [disk(mount, 100, 99)] } }) ?? [];
    expect(subject).toBe(mount);
    expect(text).toBe(`${mount.slice(0, limits.detailLengthMax)} is 99.0 % full`);
  });
});

describe('whether a condition is turned on', () => {
  it.each(judgedTypes)('%s', (type) => {
    const told = (isActive: boolean, isDisqualifying: boolean): Condition => ({
      ...{ type, isActive, reason: '', message: '', sinceAt: 0 },
      ...(isDisqualifying && { isDisqualifying }),
    });
    const isFollowing = type === 'HYPERVISOR_UNAVAILABLE';
    expect(isTurned(type, undefined)).toBe(false);
    expect(isTurned(type, told(false, false))).toBe(false);
    // Its agent says whether it is there; ours is whether the host is unfit without it.
    expect(isTurned(type, told(true, false))).toBe(!isFollowing);
    expect(isTurned(type, told(false, true))).toBe(isFollowing);
  });
});
