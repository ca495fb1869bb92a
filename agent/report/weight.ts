import type { ChangeBody } from '../../shared/model/protocol.ts';
import type { VmState } from '../../shared/model/vm.ts';

/** How much a VM adds to a message, in VMs of which nothing is listed: addresses and devices weigh as much as a VM. */
export function vmWeight({ details }: VmState): number {
  if (details === undefined) return 1;
  const { guestAddresses, devices } = details;
  return 1 + (guestAddresses?.list.length ?? 0) + (devices?.list.length ?? 0);
}

export function changeWeight(body: ChangeBody): number {
  return body.kind === 'vm' ? vmWeight(body.vm) : 1;
}

/** How many from `start` on weigh no more than `weightMax` together; at least one, if there is any. */
export function countWithin<Entry>(
  entries: readonly Entry[],
  weightOf: (entry: Entry) => number,
  { start, weightMax }: { readonly start: number; readonly weightMax: number },
): number {
  let weight = 0;
  let end = start;
  for (; end < entries.length; end++) {
    weight += weightOf(entries[end] as Entry);
    if (weight > weightMax && end > start) break;
  }
  return end - start;
}
