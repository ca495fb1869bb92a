import { limits } from '../limits.ts';
import { isId } from '../model/id.ts';

/** A message that breaks the contract. `field` is the path in the proto message, such as report.vms[3].index. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  readonly field: string;
  /** Stable word for counters, such as not_finite, too_long, bad_id. */
  readonly reason: string;

  constructor(field: string, reason: string, message: string) {
    super(`${field}: ${message}`);
    this.field = field;
    this.reason = reason;
  }
}

/** A field as the contract writes it, so that whoever reads the error finds it. */
export function protoName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A whole number from 0 to 2^53 - 1; absent reads as 0. Anything else is refused by name. */
export function countOf(field: string, value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'number') throw new FieldError(field, 'not_a_number', 'must be a number');
  if (!Number.isFinite(value)) throw new FieldError(field, 'not_finite', 'must be finite');
  if (value < 0) throw new FieldError(field, 'negative', 'must not be negative');
  if (!Number.isSafeInteger(value)) {
    throw new FieldError(field, 'out_of_range', 'must be a whole number below 2^53');
  }
  return value;
}

/** The largest time that Date and RFC 3339 can express, unix ms. */
export const unixMsMax = 253_402_300_799_999;

/** A unix time in ms; absent reads as 0. */
export function unixMsOf(field: string, value: unknown): number {
  const ms = countOf(field, value);
  if (ms > unixMsMax) {
    throw new FieldError(field, 'out_of_range', 'must be a time before the year 10000, in ms');
  }
  return ms;
}

export function textOf(field: string, value: unknown, lengthMax: number): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new FieldError(field, 'not_text', 'must be text');
  if (value.length > lengthMax) {
    throw new FieldError(
      field,
      'too_long',
      `must have at most ${String(lengthMax)} characters, has ${String(value.length)}`,
    );
  }
  return value;
}

export function nameOf(field: string, value: unknown): string {
  return textOf(field, value, limits.nameLengthMax);
}

/** An id of DESIGN section 4. */
export function idOf(field: string, value: unknown): string {
  const id = textOf(field, value, limits.idLengthMax);
  if (!isId(id)) {
    throw new FieldError(
      field,
      'bad_id',
      `must be 1 to ${String(limits.idLengthMax)} characters of A-Z a-z 0-9 _ -, is "${id}"`,
    );
  }
  return id;
}

export function optionalIdOf(field: string, value: unknown): string {
  return value === undefined || value === null || value === '' ? '' : idOf(field, value);
}

/** A list of at most `lengthMax` entries; absent reads as empty. */
export function listOf<Entry>(
  field: string,
  value: readonly Entry[] | undefined,
  lengthMax: number,
): readonly Entry[] {
  if (value === undefined) return [];
  if (value.length > lengthMax) {
    throw new FieldError(
      field,
      'too_many',
      `must have at most ${String(lengthMax)} entries, has ${String(value.length)}`,
    );
  }
  return value;
}

/** A number of a sample: finite and not negative. */
export function sampleNumberOf(field: string, value: unknown): number {
  if (typeof value !== 'number') throw new FieldError(field, 'not_a_number', 'must be a number');
  if (!Number.isFinite(value)) {
    throw new FieldError(field, 'not_finite', `must be finite, is ${String(value)}`);
  }
  if (value < 0)
    throw new FieldError(field, 'negative', `must not be negative, is ${String(value)}`);
  if (value > Number.MAX_SAFE_INTEGER) {
    throw new FieldError(field, 'out_of_range', 'must be below 2^53');
  }
  return value;
}
