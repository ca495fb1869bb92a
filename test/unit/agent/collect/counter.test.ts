import { describe, expect, test } from 'vitest';

import {
  difference,
  parseCounter,
  permille,
  ratePerSecond,
} from '../../../../agent/collect/counter.ts';

describe('parseCounter', () => {
  test.each([
    ['0', 0],
    ['999999999999999', 999999999999999],
    ['9007199254740993', 9007199254740993n],
    ['18446744073709551615', 18446744073709551615n],
    ['', undefined],
    ['-1', undefined],
    ['12x', undefined],
    ['1.5', undefined],
    [undefined, undefined],
  ])('%s is read as %s', (text, expected) => {
    expect(parseCounter(text)).toBe(expected);
  });
});

describe('difference', () => {
  test.each([
    { name: 'small numbers', before: 5, after: 12, expected: 7 },
    { name: 'nothing counted', before: 5, after: 5, expected: 0 },
    {
      name: 'beyond 2^53 the last digits count',
      before: 2n ** 60n,
      after: 2n ** 60n + 3n,
      expected: 3,
    },
    {
      name: 'from number to bigint',
      before: 999999999999999,
      after: 1000000000000001n,
      expected: 2,
    },
    { name: 'a wrap at 64 bits', before: 2n ** 64n - 10n, after: 5, expected: 15 },
    { name: 'a wrap at 64 bits, both long', before: 2n ** 64n - 1n, after: 0, expected: 1 },
    { name: 'a reset', before: 1_000_000, after: 17, expected: undefined },
    { name: 'a reset from beyond 2^53', before: 2n ** 60n, after: 17, expected: undefined },
    { name: 'not known before', before: undefined, after: 17, expected: undefined },
    { name: 'not known after', before: 17, after: undefined, expected: undefined },
  ])('$name', ({ before, after, expected }) => {
    expect(difference(before, after)).toBe(expected);
  });

  test('a 32-bit counter wraps at its own end', () => {
    expect(difference(2 ** 32 - 100, 50, 32)).toBe(150);
  });

  test('a 32-bit counter that falls from the middle was reset', () => {
    expect(difference(2 ** 31, 50, 32)).toBeUndefined();
  });
});

describe('ratePerSecond', () => {
  test.each([
    {
      name: 'scales to a second and rounds',
      before: 0,
      after: 1001,
      elapsedMs: 2000,
      expected: 501,
    },
    { name: 'no time passed', before: 0, after: 10, elapsedMs: 0, expected: undefined },
    {
      name: 'the clock stood still or went back',
      before: 0,
      after: 10,
      elapsedMs: -5,
      expected: undefined,
    },
    { name: 'reset', before: 10, after: 0, elapsedMs: 1000, expected: undefined },
  ])('$name', ({ before, after, elapsedMs, expected }) => {
    expect(ratePerSecond(before, after, elapsedMs)).toBe(expected);
  });
});

describe('permille', () => {
  test.each([
    { name: 'a share', part: 1, whole: 3, expected: 333 },
    { name: 'more than all is all', part: 12, whole: 10, expected: 1000 },
    { name: 'below nothing is nothing', part: -1, whole: 10, expected: 0 },
    { name: 'of nothing is not known', part: 0, whole: 0, expected: undefined },
    { name: 'not known', part: undefined, whole: 10, expected: undefined },
  ])('$name', ({ part, whole, expected }) => {
    expect(permille(part, whole)).toBe(expected);
  });
});
