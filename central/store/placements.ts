import type { StoreBatch } from './port.ts';

/** Under this key of `meta` the store keeps the highest placement that was ever written or removed. */
export const placementKey = 'placement';

/** Of what a batch writes and removes; 0: it says nothing of any VM. */
export function highestIn({ vms = [], removals = [] }: StoreBatch): number {
  let highest = 0;
  for (const { placement } of vms) highest = Math.max(highest, placement);
  for (const { placement } of removals) highest = Math.max(highest, placement);
  return highest;
}

/** Of all VMs the store has heard of, those that are gone too; 0: none. */
export function highestPlacement(store: { getMeta(key: string): string | undefined }): number {
  return Number(store.getMeta(placementKey) ?? 0);
}
