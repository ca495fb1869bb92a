import { limits } from '../../shared/limits.ts';
import type { Host } from '../../shared/model/host.ts';
import {
  matchesHost,
  matchesVm,
  type HostFilter,
  type LabelSelector,
  type Page,
  type PageRequest,
  type VmFilter,
} from '../../shared/model/query.ts';
import { vmStatuses } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';
import {
  idsOf,
  labelKeyCandidates,
  nameCandidates,
  valueCandidates,
  type Candidates,
  type IndexTable,
} from './candidates.ts';
import { indexText, isVmStatusIndexed } from './index-keys.ts';
import { isStorableId } from './ids.ts';
import { readPage } from './page.ts';
import { hostRows, vmRows } from './rows.ts';
import type { StateTables } from './tables.ts';

/**
 * Every listing is in id order: the index with the fewest ids for the filter proposes rows, the filter decides.
 *
 * Indexes by value keep ids in order below each value, so a page starts with a seek. Names do not: their ids are
 * gathered and sorted. A prefix that fits too many names for that fits a large part of the rows, so the rows themselves
 * are walked. Names in memory would answer the same, but every start would have to read them all.
 */
export function listHosts(tables: StateTables, filter: HostFilter, page: PageRequest): Page<Host> {
  const candidates = fewest([
    statusCandidates(tables.hostIndex, filter.statuses),
    ...placeCandidates(tables, filter),
    prefixCandidates(tables.hostIndex, filter.namePrefix),
  ]);
  return readPage(
    {
      stored: hostRows(tables),
      candidates,
      select: ({ record: { host } }) => (matchesHost(host, filter) ? host : undefined),
    },
    page,
  );
}

export function listVms(tables: StateTables, filter: VmFilter, page: PageRequest): Page<Vm> {
  const candidates = fewest([
    filter.statuses.every(isVmStatusIndexed)
      ? statusCandidates(tables.vmIndex, filter.statuses)
      : undefined,
    healthCandidates(tables, filter),
    filter.hostIds.length === 0 ? undefined : vmsOfHosts(tables, filter.hostIds),
    vmsOfMatchingHosts(tables, filter),
    prefixCandidates(tables.vmIndex, filter.namePrefix),
  ]);
  const needsHost = filter.sites.length > 0 || filter.labels.length > 0;
  const hostOf = needsHost ? hostReader(tables) : () => undefined;
  return readPage(
    {
      stored: vmRows(tables),
      candidates,
      select: (vm) => (matchesVm(vm, hostOf(vm.hostId), filter) ? vm : undefined),
    },
    page,
  );
}

/** In id order; a host has at most `limits.vmsPerHostMax` VMs. */
export function vmIdsOfHost({ vmIndex }: StateTables, hostId: string): string[] {
  return isStorableId(hostId) ? [...idsOf(vmIndex, ['host', hostId])] : [];
}

export function vmsOfHost(tables: StateTables, hostId: string): Vm[] {
  return vmIdsOfHost(tables, hostId)
    .map(vmRows(tables).get)
    .filter((vm) => vm !== undefined);
}

type Maybe = Candidates | undefined;

function fewest(all: readonly Maybe[]): Maybe {
  let best: Maybe;
  for (const candidates of all) {
    if (candidates && (best === undefined || candidates.count < best.count)) best = candidates;
  }
  return best;
}

function statusCandidates(table: IndexTable, statuses: readonly string[]): Maybe {
  if (statuses.length === 0) return undefined;
  return valueCandidates(
    table,
    statuses.map((status) => ['status', status]),
  );
}

/** What is not as it should be is not UP: a VM that is, is OK. */
function healthCandidates({ vmIndex }: StateTables, { healths }: VmFilter): Maybe {
  if (healths.length === 0 || healths.includes('OK')) return undefined;
  return statusCandidates(vmIndex, vmStatuses.filter(isVmStatusIndexed));
}

function prefixCandidates(table: IndexTable, namePrefix: string): Maybe {
  return namePrefix === '' ? undefined : nameCandidates(table, namePrefix);
}

/** Hosts by site, and by each label that must be there; `differs` narrows nothing down. */
function placeCandidates(
  { hostIndex }: StateTables,
  { sites, labels }: Pick<HostFilter, 'sites' | 'labels'>,
): Maybe[] {
  const bySite =
    sites.length === 0
      ? undefined
      : valueCandidates(
          hostIndex,
          sites.map((site) => ['site', indexText(site)]),
        );
  return [bySite, ...labels.map((selector) => labelCandidates(hostIndex, selector))];
}

function labelCandidates(table: IndexTable, selector: LabelSelector): Maybe {
  switch (selector.kind) {
    case 'equals':
      return valueCandidates(table, [
        ['label', indexText(selector.key), indexText(selector.value)],
      ]);
    case 'exists':
      return labelKeyCandidates(table, selector.key);
    case 'differs':
      return undefined;
  }
}

/** VMs carry neither site nor labels; while few hosts come into question, theirs are gathered host by host. */
function vmsOfMatchingHosts(tables: StateTables, filter: VmFilter): Maybe {
  const hosts = fewest(placeCandidates(tables, filter));
  if (hosts === undefined || hosts.count > limits.listVmHostsMax) return undefined;
  return vmsOfHosts(tables, [...hosts.ids('')]);
}

function vmsOfHosts({ vmIndex }: StateTables, hostIds: readonly string[]): Maybe {
  return valueCandidates(
    vmIndex,
    hostIds.filter(isStorableId).map((id) => ['host', id]),
  );
}

/** Neighbors in a listing often share a host; each is decoded once. */
function hostReader(tables: StateTables): (id: string) => Host | undefined {
  const hosts = new Map<string, Host | undefined>();
  const stored = hostRows(tables);
  return (id) => {
    if (!hosts.has(id)) {
      hosts.set(id, isStorableId(id) ? stored.get(id)?.record.host : undefined);
    }
    return hosts.get(id);
  };
}
