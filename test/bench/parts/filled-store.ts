import path from 'node:path';

import type { HostStatus } from '../../../shared/model/status.ts';
import type { Stage } from './stage.ts';

export interface StoreSize {
  readonly hosts: number;
  /** In all. */
  readonly vms: number;
}

/** What is known of one host of a filled store without reading it. */
export interface FilledHost {
  readonly id: string;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly vmCount: number;
}

/** Filling takes some ten seconds for a million VMs. */
const fillMs = 1_800_000;
export const siteCount = 8;

/** In the order of their ids. */
export function filledHost(index: number, { hosts, vms }: StoreSize): FilledHost {
  return {
    id: `host-${String(index).padStart(7, '0')}`,
    site: `site-${index % siteCount}`,
    labels: { rack: `rack-${index % 100}`, pool: 'bench' },
    vmCount: Math.floor(((index + 1) * vms) / hosts) - Math.floor((index * vms) / hosts),
  };
}

/** Folder of a store with so many hosts, all of this status, and VMs, written by the product's own store. */
export async function filledStore(
  stage: Stage,
  { hosts, vms }: StoreSize,
  status: HostStatus,
): Promise<string> {
  stage.say(`a store with ${hosts} hosts and ${vms} VMs is filled`);
  const folder = path.join(stage.folder, 'filled');
  const filler = stage.script('test/bench/store-filler', {
    name: 'store-filler',
    args: [folder, String(hosts), String(vms), status],
  });
  await stage.until('the store is filled', () => filler.isOver, fillMs);
  filler.assertSucceeded();
  return folder;
}
