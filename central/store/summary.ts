import type { Summary } from '../../shared/model/query.ts';
import type { HostStatus, VmStatus } from '../../shared/model/status.ts';
import type { IndexKey } from './index-keys.ts';

/** Reads the counters; rows are never counted for an answer. */
export function summaryOf(
  counters: Iterable<{ readonly key: IndexKey; readonly value: number }>,
): Summary {
  const hosts = new Map<HostStatus, number>();
  const vms = new Map<VmStatus, number>();
  const sites = new Map<string, Map<HostStatus, number>>();
  for (const { key, value } of counters) {
    const [about, first = '', second = ''] = key;
    // The statuses were typed when they were counted; the schema version vouches for the file.
    if (about === 'host') hosts.set(first as HostStatus, value);
    else if (about === 'vm') vms.set(first as VmStatus, value);
    else if (about === 'site') countSite(sites, first).set(second as HostStatus, value);
  }
  return { hostCount: total(hosts), vmCount: total(vms), hosts, vms, sites };
}

function countSite(
  sites: Map<string, Map<HostStatus, number>>,
  site: string,
): Map<HostStatus, number> {
  const counted = sites.get(site) ?? new Map<HostStatus, number>();
  sites.set(site, counted);
  return counted;
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
