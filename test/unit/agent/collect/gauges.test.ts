import { describe, expect, test } from 'vitest';

import { createLoadProbe, parseLoad } from '../../../../agent/collect/load.ts';
import { createMemoryProbe, memorySample, parseMeminfo } from '../../../../agent/collect/memory.ts';
import { createPressureProbe, parsePressurePermille } from '../../../../agent/collect/pressure.ts';
import {
  createUptimeProbe,
  parseUptimeMs,
  readUptimeMs,
} from '../../../../agent/collect/uptime.ts';
import { fixtureText } from './fixture.ts';
import { MemoryFiles } from './memory-files.ts';

describe('load', () => {
  test.each([
    ['2.35 1.90 1.42 3/1207 26442\n', { load1: 2.35, load5: 1.9, load15: 1.42 }],
    ['1024.00 512.50 0.00 1/2 3\n', { load1: 1024, load5: 512.5, load15: 0 }],
    ['2.35 1.90', undefined],
    ['2.35 1.90 1.4', undefined],
    ['', undefined],
  ])('%j is read as %j', (text, expected) => {
    expect(parseLoad(text)).toEqual(expected);
  });

  test('says what is wrong with the file', () => {
    const probe = createLoadProbe(new MemoryFiles({ '/proc/loadavg': 'high' }));
    expect(() => probe.run(0)).toThrow('/proc/loadavg does not begin with three averages');
  });
});

describe('uptime', () => {
  test.each([
    ['864012.97 1690021.11\n', 864_012_970],
    ['5 7\n', 5_000],
    ['86401', undefined],
    ['', undefined],
  ])('%j is %j ms', (text, expected) => {
    expect(parseUptimeMs(text)).toBe(expected);
    expect(readUptimeMs(new MemoryFiles({ '/proc/uptime': text }))).toBe(expected);
  });

  test('is not known where there is no such file, and whole seconds in a report', () => {
    expect(readUptimeMs(new MemoryFiles({}))).toBeUndefined();
    const probe = createUptimeProbe(new MemoryFiles({ '/proc/uptime': '5.99 7\n' }));
    expect(probe.run(0)).toEqual({ host: { uptimeS: 5 } });
  });

  test('says what is wrong with the file', () => {
    const probe = createUptimeProbe(new MemoryFiles({ '/proc/uptime': '' }));
    expect(() => probe.run(0)).toThrow('/proc/uptime does not begin with a number');
  });
});

describe('pressure', () => {
  test.each([
    ['some avg10=3.42 avg60=2.10 avg300=1.05 total=19952884\n', 34],
    [
      'some avg10=100.00 avg60=2.10 avg300=1.05 total=1\nfull avg10=0.00 avg60=0 avg300=0 total=0\n',
      1000,
    ],
    ['some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n', 0],
    ['full avg10=3.42 avg60=2.10 avg300=1.05 total=1\n', undefined],
    ['some avg10=3', undefined],
  ])('%j is %j permille', (text, expected) => {
    expect(parsePressurePermille(text)).toBe(expected);
  });

  test('a kernel without PSI has no such fields, and that is no failure', () => {
    expect(createPressureProbe(new MemoryFiles()).run(0)).toEqual({ host: {} });
  });

  test('a resource the kernel does not measure is left out alone', () => {
    const text = 'some avg10=12.00 avg60=2.10 avg300=1.05 total=19952884\n';
    const probe = createPressureProbe(new MemoryFiles({ '/proc/pressure/io': text }));
    expect(probe.run(0)).toEqual({ host: { ioPressurePermille: 120 } });
  });

  test('PSI switched off behind its file is absent too', () => {
    const files = new MemoryFiles();
    files.onReadNow = () => {
      throw Object.assign(new Error('EOPNOTSUPP'), { code: 'EOPNOTSUPP' });
    };
    expect(createPressureProbe(files).run(0)).toEqual({ host: {} });
  });

  test('a file that may not be read is a failure', () => {
    const files = new MemoryFiles();
    files.onReadNow = () => {
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    };
    expect(() => createPressureProbe(files).run(0)).toThrow('EACCES');
  });
});

describe('memory', () => {
  test('a current kernel', () => {
    const meminfo = parseMeminfo(fixtureText('hypervisor-6.1', 'proc/meminfo'));
    expect(memorySample(meminfo)).toEqual({
      memoryTotalKib: 131872340,
      memoryAvailableKib: 41287716,
      memoryCachedKib: 38622064,
      swapTotalKib: 8388604,
      swapUsedKib: 262144,
    });
  });

  test('a kernel without MemAvailable: free and cache together; no swap is 0 of 0', () => {
    const meminfo = parseMeminfo(fixtureText('el6-2.6.32', 'proc/meminfo'));
    expect(memorySample(meminfo)).toEqual({
      memoryTotalKib: 3924688,
      memoryAvailableKib: 1594604,
      memoryCachedKib: 1382064,
      swapTotalKib: 0,
      swapUsedKib: 0,
    });
  });

  test('a text cut short leaves out what it does not tell', () => {
    const meminfo = parseMeminfo('MemTotal:  100 kB\nMemFree:  50 kB\nCached:  1');
    expect(memorySample(meminfo)).toEqual({ memoryTotalKib: 100 });
  });

  test('lines without a unit count something else', () => {
    expect(parseMeminfo('HugePages_Total:    1024\n').size).toBe(0);
  });

  test('says what is wrong with the file', () => {
    const probe = createMemoryProbe(new MemoryFiles({ '/proc/meminfo': 'MemFree: 1 kB\n' }));
    expect(() => probe.run(0)).toThrow('/proc/meminfo has no MemTotal');
  });
});
