import { describe, expect, test } from 'vitest';

import { parseCpuinfo } from '../../../../agent/collect/processor.ts';
import { fixtureText } from './fixture.ts';

describe('parseCpuinfo', () => {
  test('x86: model, threads, sockets and what lets it run VMs', () => {
    expect(parseCpuinfo(fixtureText('hypervisor-6.1', 'proc/cpuinfo'))).toEqual({
      cpuModel: 'Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz',
      cpuCount: 2,
      socketCount: 2,
      virtualization: ['vmx'],
    });
  });

  test('a feature is a whole word', () => {
    expect(
      parseCpuinfo('processor: 0\nflags : fpu vmx_something svm_lock\n').virtualization,
    ).toEqual([]);
  });

  test('64-bit ARM has numbers for a model and no sockets', () => {
    const text =
      'processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n\nprocessor\t: 1\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n';
    expect(parseCpuinfo(text)).toEqual({
      cpuModel: 'ARM implementer 0x41 part 0xd0c',
      cpuCount: 2,
      socketCount: 0,
      virtualization: [],
    });
  });

  test.each([
    [
      'POWER',
      'processor\t: 0\ncpu\t\t: POWER9, altivec supported\n',
      'POWER9, altivec supported',
      1,
    ],
    [
      's390',
      'vendor_id       : IBM/S390\nprocessor 0: version = FF\nprocessor 1: version = FF\n',
      'IBM/S390',
      2,
    ],
  ])('%s', (_, text, ...[cpuModel, cpuCount]) => {
    expect(parseCpuinfo(text)).toMatchObject({ cpuModel, cpuCount });
  });

  test('nothing known of an empty text', () => {
    expect(parseCpuinfo('')).toEqual({
      cpuModel: '',
      cpuCount: 0,
      socketCount: 0,
      virtualization: [],
    });
  });
});
