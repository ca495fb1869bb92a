import { idsOf } from './candidates.ts';
import { lastText } from './index-keys.ts';
import type { StateTables } from './tables.ts';

/** Hosts that report this machine id, in id order: one, mostly. */
export function hostIdsOfMachine({ hostIndex }: StateTables, machineIdHash: string): string[] {
  return [...idsOf(hostIndex, ['machine', machineIdHash])];
}

/** Machine ids that more than one host reports; walks all that are known. */
export function sharedMachines({ hostIndex }: StateTables): string[] {
  const shared = new Set<string>();
  let before: string | undefined;
  for (const [, machine = ''] of hostIndex.getKeys({
    start: ['machine', ''],
    end: ['machine', lastText],
  })) {
    if (machine === before) shared.add(machine);
    before = machine;
  }
  return [...shared];
}
