import { z } from 'zod';

const durationUnits = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const sizeUnits = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

export interface Range {
  /** Smallest value allowed, written as in the file. */
  readonly min?: string;
  /** Largest value allowed, written as in the file. */
  readonly max?: string;
}

type Quantity = z.ZodCodec<z.ZodString, z.ZodNumber>;

/** A time span such as `500ms`, `10s`, `2m`, `1h`, `7d`; the value is in milliseconds. `0s` unless `min` forbids it. */
export function duration(range: Range = {}): Quantity {
  return quantity({
    what: 'a time with its unit, such as 500ms, 10s or 2m',
    units: durationUnits,
    range,
  });
}

/** A size such as `512B`, `128KiB`, `64MiB`, `2GiB`; the value is in bytes. */
export function size(range: Range = {}): Quantity {
  return quantity({
    what: 'a size with its unit, such as 128KiB or 64MiB',
    units: sizeUnits,
    range,
  });
}

interface QuantityOptions {
  readonly what: string;
  readonly units: Readonly<Record<string, number>>;
  readonly range: Range;
}

function quantity({ what, units, range }: QuantityOptions): Quantity {
  const min = range.min === undefined ? 0 : parseBound(range.min, units);
  const max = range.max === undefined ? Number.MAX_SAFE_INTEGER : parseBound(range.max, units);
  const complaint = (value: number | undefined): string => {
    if (value === undefined) return `must be ${what}`;
    if (value < min) return `must be at least ${formatQuantity(min, units)}`;
    return `must be at most ${formatQuantity(max, units)}`;
  };
  return z.codec(
    z.string({ error: ({ input }) => (input === undefined ? 'is required' : `must be ${what}`) }),
    z.number(),
    {
      decode: (text, context) => {
        const value = parseQuantity(text, units);
        if (value !== undefined && value >= min && value <= max) return value;
        context.issues.push({ code: 'custom', message: complaint(value), input: text });
        return z.NEVER;
      },
      encode: (value) => formatQuantity(value, units),
    },
  );
}

/** Undefined when the text is no number directly followed by one of the units. */
function parseQuantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text.trim());
  const factor =
    match?.[2] !== undefined && Object.hasOwn(units, match[2]) ? units[match[2]] : undefined;
  return factor === undefined ? undefined : Math.round(Number(match?.[1]) * factor);
}

function parseBound(text: string, units: Readonly<Record<string, number>>): number {
  const value = parseQuantity(text, units);
  if (value === undefined) throw new RangeError(`bound "${text}" is not a quantity`);
  return value;
}

/** In the largest unit that leaves a whole number. */
function formatQuantity(value: number, units: Readonly<Record<string, number>>): string {
  const [smallest = ''] = Object.keys(units);
  const fitting = Object.entries(units).findLast(
    ([, factor]) => value >= factor && value % factor === 0,
  );
  return fitting === undefined ? `${value}${smallest}` : `${value / fitting[1]}${fitting[0]}`;
}
