import type { Host } from './host.ts';
import type { HostStatus, VmHealth, VmStatus } from './status.ts';
import type { Vm } from './vm.ts';
import { healthOf } from './vm-health.ts';

/** One label condition: `key=value`, `key!=value` or `key` (is present). */
export type LabelSelector =
  | { readonly kind: 'equals'; readonly key: string; readonly value: string }
  | { readonly kind: 'differs'; readonly key: string; readonly value: string }
  | { readonly kind: 'exists'; readonly key: string };

/** All given conditions must hold; an empty list or text holds always. */
export interface HostFilter {
  readonly statuses: readonly HostStatus[];
  readonly sites: readonly string[];
  readonly labels: readonly LabelSelector[];
  readonly namePrefix: string;
}

export interface VmFilter {
  readonly statuses: readonly VmStatus[];
  readonly healths: readonly VmHealth[];
  readonly hostIds: readonly string[];
  readonly sites: readonly string[];
  readonly labels: readonly LabelSelector[];
  readonly namePrefix: string;
}

export interface PageRequest {
  /** Most rows to return, at least 1. */
  readonly size: number;
  /** Id after which to go on; empty: from the start. */
  readonly afterId: string;
}

export interface Page<Row> {
  /** In id order. May be fewer than asked for, even none, while `nextAfterId` says where to go on. */
  readonly rows: readonly Row[];
  /** Id to go on after; empty: nothing is left. */
  readonly nextAfterId: string;
}

export interface Summary {
  readonly hostCount: number;
  readonly vmCount: number;
  readonly hosts: ReadonlyMap<HostStatus, number>;
  readonly vms: ReadonlyMap<VmStatus, number>;
  /** Site name -> hosts by status. */
  readonly sites: ReadonlyMap<string, ReadonlyMap<HostStatus, number>>;
}

export function matchesLabels(
  labels: Readonly<Record<string, string>>,
  selectors: readonly LabelSelector[],
): boolean {
  return selectors.every((selector) => {
    const value = Object.hasOwn(labels, selector.key) ? labels[selector.key] : undefined;
    switch (selector.kind) {
      case 'equals':
        return value === selector.value;
      case 'differs':
        return value !== selector.value;
      case 'exists':
        return value !== undefined;
    }
  });
}

export function matchesHost(host: Host, filter: HostFilter): boolean {
  return (
    (filter.statuses.length === 0 || filter.statuses.includes(host.status)) &&
    (filter.sites.length === 0 || filter.sites.includes(host.site)) &&
    host.name.startsWith(filter.namePrefix) &&
    matchesLabels(host.labels, filter.labels)
  );
}

function matchesVmItself(vm: Vm, filter: VmFilter): boolean {
  return (
    (filter.statuses.length === 0 || filter.statuses.includes(vm.status)) &&
    (filter.healths.length === 0 || filter.healths.includes(healthOf(vm))) &&
    (filter.hostIds.length === 0 || filter.hostIds.includes(vm.hostId)) &&
    vm.name.startsWith(filter.namePrefix)
  );
}

/** `host` is the VM's host; a filter on site or labels never holds without it. */
export function matchesVm(vm: Vm, host: Host | undefined, filter: VmFilter): boolean {
  if (!matchesVmItself(vm, filter)) return false;
  if (filter.sites.length === 0 && filter.labels.length === 0) return true;
  if (host === undefined) return false;
  return (
    (filter.sites.length === 0 || filter.sites.includes(host.site)) &&
    matchesLabels(host.labels, filter.labels)
  );
}
