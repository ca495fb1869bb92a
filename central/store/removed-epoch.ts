/** Under this key of `meta` the store keeps the highest epoch of any host that was removed. */
export const removedEpochKey = 'removed_epoch';

/** Of all hosts that were removed; 0: none was. */
export function removedEpoch(store: { getMeta(key: string): string | undefined }): number {
  return Number(store.getMeta(removedEpochKey) ?? 0);
}
