import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What the operating system knows about one process, all its threads together. */
export interface ProcessFigures {
  /** User and kernel time since it started, ms. */
  readonly cpuMs: number;
  readonly rssKb: number;
  readonly rssPeakKb: number;
  readonly descriptors: number;
  /** When this was read, by `performance.now()`. */
  readonly atMs: number;
}

/** Ticks of /proc/<pid>/stat in a second. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export function processFigures(pid: number): ProcessFigures {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold blanks; utime and stime are the 14th and 15th field of the line.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuMs: (ticks * 1000) / ticksPerSecond,
    rssKb: kbOf(status, 'VmRSS'),
    rssPeakKb: kbOf(status, 'VmHWM'),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    atMs: performance.now(),
  };
}

/** A process and those it started itself, as one. */
export function familyFigures(pid: number): ProcessFigures {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  const family = [pid, ...children.filter((text) => text !== '').map(Number)].map(processFigures);
  const sum = (key: keyof ProcessFigures): number =>
    family.reduce((total, figures) => total + figures[key], 0);
  return {
    ...{ cpuMs: sum('cpuMs'), rssKb: sum('rssKb'), rssPeakKb: sum('rssPeakKb') },
    ...{ descriptors: sum('descriptors'), atMs: performance.now() },
  };
}

function kbOf(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);
}

/** Share of one processor between two readings, in percent. */
export function cpuPercent(before: ProcessFigures, after: ProcessFigures): number {
  return round((100 * (after.cpuMs - before.cpuMs)) / (after.atMs - before.atMs), 1);
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
