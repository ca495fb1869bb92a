import { limits } from '../../shared/limits.ts';
import type { Disk } from '../../shared/model/host.ts';
import { isWatchedDisk, sectorBytes } from './disks.ts';
import { type HostFiles, isAbsent } from './host-files.ts';

/** Whole disks by name; partitions are not in /sys/block. Empty drives and unused network disks have no size. */
export async function readDisks(files: HostFiles): Promise<readonly Disk[]> {
  const names = (await listBlockDevices(files)).filter(isWatchedDisk).sort();
  const disks: Disk[] = [];
  for (const name of names) {
    if (disks.length === limits.hostDisksMax) break;
    const disk = await readDisk(files, name);
    if (disk && disk.sizeBytes > 0) disks.push(disk);
  }
  return disks;
}

async function listBlockDevices(files: HostFiles): Promise<readonly string[]> {
  try {
    return await files.list('/sys/block');
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Undefined: it was taken away while we looked. */
async function readDisk(files: HostFiles, name: string): Promise<Disk | undefined> {
  try {
    const size = await files.read(`/sys/block/${name}/size`);
    const rotational = await files.read(`/sys/block/${name}/queue/rotational`);
    return {
      name,
      sizeBytes: sectors(size) * sectorBytes,
      isRotational: rotational.trim() === '1',
    };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function sectors(text: string): number {
  return /^\d{1,15}\s*$/.test(text) ? Number(text) : 0;
}
