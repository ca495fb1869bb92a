import { describe, expect, test } from 'vitest';

import {
  type CpuTimes,
  cpuUsage,
  createCpuProbe,
  parseCpuTimes,
} from '../../../../agent/collect/cpu.ts';
import { fixtureText } from './fixture.ts';
import { MemoryFiles } from './memory-files.ts';

const idle: CpuTimes = {
  user: 0,
  nice: 0,
  system: 0,
  idle: 0,
  iowait: 0,
  irq: 0,
  softirq: 0,
  steal: 0,
};

describe('parseCpuTimes', () => {
  test('takes the line of all processors', () => {
    expect(parseCpuTimes(fixtureText('hypervisor-6.1', 'proc/stat'))).toEqual({
      user: 4705000,
      nice: 12000,
      system: 1500000,
      idle: 92000000,
      iowait: 310000,
      irq: 0,
      softirq: 80000,
      steal: 25000,
    });
  });

  test.each([
    [
      'a kernel without iowait and later columns',
      'cpu  1 2 3 4\n',
      { ...idle, user: 1, nice: 2, system: 3, idle: 4 },
    ],
    [
      'a kernel without guest columns',
      'cpu  1 2 3 4 5 6 7 8\n',
      { user: 1, nice: 2, system: 3, idle: 4, iowait: 5, irq: 6, softirq: 7, steal: 8 },
    ],
    [
      'columns beyond those known',
      'cpu  1 2 3 4 5 6 7 8 9 10 11 12\n',
      { user: 1, nice: 2, system: 3, idle: 4, iowait: 5, irq: 6, softirq: 7, steal: 8 },
    ],
    ['too few columns', 'cpu  1 2 3\ncpu0 1 2 3 4\n', undefined],
    ['a line cut short', 'cpu  1 2 3 4 5', undefined],
    ['garbage', 'cpu  a b c d\n', undefined],
    ['only single processors', 'cpu0 1 2 3 4 5\n', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, text, expected) => {
    expect(parseCpuTimes(text)).toEqual(expected);
  });
});

describe('cpuUsage', () => {
  test('shares are of the time of all processors, and stolen time is used time', () => {
    const after = {
      user: 100,
      nice: 20,
      system: 50,
      idle: 700,
      iowait: 80,
      irq: 10,
      softirq: 20,
      steal: 20,
    };
    expect(cpuUsage(idle, after)).toEqual({
      cpuPermille: 220,
      cpuUserPermille: 120,
      cpuSystemPermille: 80,
      cpuIowaitPermille: 80,
      cpuStealPermille: 20,
    });
  });

  test('time of guests is part of user time and not counted a second time', () => {
    const before = parseCpuTimes('cpu  1000 0 0 1000 0 0 0 0 900 0\n') ?? idle;
    const after = parseCpuTimes('cpu  1500 0 0 1500 0 0 0 0 1400 0\n') ?? idle;
    expect(cpuUsage(before, after)).toMatchObject({ cpuPermille: 500, cpuUserPermille: 500 });
  });

  test('iowait that goes back is left out, the rest holds', () => {
    const usage = cpuUsage({ ...idle, iowait: 100 }, { ...idle, user: 30, idle: 70, iowait: 90 });
    expect(usage).toEqual({
      cpuPermille: 300,
      cpuUserPermille: 300,
      cpuSystemPermille: 0,
      cpuStealPermille: 0,
    });
  });

  test('a part of the sum that goes back takes the sum with it', () => {
    const usage = cpuUsage({ ...idle, steal: 100 }, { ...idle, user: 30, idle: 70, steal: 0 });
    expect(usage).toEqual({ cpuUserPermille: 300, cpuSystemPermille: 0, cpuIowaitPermille: 0 });
  });

  test('nothing is known when idle goes back, as when a processor is taken away', () => {
    expect(cpuUsage({ ...idle, idle: 5000 }, { ...idle, user: 10, idle: 10 })).toEqual({});
  });

  test('nothing is known when no tick passed', () => {
    expect(cpuUsage(idle, idle)).toEqual({});
  });

  test('counters beyond 2^53 keep their difference', () => {
    const start = 2n ** 62n;
    const usage = cpuUsage(
      { ...idle, user: start, idle: start },
      { ...idle, user: start + 25n, idle: start + 75n },
    );
    expect(usage.cpuPermille).toBe(250);
  });
});

describe('cpu probe', () => {
  test('the first run has no shares, the second those since the first, also with a processor added between', () => {
    const files = new MemoryFiles({
      '/proc/stat': 'cpu  100 0 0 100 0 0 0 0\ncpu0 100 0 0 100 0 0 0 0\n',
    });
    const probe = createCpuProbe(files);
    expect(probe.run(0)).toEqual({ host: {} });
    files.texts.set(
      '/proc/stat',
      'cpu  150 0 0 250 0 0 0 0\ncpu0 150 0 0 150 0 0 0 0\ncpu1 0 0 0 100 0 0 0 0\n',
    );
    expect(probe.run(1000).host).toMatchObject({ cpuPermille: 250, cpuUserPermille: 250 });
  });

  test('says what is wrong with the file', () => {
    const probe = createCpuProbe(new MemoryFiles({ '/proc/stat': 'intr 1 2 3\n' }));
    expect(() => probe.run(0)).toThrow('/proc/stat has no usable cpu line');
  });
});
