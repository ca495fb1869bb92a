import { describe, expect, it } from 'vitest';

import { limits } from '../../../../shared/limits.ts';
import {
  countOf,
  FieldError,
  idOf,
  listOf,
  nameOf,
  optionalIdOf,
  protoName,
  sampleNumberOf,
  textOf,
  unixMsMax,
  unixMsOf,
} from '../../../../shared/wire/fields.ts';

type Read = (field: string, value: unknown) => unknown;

/** What reading gives: a value, or the reason of the error that names the field. */
function outcome(read: Read, value: unknown): unknown {
  try {
    return read('a.b', value);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    expect(error).toMatchObject({ field: 'a.b', name: 'FieldError' });
    expect(error.message.startsWith('a.b: ')).toBe(true);
    return `! ${error.reason}`;
  }
}

const safe = Number.MAX_SAFE_INTEGER;
const long = 'x'.repeat(limits.nameLengthMax + 1);

describe('a count', () => {
  it.each([
    [undefined, 0],
    [null, 0],
    [0, 0],
    [safe, safe],
    [-1, '! negative'],
    [1.5, '! out_of_range'],
    [safe + 1, '! out_of_range'],
    [NaN, '! not_finite'],
    [Infinity, '! not_finite'],
    [-Infinity, '! not_finite'],
    ['1', '! not_a_number'],
    [1n, '! not_a_number'],
  ])('of %s reads as %s', (value, said) => {
    expect(outcome(countOf, value)).toBe(said);
  });
});

describe('a time', () => {
  it.each([
    [undefined, 0],
    [unixMsMax, unixMsMax],
    [unixMsMax + 1, '! out_of_range'],
    [-1, '! negative'],
  ])('of %s reads as %s', (value, said) => {
    expect(outcome(unixMsOf, value)).toBe(said);
  });

  it('of the largest kind can be written', () => {
    expect(new Date(unixMsMax).toISOString()).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('a number of a sample', () => {
  it.each([
    [0, 0],
    [0.5, 0.5],
    [safe, safe],
    [-0.1, '! negative'],
    [NaN, '! not_finite'],
    [Infinity, '! not_finite'],
    [safe * 2, '! out_of_range'],
    [undefined, '! not_a_number'],
  ])('of %s reads as %s', (value, said) => {
    expect(outcome(sampleNumberOf, value)).toBe(said);
  });
});

describe('text', () => {
  const three: Read = (field, value) => textOf(field, value, 3);
  it.each<[Read, unknown, unknown]>([
    [three, undefined, ''],
    [three, 'abc', 'abc'],
    [three, 'abcd', '! too_long'],
    [three, 5, '! not_text'],
    [nameOf, long.slice(1), long.slice(1)],
    [nameOf, long, '! too_long'],
    [idOf, 'a-B_9', 'a-B_9'],
    [idOf, '', '! bad_id'],
    [idOf, undefined, '! bad_id'],
    [idOf, 'a.b', '! bad_id'],
    [idOf, '_meta', '! bad_id'],
    [idOf, 'x'.repeat(limits.idLengthMax + 1), '! too_long'],
    [optionalIdOf, undefined, ''],
    [optionalIdOf, '', ''],
    [optionalIdOf, 'a b', '! bad_id'],
  ])('%o of %j', (read, value, said) => {
    expect(outcome(read, value)).toBe(said);
  });
});

describe('a list', () => {
  it.each([
    [undefined, []],
    [
      [1, 2],
      [1, 2],
    ],
    [[1, 2, 3], '! too_many'],
  ])('of at most two: %j', (value, said) => {
    expect(outcome((field) => listOf<number>(field, value, 2), value)).toEqual(said);
  });
});

it.each([
  ['cpuModel', 'cpu_model'],
  ['kernel', 'kernel'],
  ['memoryMaxKib', 'memory_max_kib'],
])('%s is %s in the contract', (name, proto) => {
  expect(protoName(name)).toBe(proto);
});
