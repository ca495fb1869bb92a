import { lastText } from './index-keys.ts';
import { isStorableId } from './ids.ts';
import type { StateTables } from './tables.ts';

/** Hosts that run these VMs beside the one that holds each; VMs of which there are none are left out. */
export function duplicateHosts(
  { hostIndex }: StateTables,
  vmIds: readonly string[],
): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  // Nearly always.
  if (
    hostIndex.getKeysCount({ start: ['duplicate', ''], end: ['duplicate', lastText], limit: 1 }) ===
    0
  )
    return found;
  for (const vmId of vmIds.filter(isStorableId)) {
    const keys = hostIndex.getKeys({
      start: ['duplicate', vmId, ''],
      end: ['duplicate', vmId, lastText],
    });
    const hostIds = Array.from(keys, (key) => key.at(-1) ?? '');
    if (hostIds.length > 0) found.set(vmId, hostIds);
  }
  return found;
}
