import { describe, expect, it } from 'vitest';

import type { ConditionVerdict } from '../../../../../central/state/host-state.ts';
import type { Host } from '../../../../../shared/model/host.ts';
import { calm, settingsOf } from '../../../../harness/condition-scene.ts';
import { cpuWatched, edges, WatchedHost } from '../../../../harness/watched-host.ts';

describe('what is to be written of a host', () => {
  it('each edge once, with words while it holds and none after it', () => {
    const scene = new WatchedHost();
    expect(scene.pass(30)).toEqual([]);
    scene.cpuPermille = 900;
    expect(scene.pass(10)).toEqual([]);
    expect(scene.judge(1_000)).toEqual([
      {
        ...{ type: 'CPU_PRESSURE', isDisqualifying: false },
        report: {
          ...{ type: 'CPU_PRESSURE', isActive: true, reason: 'BUSY' },
          message: 'the CPU is busy for 90.0 %; threshold 90 %',
        },
      },
    ]);
    scene.know('CPU_PRESSURE', true);
    expect(scene.pass(60)).toEqual([]);
    scene.cpuPermille = 800;
    expect(scene.pass(10)).toEqual([]);
    expect(scene.judge(1_000)).toEqual([
      {
        ...{ type: 'CPU_PRESSURE', isDisqualifying: false },
        report: { type: 'CPU_PRESSURE', isActive: false, reason: '', message: '' },
      },
    ]);
  });

  it('how often a value crossed its threshold before that was told', () => {
    const scene = new WatchedHost({
      cpu_pressure: { ...cpuWatched.cpu_pressure, minimum: '300s' },
    });
    scene.know('CPU_PRESSURE', false, { sinceAt: 1_700_000_000_000 + scene.nowMs });
    for (const cpuPermille of [950, 100, 950, 100, 950]) {
      scene.cpuPermille = cpuPermille;
      expect(scene.pass(5)).toEqual([]);
    }
    const [told] = scene.pass(300);
    expect(told?.report?.message).toBe(
      'the CPU is busy for 95.0 %; threshold 90 %; it crossed its threshold 3 times before that was told',
    );
  });

  it('what the record does not say after half a minute is judged again, and told again', () => {
    const scene = new WatchedHost();
    scene.cpuPermille = 950;
    expect(edges(scene.pass(11))).toEqual(['+CPU_PRESSURE']);
    // Nobody wrote it: the record has no such condition.
    expect(scene.pass(29)).toEqual([]);
    expect(edges(scene.pass(12))).toEqual(['+CPU_PRESSURE']);
    scene.know('CPU_PRESSURE', true);
    expect(scene.pass(120)).toEqual([]);
  });

  it('the record counts more than what was told, half a minute after it', () => {
    const scene = new WatchedHost();
    scene.cpuPermille = 950;
    scene.pass(11);
    scene.know('CPU_PRESSURE', true);
    scene.pass(60);
    // Another owner ended it meanwhile.
    scene.know('CPU_PRESSURE', false, { sinceAt: 0 });
    scene.cpuPermille = 100;
    expect(scene.pass(60)).toEqual([]);
    expect(scene.watch.standing(scene.nowMs)).toContainEqual(
      expect.objectContaining({ type: 'CPU_PRESSURE', isActive: false }),
    );
  });

  it('a condition keeps its age under a new owner, and its minimum time with it', () => {
    const scene = new WatchedHost();
    scene.know('CPU_PRESSURE', true, { sinceAt: 1_700_000_000_000 + scene.nowMs - 12_000 });
    scene.cpuPermille = 100;
    expect(scene.judge()).toEqual([]);
    expect(scene.pass(9)).toEqual([]);
    expect(edges(scene.pass(1))).toEqual(['-CPU_PRESSURE']);
  });
});

describe('required conditions', () => {
  const required = { cpu_pressure: { ...cpuWatched.cpu_pressure, required: true } };

  it('make the host unfit while they hold', () => {
    const scene = new WatchedHost(required);
    scene.cpuPermille = 950;
    expect(scene.pass(11)).toMatchObject([{ isDisqualifying: true, report: { isActive: true } }]);
  });

  it('a record that says otherwise is put right at once after other settings, else half a minute later', () => {
    const scene = new WatchedHost(cpuWatched);
    scene.cpuPermille = 950;
    scene.pass(11);
    scene.know('CPU_PRESSURE', true);
    expect(scene.judge(1_000)).toEqual([]);
    scene.settings = settingsOf(required);
    expect(scene.judge(1_000)).toMatchObject([
      { type: 'CPU_PRESSURE', isDisqualifying: true, report: { isActive: true } },
    ]);
    expect(scene.pass(29)).toEqual([]);
    expect(scene.judge(1_000)).toMatchObject([{ isDisqualifying: true }]);
    scene.know('CPU_PRESSURE', true, { isDisqualifying: true });
    expect(scene.pass(60)).toEqual([]);
  });

  it('of a hypervisor nothing is said but whether the host is unfit without it', () => {
    const stopped = { reason: 'REFUSED', message: 'no' };
    const hypervisor = { type: 'QEMU', version: '8', libraryVersion: '10' };
    const hardware = {
      ...{ cpuModel: '', cpuCount: 1, socketCount: 1, architecture: '', memoryKib: 1, kernel: '' },
      ...{ operatingSystem: '', virtualization: [], networkInterfaces: [], disks: [], hypervisor },
      probeSource: 'proc' as const,
    };
    for (const isRequired of [true, false]) {
      const scene = new WatchedHost({
        hypervisor_unavailable: { after: '5s', minimum: '0s', required: isRequired },
      });
      scene.host = { ...scene.host, hardware };
      scene.know('HYPERVISOR_UNAVAILABLE', true, stopped);
      const verdict = { type: 'HYPERVISOR_UNAVAILABLE', report: undefined, isDisqualifying: true };
      expect(scene.pass(6)).toEqual(isRequired ? [verdict] : []);
      const named = scene.watch.standing(scene.nowMs).map(({ type }) => type);
      expect(named.includes('HYPERVISOR_UNAVAILABLE')).toBe(isRequired);
    }
  });
});

describe('a condition that holds for another thing than was told', () => {
  const watched = { network_down: { interfaces: ['eth0', 'eth1'], after: '5s', minimum: '60s' } };

  it('is told again, at the pace of its edges', () => {
    const scene = new WatchedHost(watched);
    const judge = (seconds: number, ...up: string[]): ConditionVerdict[] =>
      Array.from({ length: seconds }, () => {
        scene.nowMs += 1_000;
        const networkInterfaces = ['eth0', 'eth1', 'lo'].map((name) => ({
          name,
          linkUp: up.includes(name) ? 1 : 0,
        }));
        const { nowMs, settings } = scene;
        const stats = { host: calm, disks: [], filesystems: [], networkInterfaces };
        const moment = { nowMs, nowUnixMs: nowMs, settings };
        return scene.watch.judge(scene.host, { stats, clockSkewMs: 0 }, moment);
      }).flat();
    expect(judge(6, 'eth1')).toMatchObject([
      { report: { message: 'no link on eth0; threshold 1 interfaces' } },
    ]);
    scene.know('NETWORK_DOWN', true, { isDisqualifying: true });
    expect(judge(59, 'eth0')).toEqual([]);
    expect(judge(1, 'eth0')).toMatchObject([
      { isDisqualifying: true, report: { message: 'no link on eth1; threshold 1 interfaces' } },
    ]);
    expect(judge(200, 'eth0')).toEqual([]);
    // It is over soon: what it is about does not matter any more.
    expect(judge(4, 'eth0', 'eth1')).toEqual([]);
  });
});

describe('how it stands with the conditions of a host', () => {
  it('nothing, before anything was judged', () => {
    expect(new WatchedHost().watch.standing(0)).toEqual([]);
  });

  it('value, thresholds and when it turns, of those that are judged', () => {
    const scene = new WatchedHost({ ...cpuWatched, memory_pressure: { enabled: false } });
    scene.judge();
    const [cpu, ...others] = scene.watch
      .standing(scene.nowMs)
      .filter(({ type }) => type === 'CPU_PRESSURE' || type === 'MEMORY_PRESSURE');
    expect(others).toEqual([]);
    expect(cpu).toEqual({
      ...{ type: 'CPU_PRESSURE', isActive: false, isRequired: false, enter: 90, exit: 80 },
      ...{ value: 10, text: 'the CPU is busy for 10.0 %', unit: '%', turnsInMs: undefined },
    });
    scene.cpuPermille = 950;
    scene.judge(1_000);
    scene.nowMs += 4_000;
    const turns = (): number | undefined =>
      scene.watch.standing(scene.nowMs).find(({ type }) => type === 'CPU_PRESSURE')?.turnsInMs;
    expect(turns()).toBe(6_000);
    scene.nowMs += 60_000;
    expect(turns()).toBe(0);
  });

  it('a value that nobody knows has no words', () => {
    const scene = new WatchedHost();
    const { nowMs, settings } = scene;
    const stats = { host: {}, disks: [], filesystems: [], networkInterfaces: [] };
    scene.watch.judge(scene.host, { stats, clockSkewMs: 0 }, { nowMs, nowUnixMs: nowMs, settings });
    const cpu = scene.watch.standing(nowMs).find(({ type }) => type === 'CPU_PRESSURE');
    expect([cpu?.value, cpu?.text]).toEqual([undefined, '']);
  });
});

describe('settings', () => {
  it('by site and label hold from the next look on, also when the host changes', () => {
    const scene = new WatchedHost({
      ...cpuWatched,
      overrides: [
        { site: 'lab', cpu_pressure: { enter: 50, exit: 40 } },
        { labels: { tier: 'db' }, cpu_pressure: { enter: 60, exit: 50 } },
      ],
    });
    const enter = (host: Partial<Host>): number | undefined => {
      scene.host = { ...scene.host, ...host };
      scene.judge();
      return scene.watch.standing(scene.nowMs).find(({ type }) => type === 'CPU_PRESSURE')?.enter;
    };
    expect(enter({})).toBe(90);
    expect(enter({ site: 'lab' })).toBe(50);
    expect(enter({ site: 'lab', labels: { tier: 'db' } })).toBe(60);
    expect(enter({ site: 'other', labels: {} })).toBe(90);
    scene.settings = settingsOf({ cpu_pressure: { enter: 70, exit: 60 } });
    expect(enter({})).toBe(70);
  });
});
