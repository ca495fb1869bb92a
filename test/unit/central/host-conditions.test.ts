import { describe, expect, it } from 'vitest';

import type { Condition, Hardware } from '../../../shared/model/host.ts';
import type { ConditionType } from '../../../shared/model/status.ts';
import { FakeClock } from '../../harness/fake-clock.ts';
import { calm, ConditionScene, settingsOf } from '../../harness/condition-scene.ts';

const nic = (name: string, linkUp: number) => ({ name, linkUp });

describe('conditions are judged by the samples of a host', () => {
  it.each<readonly [string, (scene: ConditionScene) => void, ConditionType, string]>([
    [
      'OV-27 memory',
      (s) => (s.stats = { ...s.stats, host: { ...calm, memoryAvailableKib: 20 } }),
      'MEMORY_PRESSURE',
      '98.0 % of memory is in use; threshold 95 %',
    ],
    [
      'OV-27 CPU',
      (s) => (s.stats = { ...s.stats, host: { ...calm, cpuPermille: 990 } }),
      'CPU_PRESSURE',
      'the CPU is busy for 99.0 %; threshold 95 %',
    ],
    [
      'OV-27 swap, faults 1.7 no. 10: not in whole parts',
      (s) => (s.stats = { ...s.stats, host: { ...calm, swapTotalKib: 1_000, swapUsedKib: 960 } }),
      'SWAP_PRESSURE',
      '96.0 % of swap is in use; threshold 95 %',
    ],
    [
      'OV-27 the fullest disk',
      (s) =>
        (s.stats = {
          ...s.stats,
          filesystems: [
            { mount: '/', totalKib: 100, usedKib: 10 },
            { mount: '/var', totalKib: 100, usedKib: 97 },
          ],
        }),
      'DISK_PRESSURE',
      '/var is 97.0 % full; threshold 95 %',
    ],
    [
      'the clock',
      (s) => (s.clockSkewMs = -3_000),
      'CLOCK_SKEWED',
      "its clock is 3000 ms behind its owner's; threshold 2000 ms",
    ],
  ])('%s', (...[, happen, type, message]) => {
    const scene = new ConditionScene().pass(10);
    happen(scene);
    scene.pass(50);
    expect(scene.told).toEqual([]);
    scene.pass(15);
    expect(scene.told.map((line) => line.split(' ')[1])).toEqual([`+${type}`]);
    expect(scene.messageOf(type)).toBe(message);
    scene.stats = {
      ...scene.stats,
      host: calm,
      filesystems: [{ mount: '/', totalKib: 100, usedKib: 10 }],
    };
    scene.clockSkewMs = 0;
    scene.pass(65);
    expect(scene.told.map((line) => line.split(' ')[1])).toEqual([`+${type}`, `-${type}`]);
  });

  it('OV-23: a watched interface without link for a minute makes the host unfit, and names the interfaces', () => {
    const scene = new ConditionScene({ network_down: { interfaces: ['eth0', 'eth1'] } });
    scene.stats = {
      ...scene.stats,
      networkInterfaces: [nic('eth0', 1), nic('eth1', 0), nic('eth9', 0)],
    };
    scene.pass(70);
    expect(scene.told.join()).toMatch(/^6\d \+NETWORK_DOWN unfit$/);
    expect(scene.messageOf('NETWORK_DOWN')).toMatch(/^no link on eth1;/);
    scene.stats = { ...scene.stats, networkInterfaces: [nic('eth0', 0), nic('eth1', 0)] };
    scene.pass(70);
    expect(scene.messageOf('NETWORK_DOWN')).toMatch(/^no link on eth0, eth1;/);
    scene.stats = { ...scene.stats, networkInterfaces: [nic('eth0', 1), nic('eth1', 1)] };
    scene.pass(70);
    expect(scene.told.at(-1)).toMatch(/ -NETWORK_DOWN$/);
  });

  it('OV-23: a short outage within the grace is none, and interfaces nobody named are not watched', () => {
    const scene = new ConditionScene({ network_down: { interfaces: ['eth0'] } });
    for (let i = 0; i < 5; i++) {
      scene.stats = { ...scene.stats, networkInterfaces: [nic('eth0', 0), nic('eth1', 0)] };
      scene.pass(40);
      scene.stats = { ...scene.stats, networkInterfaces: [nic('eth0', 1), nic('eth1', 0)] };
      scene.pass(10);
    }
    expect(scene.told).toEqual([]);
  });

  it('OV-23: each watched interface is told when its link goes and comes, at once, and no other', () => {
    const scene = new ConditionScene({ network_down: { interfaces: ['eth0', 'eth1'] } });
    const see = (...networkInterfaces: ReturnType<typeof nic>[]): string[] => {
      scene.stats = { ...scene.stats, networkInterfaces };
      scene.pass(4);
      return scene.links.splice(0);
    };
    const rows: [string, ReturnType<typeof nic>[], string[]][] = [
      ['seen for the first time', [nic('eth0', 1), nic('eth1', 0), nic('eth9', 1)], []],
      ['one goes', [nic('eth0', 0), nic('eth1', 0), nic('eth9', 1)], ['-eth0']],
      ['it stays', [nic('eth0', 0), nic('eth1', 0), nic('eth9', 1)], []],
      ['one that is not watched goes', [nic('eth0', 0), nic('eth1', 0), nic('eth9', 0)], []],
      ['both come', [nic('eth0', 1), nic('eth1', 1)], ['+eth0', '+eth1']],
      ['one is taken out', [nic('eth0', 1)], ['-eth1']],
      ['nothing is known', [], []],
      ['it is back', [nic('eth0', 1), nic('eth1', 1)], ['+eth1']],
    ];
    for (const [name, nics, expected] of rows)
      expect([name, see(...nics)]).toEqual([name, expected]);
    expect(scene.told).toEqual([]);
  });

  it('an old agent is told at once; of a version that is none nobody knows', () => {
    const config = { agent_outdated: { oldest: '1.2.0' } };
    expect(new ConditionScene(config).pass(3).told.join()).toMatch(/\+AGENT_OUTDATED$/);
    expect(new ConditionScene(config, { agentVersion: '1.10.0' }).pass(3).told).toEqual([]);
    expect(new ConditionScene(config, { agentVersion: 'mine' }).pass(3).told).toEqual([]);
  });
});

describe('a hypervisor that does not answer', () => {
  const isGone: Condition = {
    ...{ type: 'HYPERVISOR_UNAVAILABLE', isActive: true, reason: 'DAEMON_GONE', message: 'm' },
    sinceAt: 0,
  };
  const hardware: Hardware = {
    ...{ cpuModel: '', cpuCount: 1, socketCount: 1, architecture: '', memoryKib: 1, kernel: '' },
    ...{ operatingSystem: '', virtualization: [], networkInterfaces: [], disks: [] },
    ...{ hypervisor: { type: 'QEMU', version: '1', libraryVersion: '1' } },
    probeSource: 'proc',
  };

  it('makes the host unfit after its time, and fit again after it', () => {
    const scene = new ConditionScene({}, { hardware });
    scene.know(isGone);
    scene.pass(28);
    expect(scene.told).toEqual([]);
    scene.pass(6);
    expect(scene.told.join()).toMatch(/ \+HYPERVISOR_UNAVAILABLE unfit$/);
    scene.know({ ...isGone, isActive: false, isDisqualifying: true });
    scene.pass(50);
    expect(scene.told).toHaveLength(1);
    scene.pass(15);
    expect(scene.told.at(-1)).toMatch(/ -HYPERVISOR_UNAVAILABLE$/);
  });

  it('makes a host that never had one no worse', () => {
    const scene = new ConditionScene();
    scene.know(isGone);
    expect(scene.pass(120).told).toEqual([]);
  });
});

describe('settings that are changed take effect at once', () => {
  const warm = { ...calm, cpuPermille: 800 };
  const cpu = (enter: number, more: object = {}) => ({
    cpu_pressure: { enter, exit: 50, ...more },
  });

  it('thresholds, switching off, and whether it is required', () => {
    const scene = new ConditionScene();
    scene.stats = { ...scene.stats, host: warm };
    scene.pass(10);
    scene.conditions.revise(settingsOf(cpu(75)));
    expect(scene.told).toEqual(['10 +CPU_PRESSURE']);
    scene.conditions.revise(settingsOf(cpu(75, { required: true })));
    expect(scene.told.at(-1)).toBe('10 +CPU_PRESSURE unfit');
    scene.conditions.revise(settingsOf(cpu(75, { enabled: false })));
    expect(scene.told.at(-1)).toBe('10 -CPU_PRESSURE');
  });

  it.each([
    ['of its site', { site: 'berlin' }, true],
    ['of another site', { site: 'paris' }, false],
    ['with its label', { labels: { rack: 'r1' } }, true],
    ['with another value of it', { labels: { rack: 'r2' } }, false],
    ['with both', { site: 'berlin', labels: { rack: 'r1' } }, true],
  ])('for hosts %s', (_, selector, isMeant) => {
    const scene = new ConditionScene({}, { site: 'berlin', labels: { rack: 'r1' } });
    scene.stats = { ...scene.stats, host: warm };
    scene.pass(10);
    scene.conditions.revise(settingsOf({ overrides: [{ ...selector, ...cpu(75) }] }));
    expect(scene.told).toEqual(isMeant ? ['10 +CPU_PRESSURE'] : []);
  });
});

describe('a host that flaps', () => {
  it('is said to, and what else it does is told at a slower pace, with how often it did', () => {
    const scene = new ConditionScene({ cpu_pressure: { after: '0s', minimum: '0s' } });
    const swing = (times: number): void => {
      for (let i = 0; i < times; i++) {
        scene.stats = { ...scene.stats, host: { ...calm, cpuPermille: i % 2 === 0 ? 990 : 100 } };
        scene.pass(5);
      }
    };
    swing(12);
    expect(scene.told.filter((line) => line.includes('+FLAPPING'))).toHaveLength(1);
    expect(scene.messageOf('FLAPPING')).toMatch(/^\d+ changes in 900 s; threshold 10 changes$/);
    const before = scene.told.length;
    swing(120);
    const paced = scene.told.slice(before).filter((line) => line.includes('CPU'));
    expect(paced.length).toBeGreaterThan(0);
    expect(paced.length).toBeLessThanOrEqual(3);
    expect(scene.messageOf('CPU_PRESSURE')).toMatch(/crossed its threshold \d+ times before/);
    scene.stats = { ...scene.stats, host: calm };
    scene.pass(1_300);
    expect(scene.told.at(-1)).toMatch(/-FLAPPING$/);
    expect(scene.host.conditions.filter(({ isActive }) => isActive)).toEqual([]);
  });
});

describe('nothing is judged', () => {
  it('without a new sample', () => {
    const scene = new ConditionScene();
    scene.stats = { ...scene.stats, host: { ...calm, cpuPermille: 990 } };
    scene.pass(10);
    scene.clock.advance(200_000);
    expect(scene.told).toEqual([]);
  });

  it('of a host that is not ours, or that is not in contact', () => {
    for (const isOwn of [true, false]) {
      const scene = new ConditionScene({}, { status: isOwn ? 'SUSPECT' : 'UP' });
      scene.isOwn = isOwn;
      scene.stats = { ...scene.stats, host: { ...calm, cpuPermille: 990 } };
      expect(scene.pass(100).told).toEqual([]);
    }
  });

  it('again by a new owner: a condition keeps its age, and its minimum time with it', () => {
    const since = (ms: number): Condition => ({
      ...{ type: 'CPU_PRESSURE', isActive: true, reason: 'BUSY', message: '' },
      sinceAt: new FakeClock().unixMs() - ms,
    });
    const config = { cpu_pressure: { after: '0s', minimum: '10m' } };
    expect(new ConditionScene(config, { conditions: [since(60_000)] }).pass(60).told).toEqual([]);
    expect(new ConditionScene(config, { conditions: [since(599_000)] }).pass(5).told).toHaveLength(
      1,
    );
  });

  it('by time in which the process stood still', () => {
    const scene = new ConditionScene();
    scene.stats = { ...scene.stats, host: { ...calm, cpuPermille: 990 } };
    scene.pass(30);
    scene.clock.suspend(60_000);
    scene.pass(20);
    expect(scene.told).toEqual([]);
    expect(scene.pass(20).told).toHaveLength(1);
  });

  it('and how it stands is known to whoever asks', () => {
    const scene = new ConditionScene();
    scene.stats = { ...scene.stats, host: { ...calm, cpuPermille: 990 } };
    scene.pass(30);
    const standing = scene.conditions.standing('a').find(({ type }) => type === 'CPU_PRESSURE');
    expect(standing).toMatchObject({ isActive: false, value: 99, enter: 95, exit: 85, unit: '%' });
    expect(standing?.turnsInMs).toBeGreaterThan(25_000);
  });
});
