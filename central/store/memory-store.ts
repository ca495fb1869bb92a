import { compareVersion } from '../../shared/model/record.ts';
import {
  committedBy,
  nothingCommitted,
  plus,
  type Committed,
} from '../../shared/model/capacity.ts';
import type { Host } from '../../shared/model/host.ts';
import {
  matchesHost,
  matchesVm,
  type HostFilter,
  type Page,
  type PageRequest,
  type Summary,
  type VmFilter,
} from '../../shared/model/query.ts';
import type { HostStatus, VmStatus } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { StoredHost } from '../ports.ts';
import { removedEpoch, removedEpochKey } from './removed-epoch.ts';
import { isGone, isNewerHost, isNewerVm } from './newer.ts';
import { highestIn, highestPlacement, placementKey } from './placements.ts';
import type { LoggedEvent, Store, StoreBatch } from './port.ts';

/** The plain twin of the LMDB store: maps, no index, no disk. For tests and simulations; everything is a full scan. */
export class MemoryStore implements Store {
  readonly #hosts = new Map<string, StoredHost>();
  readonly #vms = new Map<string, Vm>();
  readonly #meta = new Map<string, string>();
  readonly #samples = new Map<string, Uint8Array>();
  #events: LoggedEvent[] = [];
  #lastSequence = 0;

  /** Visible at once, not only when the promise resolves. */
  apply(batch: StoreBatch): Promise<void> {
    this.#applyVms(batch, this.#applyHosts(batch));
    this.#removeVms(batch);
    this.#applyRest(batch);
    return Promise.resolve();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  getStoredHost(id: string): StoredHost | undefined {
    return this.#hosts.get(id);
  }

  getHost(id: string): Host | undefined {
    return this.#hosts.get(id)?.record.host;
  }

  getVm(id: string): Vm | undefined {
    return this.#vms.get(id);
  }

  storedHosts(): StoredHost[] {
    return byId(this.#hosts);
  }

  listHosts(filter: HostFilter, page: PageRequest): Page<Host> {
    const hosts = this.storedHosts().map(({ record }) => record.host);
    return cut(
      hosts.filter((host) => matchesHost(host, filter)),
      page,
    );
  }

  listVms(filter: VmFilter, page: PageRequest): Page<Vm> {
    const vms = byId(this.#vms);
    return cut(
      vms.filter((vm) => matchesVm(vm, this.getHost(vm.hostId), filter)),
      page,
    );
  }

  hostIdsOfMachine(machineIdHash: string): string[] {
    const hosts = this.storedHosts().map(({ record }) => record.host);
    return hosts.filter((host) => host.machineIdHash === machineIdHash).map(({ id }) => id);
  }

  sharedMachines(): string[] {
    const hashes = this.storedHosts().flatMap(({ record }) => record.host.machineIdHash ?? []);
    return [...new Set(hashes.filter((hash, i) => hashes.indexOf(hash) !== i))].sort();
  }

  vmIdsOfHost(hostId: string): string[] {
    return this.vmsOfHost(hostId).map(({ id }) => id);
  }

  vmsOfHost(hostId: string): Vm[] {
    return byId(this.#vms).filter((vm) => vm.hostId === hostId);
  }

  duplicateHosts(vmIds: readonly string[]): Map<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const { record } of this.storedHosts())
      for (const { vmId } of record.host.duplicates ?? [])
        if (vmIds.includes(vmId)) found.set(vmId, [...(found.get(vmId) ?? []), record.host.id]);
    return found;
  }

  summarize(): Summary {
    const hosts = new Map<HostStatus, number>();
    const vms = new Map<VmStatus, number>();
    const sites = new Map<string, Map<HostStatus, number>>();
    for (const { record } of this.#hosts.values()) {
      const { site, status } = record.host;
      increment(hosts, status);
      const counts = sites.get(site) ?? new Map<HostStatus, number>();
      sites.set(site, counts);
      increment(counts, status);
    }
    for (const { status } of this.#vms.values()) increment(vms, status);
    return { hostCount: this.#hosts.size, vmCount: this.#vms.size, hosts, vms, sites };
  }

  committedOf(hostId: string): Committed {
    return this.vmsOfHost(hostId).map(committedBy).reduce(plus, nothingCommitted);
  }

  getMeta(key: string): string | undefined {
    return this.#meta.get(key);
  }

  eventsAfter(sequence: number, limit: number): LoggedEvent[] {
    return this.#events.filter((logged) => logged.sequence > sequence).slice(0, limit);
  }

  eventRange(): { readonly first: number; readonly last: number } {
    const last = this.#lastSequence;
    return { first: last === 0 ? 0 : (this.#events[0]?.sequence ?? last + 1), last };
  }

  trimEvents(sequence: number): Promise<void> {
    this.#events = this.#events.filter((logged) => logged.sequence > sequence);
    return Promise.resolve();
  }

  putSamples(samples: ReadonlyMap<string, Uint8Array>): Promise<void> {
    for (const [hostId, value] of samples) this.#samples.set(hostId, value);
    return Promise.resolve();
  }

  getSamples(hostId: string): Uint8Array | undefined {
    return this.#samples.get(hostId);
  }

  /** Nothing is derived, so nothing can differ. */
  check(): string[] {
    return [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Ids of those that stand newer. */
  #applyHosts(batch: StoreBatch): ReadonlySet<string> {
    const { hosts = [], removedHostIds = [], keepsNewer = false } = batch;
    const lateIds = new Set<string>();
    for (const host of hosts) {
      const { id } = host.record.host;
      if (keepsNewer && isNewerHost(this.#hosts.get(id), host)) lateIds.add(id);
      else this.#hosts.set(id, host);
    }
    for (const id of removedHostIds) this.#removeHost(id);
    this.#endHosts(batch);
    return lateIds;
  }

  #endHosts({ hostRemovals = [] }: StoreBatch): void {
    for (const end of hostRemovals) {
      const held = this.#hosts.get(end.hostId);
      if (held && compareVersion(held.record, end) < 0) this.#removeHost(end.hostId);
    }
  }

  #removeHost(id: string): void {
    const { epoch = 0 } = this.#hosts.get(id)?.record ?? {};
    if (epoch > removedEpoch(this)) this.#meta.set(removedEpochKey, String(epoch));
    this.#hosts.delete(id);
  }

  #applyVms({ vms = [], keepsNewer = false }: StoreBatch, lateHostIds: ReadonlySet<string>): void {
    for (const vm of vms) {
      if (isGone(this.#vms.get(vm.id), vm, lateHostIds)) continue;
      if (!(keepsNewer && isNewerVm(this.#vms.get(vm.id), vm))) this.#vms.set(vm.id, vm);
    }
  }

  #removeVms({ removedVmIds = [], removals = [] }: StoreBatch): void {
    for (const id of removedVmIds) this.#vms.delete(id);
    for (const removal of removals) {
      if (!isNewerVm(this.#vms.get(removal.vmId), removal)) this.#vms.delete(removal.vmId);
    }
  }

  #applyRest(batch: StoreBatch): void {
    const { events, meta } = batch;
    const placement = Math.max(highestIn(batch), highestPlacement(this));
    if (placement > 0) this.#meta.set(placementKey, String(placement));
    for (const event of events ?? []) this.#events.push({ sequence: ++this.#lastSequence, event });
    for (const [key, value] of Object.entries(meta ?? {})) this.#meta.set(key, value);
  }
}

function byId<Row>(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function cut<Row extends { readonly id: string }>(
  matching: readonly Row[],
  { size, afterId }: PageRequest,
): Page<Row> {
  const after = matching.filter(({ id }) => id > afterId);
  const rows = after.slice(0, size);
  return { rows, nextAfterId: after.length > size ? (rows.at(-1)?.id ?? '') : '' };
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
