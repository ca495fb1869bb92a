import { limits } from '../../shared/limits.ts';
import type { Event } from '../../shared/model/event.ts';
import {
  committedBy,
  minus,
  nothingCommitted,
  plus,
  type Committed,
} from '../../shared/model/capacity.ts';
import { compareVersion } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { StoredHost } from '../ports.ts';
import {
  hostCounterKeys,
  hostIndexKeys,
  isSameKey,
  keyText,
  vmCounterKeys,
  vmIndexKeys,
  type IndexKey,
} from './index-keys.ts';
import { packHost } from './packed-host.ts';
import { packVm } from './packed-vm.ts';
import { isGone, isNewerHost, isNewerVm } from './newer.ts';
import { highestIn, placementKey } from './placements.ts';
import { removedEpochKey } from './removed-epoch.ts';
import type { StoreBatch } from './port.ts';
import type { StateTableName } from './tables.ts';

/** What goes through the write queue: a batch, or a step of `trimEvents`. */
export interface StoreChange extends StoreBatch {
  /** Drops logged events up to and including this one, as many as one transaction may. */
  readonly trimEventsTo?: number;
}

/** One operation on one table; without a value the key is removed. */
export interface Write {
  readonly table: StateTableName;
  readonly key: string | number | IndexKey;
  readonly value?: unknown;
}

/** Committed state as the plan starts from it. */
export interface CommittedRows {
  host(id: string): StoredHost | undefined;
  vm(id: string): Vm | undefined;
  counter(key: IndexKey): number;
  committed(hostId: string): Committed;
  /** 0: none was written yet. */
  highestPlacement(): number;
  /** 0: no host was removed yet. */
  removedEpoch(): number;
  /** Last sequence ever given; 0 if none. */
  lastSequence(): number;
  /** First kept sequence; `lastSequence() + 1` if none is kept. */
  firstSequence(): number;
}

/** Two parts: LMDB's key encoding gives a list of one back as its only part. */
export const sequenceCounterKey: IndexKey = ['events', 'sequence'];

interface Touched<Row> {
  readonly before: Row | undefined;
  after: Row | undefined;
}

interface Counted {
  readonly key: IndexKey;
  delta: number;
}

/**
 * Many batches as one list of writes. Rows are only compared before and after the whole group, so a host that changed
 * ten times in a group costs one row write, and indexes and counters change exactly by the difference.
 */
export class Plan {
  readonly #committed: CommittedRows;
  readonly #hosts = new Map<string, Touched<StoredHost>>();
  readonly #vms = new Map<string, Touched<Vm>>();
  readonly #meta = new Map<string, string>();
  readonly #counted = new Map<string, Counted>();
  /** By how much each host's sum changes. */
  readonly #committedBy = new Map<string, Committed>();
  readonly #appended = new Map<number, Event>();
  #highestPlacement = 0;
  #removedEpoch = 0;
  #lastSequence: number;
  /** Committed events from here on stay. */
  #keepFrom: number;
  readonly #firstSequence: number;

  constructor(committed: CommittedRows) {
    this.#committed = committed;
    this.#lastSequence = committed.lastSequence();
    this.#firstSequence = committed.firstSequence();
    this.#keepFrom = this.#firstSequence;
  }

  add(change: StoreChange): void {
    this.#addRows(change);
    this.#highestPlacement = Math.max(this.#highestPlacement, highestIn(change));
    for (const event of change.events ?? []) this.#appended.set(++this.#lastSequence, event);
    for (const [key, value] of Object.entries(change.meta ?? {})) this.#meta.set(key, value);
    if (change.trimEventsTo !== undefined) this.#trim(change.trimEventsTo);
  }

  writes(): Write[] {
    const writes: Write[] = [];
    for (const [id, touched] of this.#hosts) this.#writeHost(writes, id, touched);
    for (const [id, touched] of this.#vms) this.#writeVm(writes, id, touched);
    for (const [key, value] of this.#meta) writes.push({ table: 'meta', key, value });
    if (this.#highestPlacement > this.#committed.highestPlacement())
      writes.push({ table: 'meta', key: placementKey, value: String(this.#highestPlacement) });
    if (this.#removedEpoch > this.#committed.removedEpoch())
      writes.push({ table: 'meta', key: removedEpochKey, value: String(this.#removedEpoch) });
    this.#writeEvents(writes);
    this.#writeCounters(writes);
    this.#writeCommitted(writes);
    return writes;
  }

  #addRows(batch: StoreBatch): void {
    const lateHostIds = this.#addHosts(batch);
    this.#removeHosts(batch);
    this.#addVms(batch, lateHostIds);
    for (const id of batch.removedVmIds ?? []) this.#touchedVm(id).after = undefined;
    for (const removal of batch.removals ?? []) {
      const touched = this.#touchedVm(removal.vmId);
      if (!isNewerVm(touched.after, removal)) touched.after = undefined;
    }
  }

  #removeHosts({ removedHostIds = [], hostRemovals = [] }: StoreBatch): void {
    for (const id of removedHostIds) this.#removeHost(this.#touchedHost(id));
    for (const end of hostRemovals) {
      const touched = this.#touchedHost(end.hostId);
      if (touched.after && compareVersion(touched.after.record, end) < 0) this.#removeHost(touched);
    }
  }

  #removeHost(touched: Touched<StoredHost>): void {
    const { epoch = 0 } = touched.after?.record ?? {};
    this.#removedEpoch = Math.max(this.#removedEpoch, epoch);
    touched.after = undefined;
  }

  /** Ids of those that stand newer. */
  #addHosts({ hosts = [], keepsNewer = false }: StoreBatch): ReadonlySet<string> {
    const lateIds = new Set<string>();
    for (const host of hosts) {
      const { id } = host.record.host;
      const touched = this.#touchedHost(id);
      if (keepsNewer && isNewerHost(touched.after, host)) lateIds.add(id);
      else touched.after = host;
    }
    return lateIds;
  }

  #addVms({ vms = [], keepsNewer = false }: StoreBatch, lateHostIds: ReadonlySet<string>): void {
    for (const vm of vms) {
      const touched = this.#touchedVm(vm.id);
      if (isGone(touched.after, vm, lateHostIds)) continue;
      if (!(keepsNewer && isNewerVm(touched.after, vm))) touched.after = vm;
    }
  }

  #touchedHost(id: string): Touched<StoredHost> {
    const known = this.#hosts.get(id);
    if (known) return known;
    const row = this.#committed.host(id);
    const touched = { before: row, after: row };
    this.#hosts.set(id, touched);
    return touched;
  }

  #touchedVm(id: string): Touched<Vm> {
    const known = this.#vms.get(id);
    if (known) return known;
    const row = this.#committed.vm(id);
    const touched = { before: row, after: row };
    this.#vms.set(id, touched);
    return touched;
  }

  #trim(sequence: number): void {
    const end = Math.min(sequence + 1, this.#firstSequence + limits.storeTrimEventsMax);
    this.#keepFrom = Math.max(this.#keepFrom, end);
    for (const appended of this.#appended.keys()) {
      if (appended < this.#keepFrom) this.#appended.delete(appended);
    }
  }

  #writeHost(writes: Write[], id: string, { before, after }: Touched<StoredHost>): void {
    if (before === after) return;
    writes.push({ table: 'hosts', key: id, value: after && packHost(after) });
    const [old, now] = [before?.record.host, after?.record.host];
    const keys = [old ? hostIndexKeys(old) : [], now ? hostIndexKeys(now) : []] as const;
    writeIndex(writes, 'hostIndex', keys);
    this.#count(old ? hostCounterKeys(old) : [], now ? hostCounterKeys(now) : []);
  }

  #writeVm(writes: Write[], id: string, { before, after }: Touched<Vm>): void {
    if (before === after) return;
    writes.push({ table: 'vms', key: id, value: after && packVm(after) });
    const keys = [before ? vmIndexKeys(before) : [], after ? vmIndexKeys(after) : []] as const;
    writeIndex(writes, 'vmIndex', keys);
    this.#count(before ? vmCounterKeys(before) : [], after ? vmCounterKeys(after) : []);
    if (before) this.#commit(before.hostId, minus(nothingCommitted, committedBy(before)));
    if (after) this.#commit(after.hostId, committedBy(after));
  }

  #commit(hostId: string, by: Committed): void {
    this.#committedBy.set(hostId, plus(this.#committedBy.get(hostId) ?? nothingCommitted, by));
  }

  #writeCommitted(writes: Write[]): void {
    for (const [hostId, by] of this.#committedBy) {
      if (by.vcpuCount === 0 && by.memoryKib === 0) continue;
      const { vcpuCount, memoryKib } = plus(this.#committed.committed(hostId), by);
      const value = vcpuCount === 0 && memoryKib === 0 ? undefined : [vcpuCount, memoryKib];
      writes.push({ table: 'committed', key: hostId, ...(value && { value }) });
    }
  }

  #count(before: readonly IndexKey[], after: readonly IndexKey[]): void {
    for (const key of missingIn(after, before)) this.#countOne(key, -1);
    for (const key of missingIn(before, after)) this.#countOne(key, 1);
  }

  #countOne(key: IndexKey, delta: number): void {
    const text = keyText(key);
    const counted = this.#counted.get(text);
    if (counted) counted.delta += delta;
    else this.#counted.set(text, { key, delta });
  }

  #writeEvents(writes: Write[]): void {
    const committedEnd = Math.min(this.#keepFrom, this.#committed.lastSequence() + 1);
    for (let sequence = this.#firstSequence; sequence < committedEnd; sequence++) {
      writes.push({ table: 'events', key: sequence });
    }
    for (const [key, value] of this.#appended) writes.push({ table: 'events', key, value });
    if (this.#lastSequence !== this.#committed.lastSequence()) {
      writes.push({ table: 'counters', key: sequenceCounterKey, value: this.#lastSequence });
    }
  }

  #writeCounters(writes: Write[]): void {
    for (const { key, delta } of this.#counted.values()) {
      if (delta === 0) continue;
      const count = this.#committed.counter(key) + delta;
      // A key without rows goes, or the names of sites that are no more would pile up.
      writes.push(
        count === 0 ? { table: 'counters', key } : { table: 'counters', key, value: count },
      );
    }
  }
}

function writeIndex(
  writes: Write[],
  table: 'hostIndex' | 'vmIndex',
  [before, after]: readonly [readonly IndexKey[], readonly IndexKey[]],
): void {
  for (const key of missingIn(after, before)) writes.push({ table, key });
  for (const key of missingIn(before, after)) writes.push({ table, key, value: null });
}

/** Those of `keys` that are not among `others`. Keys of one row mostly stand at the same place before and after. */
function missingIn(others: readonly IndexKey[], keys: readonly IndexKey[]): readonly IndexKey[] {
  if (others.length === 0) return keys;
  return keys.filter((key, i) => {
    const opposite = others[i];
    return !(opposite && isSameKey(opposite, key)) && !others.some((one) => isSameKey(one, key));
  });
}
