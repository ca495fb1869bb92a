/**
 * A cumulative kernel counter. Beyond 2^53 a number would lose the last digits, and with them the difference of two
 * readings, so those are kept as bigint; the common case stays a cheap number.
 */
export type Counter = number | bigint;

const numberDigitsMax = 15;

/**
 * How far a counter may move across its end between two readings. More than that is a reset, because a reset counter
 * starts near zero from anywhere, while one that wraps was near its end: 1 TiB, or 17 minutes of milliseconds.
 */
const wrapMaxByBits = { 32: 2 ** 20, 64: 2 ** 40 } as const;

/** Undefined: not a plain decimal number, as at the end of a truncated line. */
export function parseCounter(text: string | undefined): Counter | undefined {
  if (text === undefined || !/^[0-9]+$/.test(text)) return undefined;
  return text.length <= numberDigitsMax ? Number(text) : BigInt(text);
}

/** What was counted between two readings. Undefined: one is missing, or the counter was reset in between. */
export function difference(
  before: Counter | undefined,
  after: Counter | undefined,
  bits: 32 | 64 = 64,
): number | undefined {
  if (before === undefined || after === undefined) return undefined;
  if (typeof before === 'number' && typeof after === 'number' && after >= before) {
    return after - before;
  }
  const step = BigInt(after) - BigInt(before);
  if (step >= 0n) return Number(step);
  const wrapped = Number(BigInt.asUintN(bits, step));
  return wrapped <= wrapMaxByBits[bits] ? wrapped : undefined;
}

/** Whole units a second. Undefined: not known for this interval. */
export function ratePerSecond(
  before: Counter | undefined,
  after: Counter | undefined,
  elapsedMs: number,
): number | undefined {
  const count = difference(before, after);
  if (count === undefined || !(elapsedMs > 0)) return undefined;
  return Math.round((count * 1000) / elapsedMs);
}

/** `part` of `whole` in thousandths, 0 to 1000. Undefined: one is not known, or there is no whole. */
export function permille(part: number | undefined, whole: number): number | undefined {
  if (part === undefined || !(whole > 0)) return undefined;
  return Math.min(1000, Math.max(0, Math.round((part * 1000) / whole)));
}
