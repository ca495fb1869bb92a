import { limits } from '../../shared/limits.ts';
import type { NetworkInterface } from '../../shared/model/host.ts';
import { type HostFiles, isAbsent } from './host-files.ts';
import { isWatchedInterface } from './network.ts';

type NamedAddress = Omit<NetworkInterface, 'speedMbps'>;

/** Watched interfaces by name, with their hardware addresses. */
export async function readInterfaces(files: HostFiles): Promise<readonly NamedAddress[]> {
  const names = (await listInterfaces(files)).filter(isWatchedInterface).sort();
  const interfaces: NamedAddress[] = [];
  for (const name of names) {
    if (interfaces.length === limits.hostNetworkInterfacesMax) break;
    const address = await readAttribute(files, name, 'address');
    // /sys/class/net also holds files of its own, such as bonding_masters.
    if (address !== undefined) interfaces.push({ name, mac: parseMac(address) });
  }
  return interfaces;
}

/** Mbit/s by name, 0 where it is not known. Asks the drivers, which may hang. */
export async function readSpeeds(files: HostFiles): Promise<ReadonlyMap<string, number>> {
  const speeds = new Map<string, number>();
  for (const name of (await listInterfaces(files)).filter(isWatchedInterface).sort()) {
    if (speeds.size === limits.hostNetworkInterfacesMax) break;
    speeds.set(name, parseSpeedMbps((await readAttribute(files, name, 'speed')) ?? ''));
  }
  return speeds;
}

/** Empty where there is none: all zeros for interfaces without one, other lengths on other kinds of network. */
export function parseMac(text: string): string {
  const mac = text.trim().toLowerCase();
  return /^[0-9a-f]{2}(:[0-9a-f]{2})+$/.test(mac) && /[1-9a-f]/.test(mac) ? mac : '';
}

/** The kernel says -1, or the same without a sign, for unknown. */
export function parseSpeedMbps(text: string): number {
  const speed = /^\d{1,10}\s*$/.test(text) ? Number(text) : 0;
  return speed < 2 ** 31 ? speed : 0;
}

async function listInterfaces(files: HostFiles): Promise<readonly string[]> {
  try {
    return await files.list('/sys/class/net');
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function readAttribute(
  files: HostFiles,
  name: string,
  attribute: 'address' | 'speed',
): Promise<string | undefined> {
  try {
    return await files.read(`/sys/class/net/${name}/${attribute}`);
  } catch (error) {
    // EINVAL is how a link that is down refuses to tell its speed.
    const isRefusal = error instanceof Error && 'code' in error && error.code === 'EINVAL';
    if (isAbsent(error) || isRefusal) return undefined;
    throw error;
  }
}
