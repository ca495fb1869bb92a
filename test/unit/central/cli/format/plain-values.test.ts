import { describe, expect, it } from 'vitest';

import {
  formatAge,
  formatDate,
  formatMoment,
  formatSpan,
} from '../../../../../central/cli/format/age.ts';
import { statusColor } from '../../../../../central/cli/format/color.ts';
import {
  counted,
  formatBytes,
  formatKib,
  formatPermille,
  formatRate,
  formatShare,
  known,
} from '../../../../../central/cli/format/size.ts';
import { cut, displayWidth, pad, printable } from '../../../../../central/cli/format/width.ts';
import { labelsText, wordOf } from '../../../../../central/cli/format/words.ts';
import { hostStatuses, vmStatuses } from '../../../../../shared/model/status.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('ages', () => {
  it.each([
    [-5 * second, '0s'],
    [0, '0s'],
    [999, '0s'],
    [45 * second, '45s'],
    [119 * second, '119s'],
    [2 * minute, '2m'],
    [119 * minute, '119m'],
    [2 * hour, '2h'],
    [47 * hour, '47h'],
    [2 * day, '2d'],
    [3.99 * day, '3d'],
    [729 * day, '729d'],
    [730 * day, '2y'],
    [3650 * day, '10y'],
  ])('%d ms reads %s', (spanMs, text) => {
    expect(formatSpan(spanMs)).toBe(text);
  });

  it('is a dash for a time that is not known', () => {
    expect(formatAge(0, 1e12)).toBe('-');
    expect(formatDate(0)).toBe('-');
    expect(formatAge(1e12 - minute * 3, 1e12)).toBe('3m');
    expect(formatDate(1_763_619_601_000)).toBe('2025-11-20 06:20:01 UTC');
  });

  it('names the day of a moment only when it is another one', () => {
    const at = new Date(2025, 10, 20, 6, 5, 4, 7).getTime();
    expect(formatMoment(at, at + hour)).toBe('06:05:04.007');
    expect(formatMoment(at, at + 2 * day)).toBe('2025-11-20 06:05:04.007');
  });
});

describe('sizes', () => {
  it.each([
    [0, '0B'],
    [1, '1B'],
    [1023, '1023B'],
    [1024, '1KiB'],
    [1536, '1.5KiB'],
    [10_239, '10KiB'],
    [1024 * 1023.7, '1MiB'],
    [9.96 * 1024 ** 2, '10MiB'],
    [128 * 1024 ** 3, '128GiB'],
    [1.75 * 1024 ** 4, '1.8TiB'],
    [5000 * 1024 ** 6, '5000EiB'],
  ])('%d bytes read %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('reads KiB, rates, thousandths, shares and counts', () => {
    expect(formatKib(8 * 1024 * 1024)).toBe('8GiB');
    expect(formatRate(2048)).toBe('2KiB/s');
    expect([0, 5, 75, 99.4, 123, 1000, 2050].map(formatPermille)).toEqual([
      '0%',
      '0.5%',
      '7.5%',
      '9.9%',
      '12%',
      '100%',
      '205%',
    ]);
    expect(formatShare(1, 4)).toBe('25%');
    expect(formatShare(1, 0)).toBe('-');
    expect([0, 1, 2].map((count) => counted(count, 'VM'))).toEqual(['0 VMs', '1 VM', '2 VMs']);
  });

  it('tells nothing from zero', () => {
    expect(known(undefined, String)).toBe('-');
    expect(known(0, String)).toBe('0');
  });
});

describe('text on a terminal', () => {
  it.each([
    ['abc', 3],
    ['', 0],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['🚀', 2],
  ])('%s takes %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['abcdef', 1, '…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
  ])('%s cut to %d columns is %s', (text, width, expected) => {
    expect(cut(text, width)).toBe(expected);
    expect(displayWidth(cut(text, width))).toBeLessThanOrEqual(width);
  });

  it('fills up with blanks by display width', () => {
    expect(pad('日', 4, 'left')).toBe('日  ');
    expect(pad('12', 4, 'right')).toBe('  12');
    expect(pad('12345', 4, 'right')).toBe('12345');
  });

  it('cannot be steered by a name', () => {
    expect(printable('a\u001b[31mb\u009bc\r\n\u202ed')).toBe('a?[31mb?c???d');
  });
});

describe('words', () => {
  it('drops the prefix, and shows values of a newer central as they came', () => {
    expect(wordOf('HOST_STATUS_', 'HOST_STATUS_UP')).toBe('UP');
    expect(wordOf('HOST_STATUS_', 'HOST_STATUS_UNSPECIFIED')).toBe('');
    expect(wordOf('HOST_STATUS_', 99)).toBe('#99');
    expect(wordOf('HOST_STATUS_', undefined)).toBe('');
  });

  it('orders labels by key', () => {
    expect(labelsText({ rack: 'r1', env: 'prod', gpu: '' })).toBe('env=prod, gpu, rack=r1');
  });

  it('has a color for every status', () => {
    expect(statusColor('UP')).toBe('green');
    expect(statusColor('NON_RESPONSIVE')).toBe('red');
    expect(statusColor('DOWN')).toBe('dim');
    const green = [...hostStatuses, ...vmStatuses].filter((word) => statusColor(word) === 'green');
    expect(new Set(green)).toEqual(new Set(['UP']));
  });
});
