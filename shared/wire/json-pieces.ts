import { unixMsMax } from './fields.ts';

/*
 * Pieces of JSON text, each with the comma before it, empty where proto3 leaves the field out.
 */

const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

export function quoted(value: string): string {
  return needsEscape.test(value) ? JSON.stringify(value) : `"${value}"`;
}

/** Each field brings the comma before it. */
export function message(fields: string): string {
  return `{${fields.slice(1)}}`;
}

/** `key` is `,"name":`. */
export function text(key: string, value: string): string {
  return value === '' ? '' : key + quoted(value);
}

/** 32 bits or fewer; more stand as text. */
export function int(key: string, value: number): string {
  return value === 0 ? '' : `${key}${value}`;
}

export function long(key: string, value: number): string {
  return value === 0 ? '' : `${key}"${value}"`;
}

export function flag(key: string, value: boolean): string {
  return value ? `${key}true` : '';
}

export function list<Entry>(
  key: string,
  entries: readonly Entry[],
  write: (entry: Entry) => string,
): string {
  if (entries.length === 0) return '';
  let all = '';
  for (const entry of entries) all += `,${write(entry)}`;
  return `${key}[${all.slice(1)}]`;
}

export function optional<Value>(
  key: string,
  value: Value | undefined,
  write: (value: Value) => string,
): string {
  return value === undefined ? '' : key + write(value);
}

const dayMs = 86_400_000;
let day = -1;
let dayText = '';

/** RFC 3339. Times of one day share its date: only the rest is worked out each time. */
export function time(key: string, unixMs: number): string {
  if (unixMs === 0) return '';
  if (!(unixMs > 0 && unixMs <= unixMsMax && Number.isSafeInteger(unixMs)))
    return `${key}"${new Date(unixMs).toISOString()}"`;
  const dayNow = Math.floor(unixMs / dayMs);
  if (dayNow !== day) {
    day = dayNow;
    dayText = new Date(unixMs).toISOString().slice(0, 11);
  }
  const ms = unixMs - dayNow * dayMs;
  const s = Math.floor(ms / 1000);
  const minutes = Math.floor(s / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(s % 60)}`;
  return `${key}"${dayText}${clock}.${three(ms % 1000)}Z"`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

function three(value: number): string {
  return value < 100 ? `0${two(value)}` : `${value}`;
}
