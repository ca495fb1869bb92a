import { limits } from '../../shared/limits.ts';
import type { DiskSample, HostStats } from '../../shared/model/stats.ts';
import { type Counter, difference, parseCounter, permille, ratePerSecond } from './counter.ts';
import { knownFields, sumKnown } from './fields.ts';
import type { HostFiles } from './host-files.ts';
import type { Probe, Reading } from './probe.ts';

/** Unit of the sector counters of /proc/diskstats and of /sys/block sizes, whatever the disk's own sector is. */
export const sectorBytes = 512;

export interface DiskCounters {
  readonly reads: Counter;
  readonly sectorsRead: Counter;
  readonly writes: Counter;
  readonly sectorsWritten: Counter;
  /** Milliseconds with I/O in flight; 32 bits wide on every kernel. */
  readonly busyMs: Counter;
}

/**
 * Devices that are no disks (loop, ram, zram, floppy, optical, flash maps), that stand on disks which are counted
 * already (dm, md, bcache, drbd, zvol), or that are single paths of an NVMe disk.
 */
const unwatchedDevice = /^(loop|ram|zram|fd|sr|mtdblock|dm-|md|bcache|drbd|zd)\d|^nvme\d+c\d+n\d+$/;

export function isWatchedDisk(name: string): boolean {
  return !unwatchedDevice.test(name);
}

/** The kernel's rule for naming partitions: sda1 of sda, nvme0n1p1 of nvme0n1. */
function isPartition(name: string, isDevice: (name: string) => boolean): boolean {
  const disk = /^(.*\d)p\d+$/.exec(name)?.[1] ?? /^(.*\D)\d+$/.exec(name)?.[1];
  return disk !== undefined && isDevice(disk);
}

/** Whole disks in the kernel's order. Lines that are cut short, and devices never used, are left out. */
export function parseDiskstats(text: string): ReadonlyMap<string, DiskCounters> {
  const disks = new Map<string, DiskCounters>();
  const names = new Set<string>();
  for (const line of text.split('\n')) {
    const columns = line.trim().split(/\s+/);
    const name = columns[2];
    if (name === undefined) continue;
    names.add(name);
    if (!isWatchedDisk(name) || isPartition(name, (other) => names.has(other))) continue;
    const counters = parseDiskCounters(columns);
    if (counters && (counters.reads !== 0 || counters.writes !== 0)) disks.set(name, counters);
  }
  return disks;
}

function parseDiskCounters(columns: readonly string[]): DiskCounters | undefined {
  // A line that ends at the last column we want may have lost the end of that number.
  if (columns.length < 14) return undefined;
  const [reads, sectorsRead] = [parseCounter(columns[3]), parseCounter(columns[5])];
  const [writes, sectorsWritten] = [parseCounter(columns[7]), parseCounter(columns[9])];
  const busyMs = parseCounter(columns[12]);
  if (reads === undefined || sectorsRead === undefined) return undefined;
  if (writes === undefined || sectorsWritten === undefined || busyMs === undefined) {
    return undefined;
  }
  return { reads, sectorsRead, writes, sectorsWritten, busyMs };
}

/** Rates between two readings; `before` is undefined for a disk just seen, which then has none. */
export function diskSample(name: string, { before, after, elapsedMs }: DiskInterval): DiskSample {
  const rate = (key: keyof DiskCounters): number | undefined =>
    ratePerSecond(before?.[key], after[key], elapsedMs);
  const readSectors = difference(before?.sectorsRead, after.sectorsRead);
  const writtenSectors = difference(before?.sectorsWritten, after.sectorsWritten);
  return {
    name,
    ...knownFields({
      readBps: bytesPerSecond(readSectors, elapsedMs),
      writeBps: bytesPerSecond(writtenSectors, elapsedMs),
      readOps: rate('reads'),
      writeOps: rate('writes'),
      busyPermille: permille(difference(before?.busyMs, after.busyMs, 32), elapsedMs),
    }),
  };
}

export interface DiskInterval {
  readonly before: DiskCounters | undefined;
  readonly after: DiskCounters;
  readonly elapsedMs: number;
}

function bytesPerSecond(sectors: number | undefined, elapsedMs: number): number | undefined {
  if (sectors === undefined || !(elapsedMs > 0)) return undefined;
  return Math.round((sectors * sectorBytes * 1000) / elapsedMs);
}

type Disks = ReadonlyMap<string, DiskCounters>;

function diskStats(
  before: Reading<Disks> | undefined,
  after: Reading<Disks>,
): Pick<HostStats, 'host' | 'disks'> {
  const elapsedMs = before ? after.atMs - before.atMs : 0;
  const disks = [...after.value].map(([name, counters]) =>
    diskSample(name, { before: before?.value.get(name), after: counters, elapsedMs }),
  );
  const host =
    elapsedMs > 0
      ? {
          diskReadBps: sumKnown(disks.map((disk) => disk.readBps)),
          diskWriteBps: sumKnown(disks.map((disk) => disk.writeBps)),
        }
      : {};
  // The sums above are of all disks, also where there are too many to tell of each.
  return { host, disks: disks.slice(0, limits.hostDisksMax) };
}

export function createDiskProbe(files: HostFiles): Probe {
  let before: Reading<Disks> | undefined;
  return {
    name: 'disks',
    deadlineMs: 50,
    run: (nowMs) => {
      const after = { atMs: nowMs, value: parseDiskstats(files.readNow('/proc/diskstats')) };
      const stats = diskStats(before, after);
      before = after;
      return stats;
    },
  };
}
