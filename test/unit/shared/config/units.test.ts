import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { duration, size } from '../../../../shared/config/units.ts';

const messageOf = (schema: z.ZodType, input: unknown): string | undefined =>
  schema.safeParse(input).error?.issues[0]?.message;

describe('duration', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['0s', 0],
  ])('reads %s as %d ms', (text, ms) => {
    expect(duration().parse(text)).toBe(ms);
  });

  it.each([10, '10', 's', '10 s', '-1s', '10 seconds', '1e3s', '10S', '', true, '1constructor'])(
    'refuses %j and shows how to write one',
    (input) => {
      expect(messageOf(duration(), input)).toBe(
        'must be a time with its unit, such as 500ms, 10s or 2m',
      );
    },
  );

  it('names the bound that is broken', () => {
    const schema = duration({ min: '1s', max: '1m' });
    expect(messageOf(schema, '999ms')).toBe('must be at least 1s');
    expect(messageOf(schema, '2m')).toBe('must be at most 1m');
    expect(schema.parse('1s')).toBe(1000);
    expect(schema.parse('60s')).toBe(60_000);
  });

  it('refuses a bound that is no duration when the schema is made', () => {
    expect(() => duration({ min: '5' })).toThrow(RangeError);
  });

  it('is written again so that it reads the same', () => {
    fc.assert(
      fc.property(fc.nat(), (ms) => {
        const schema = duration();
        expect(schema.parse(z.encode(schema, ms))).toBe(ms);
      }),
    );
    expect([0, 90_000, 120_000, 1500].map((ms) => z.encode(duration(), ms))).toEqual([
      '0ms',
      '90s',
      '2m',
      '1500ms',
    ]);
  });
});

describe('size', () => {
  it.each([
    ['512B', 512],
    ['128KiB', 131_072],
    ['64MiB', 67_108_864],
    ['2GiB', 2_147_483_648],
  ])('reads %s as %d bytes and writes it the same way', (text, bytes) => {
    expect(size().parse(text)).toBe(bytes);
    expect(z.encode(size(), bytes)).toBe(text);
  });

  it.each(['64MB', '64', 64])('refuses %j', (input) => {
    expect(messageOf(size(), input)).toBe('must be a size with its unit, such as 128KiB or 64MiB');
  });
});
