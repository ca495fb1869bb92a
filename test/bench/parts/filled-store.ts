import path from 'node:path';

import type { Stage } from './stage.ts';

export interface StoreSize {
  readonly hosts: number;
  /** In all. */
  readonly vms: number;
}

/** Filling takes about a minute for a million VMs. */
const fillMs = 1_800_000;

/** Folder of a store with so many hosts and VMs, written by the product's own store. */
export async function filledStore(stage: Stage, { hosts, vms }: StoreSize): Promise<string> {
  stage.say(`a store with ${hosts} hosts and ${vms} VMs is filled`);
  const folder = path.join(stage.folder, 'filled');
  const filler = stage.script('test/bench/store-filler', {
    name: 'store-filler',
    args: [folder, String(hosts), String(vms)],
  });
  await stage.until('the store is filled', () => filler.isOver, fillMs);
  filler.assertSucceeded();
  return folder;
}
