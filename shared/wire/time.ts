import type { Timestamp, Timestamp__Output } from './generated/google/protobuf/Timestamp.ts';

/** Unix ms -> Timestamp. 0 stands for "not known" in the model and is left out. */
export function timestampOf(unixMs: number): Timestamp | null {
  if (unixMs === 0) return null;
  const seconds = Math.floor(unixMs / 1000);
  return { seconds, nanos: Math.round((unixMs - seconds * 1000) * 1e6) };
}

/** Timestamp -> unix ms; nothing reads as 0. */
export function unixMsFrom(timestamp: Timestamp__Output | null | undefined): number {
  if (timestamp === undefined || timestamp === null) return 0;
  return (timestamp.seconds ?? 0) * 1000 + Math.round((timestamp.nanos ?? 0) / 1e6);
}
