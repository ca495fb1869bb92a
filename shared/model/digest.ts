import type { VmStatus } from './status.ts';

/**
 * Count and hash over VM ids and states. XOR of one hash per VM, so both ends keep it up to date by two XORs a
 * change instead of a pass over all VMs.
 */
export interface Digest {
  readonly vmCount: number;
  /** Unsigned 32 bits. */
  readonly hash: number;
}

export const emptyDigest: Digest = { vmCount: 0, hash: 0 };

/** FNV-1a, 32 bits, over the UTF-16 units of "id:status", then murmur3's finalizer so that XOR mixes well. */
export function vmHash(vm: { readonly id: string; readonly status: VmStatus }): number {
  const text = `${vm.id}:${vm.status}`;
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function digestOf(
  vms: Iterable<{ readonly id: string; readonly status: VmStatus }>,
): Digest {
  let vmCount = 0;
  let hash = 0;
  for (const vm of vms) {
    vmCount += 1;
    hash ^= vmHash(vm);
  }
  return { vmCount, hash: hash >>> 0 };
}
