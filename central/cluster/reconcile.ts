import type { Logger } from '../../shared/log.ts';
import { limits } from '../../shared/limits.ts';
import {
  compareVersion,
  compareVmVersion,
  unknownRevision,
  type HostRecord,
} from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { decodeHostRecord, decodeVmRecord } from '../../shared/wire/json.ts';
import type { JetStream, StoredMessage } from '../jetstream-port.ts';
import type { StoredHost, VmRemoval } from '../ports.ts';

import { listBucket } from './bucket-list.ts';
import { hostsBucket, isDeletion, metaKey, vmsBucket, type Bucket } from './buckets.ts';
import { newestOf } from './newest-record.ts';
import { overlayPending, vmChanges } from './overlay.ts';
import { recount } from './recount.ts';
import type { Rows } from './rows.ts';

export interface ReconcileOptions {
  readonly jetStream: JetStream;
  readonly store: Rows;
  readonly log: Logger;
  /** The storage lives a new life: revisions known so far are void, and what it lacks is not deleted. */
  readonly isNewLife: boolean;
  /** First sequences to read; 1: everything. */
  readonly fromHosts: number;
  readonly fromVms: number;
  /** How far the store followed each host when it was last in line with the buckets, its VMs included. */
  readonly followed: ReadonlyMap<string, Version>;
  /** The rows of these hosts are as the bucket has them, or newer; somebody else may own them by now. */
  readonly onListed?: (hostIds: readonly string[]) => void;
  /** Whether this replica is the one that says what happened to the host; all are its own unless told. */
  readonly isOurs?: (record: HostRecord) => boolean;
}

export type Version = Pick<HostRecord, 'epoch' | 'n'>;

/** A key of a VM that its host does not have any more: the storage forgot the removal. */
export interface StaleKey {
  readonly vmId: string;
  readonly hostId: string;
  /** As the key says it; a later one is another VM under the same id. */
  readonly version: Pick<Vm, 'placement' | 'epoch' | 'n'>;
}

/**
 * Copies the buckets into the store; of two versions the newer wins. Returns the keys that are left over. Rejects with
 * UNAVAILABLE or STORE_*.
 */
export async function reconcile(options: ReconcileOptions): Promise<readonly StaleKey[]> {
  if (options.isNewLife) await voidRevisions(options.store);
  const { withPending, listed } = await reconcileHosts(options);
  const stale = await reconcileVms(options);
  // Keys of VMs may be behind what is pending, too.
  for (const hostId of withPending) {
    const stored = options.store.getStoredHost(hostId);
    if (stored !== undefined) await takeOver(options.store, stored);
  }
  await recount(listed, options);
  return stale;
}

/** How far the store follows each host. */
export function versionsOf(
  store: Rows,
  isWanted: (record: HostRecord) => boolean = () => true,
): ReadonlyMap<string, Version> {
  const versions = new Map<string, Version>();
  for (const { record } of store.storedHosts()) {
    if (isWanted(record)) versions.set(record.host.id, { epoch: record.epoch, n: record.n });
  }
  return versions;
}

/**
 * Takes over a record from elsewhere, together with what is pending in it, so that rows are never behind their record.
 * `said`: the part of it that rows of VMs are to follow now.
 */
export async function takeOver(
  store: Rows,
  stored: StoredHost,
  said: HostRecord = stored.record,
): Promise<void> {
  const changes = overlayChanges(store, said);
  await store.apply({ hosts: [stored], ...changes, keepsNewer: true });
}

/**
 * Before the VMs are read: what an event of the host makes of them would give old rows its own place in the order, and
 * what their keys say came too late.
 */
function ofVmsAlone(record: HostRecord): HostRecord {
  return { ...record, pending: record.pending.filter(({ vmId }) => vmId !== '') };
}

function overlayChanges(store: Rows, record: HostRecord): ReturnType<typeof vmChanges> {
  const hostId = record.host.id;
  const known = [...store.vmsOfHost(hostId), ...takenAndRemoved(store, record)];
  const wanted = overlayPending(record, known).filter((vm) => {
    // A host that took it since has the later word.
    const row = store.getVm(vm.id);
    return row === undefined || row.hostId === hostId || compareVmVersion(row, vm) < 0;
  });
  return vmChanges(known, wanted);
}

/** The host took them from another one and removed them, and the rows have heard of neither. */
function takenAndRemoved(store: Rows, { host, pending }: HostRecord): Vm[] {
  return pending.flatMap((event) => {
    const row = event.type === 'VmRemoved' ? store.getVm(event.vmId) : undefined;
    const isTaken = row !== undefined && row.hostId !== host.id && compareVmVersion(row, event) < 0;
    return isTaken ? [row] : [];
  });
}

/** Rows that follow events may change meanwhile: until a walk finds none that has a revision. */
async function voidRevisions(store: Rows): Promise<void> {
  while ((await voidOnce(store)) > 0);
}

async function voidOnce(store: Rows): Promise<number> {
  let count = 0;
  let hosts: StoredHost[] = [];
  for (const { record, revision } of store.storedHosts()) {
    if (revision === 0) continue;
    count += 1;
    hosts.push({ record, revision: 0 });
    if (hosts.length < limits.reconcileBatchRows) continue;
    await store.apply({ hosts, keepsNewer: true });
    hosts = [];
  }
  if (hosts.length > 0) await store.apply({ hosts, keepsNewer: true });
  return count;
}

async function reconcileHosts(
  options: ReconcileOptions,
): Promise<{ readonly withPending: readonly string[]; readonly listed: readonly string[] }> {
  const withPending: string[] = [];
  const listed: string[] = [];
  await listBucket(options.jetStream, {
    stream: hostsBucket.stream,
    fromSequence: options.fromHosts,
    batchRows: limits.reconcileBatchRows,
    onBatch: async (messages) => {
      const hosts = messages.flatMap((message) => hostIn(message, options) ?? []);
      const removedHostIds = messages.flatMap((message) => removedHostIn(message, options) ?? []);
      const removedVmIds = removedHostIds.flatMap((hostId) => options.store.vmIdsOfHost(hostId));
      const news = hosts.filter(({ record }) => isNews(record, options.store));
      for (const stored of news) {
        withPending.push(stored.record.host.id);
        await takeOver(options.store, stored, ofVmsAlone(stored.record));
      }
      await options.store.apply({ hosts, removedHostIds, removedVmIds, keepsNewer: true });
      const hostIds = hosts.map(({ record }) => record.host.id);
      listed.push(...hostIds);
      options.onListed?.(hostIds);
    },
  });
  return { withPending, listed };
}

/** Rows are written together with the record they follow: only a record from elsewhere can be ahead of them. */
function isNews(record: HostRecord, store: Rows): boolean {
  const held = store.getStoredHost(record.host.id);
  if (record.pending.length === 0) return false;
  return held === undefined || compareVersion(held.record, record) < 0;
}

function hostIn(message: StoredMessage, options: ReconcileOptions): StoredHost | undefined {
  const hostId = hostsBucket.keyOf(message.subject);
  if (hostId === metaKey || isDeletion(message)) return undefined;
  const record = decodeRecord(message, options.log);
  if (record?.host.id !== hostId) return undefined;
  const held = options.store.getStoredHost(hostId);
  // A copy that is newer: the record was written again meanwhile, and its next message is still to come.
  if (held?.revision === unknownRevision && compareVersion(held.record, record) > 0)
    return undefined;
  return newestOf({ record, revision: message.sequence }, held);
}

/** In a new life a deletion may be older than what we hold; the owner decides by writing. */
function removedHostIn(message: StoredMessage, options: ReconcileOptions): string | undefined {
  const hostId = hostsBucket.keyOf(message.subject);
  if (options.isNewLife || !isDeletion(message)) return undefined;
  return options.store.getStoredHost(hostId) && hostId;
}

async function reconcileVms(options: ReconcileOptions): Promise<readonly StaleKey[]> {
  const { jetStream, store, fromVms } = options;
  const stale: StaleKey[] = [];
  await listBucket(jetStream, {
    stream: vmsBucket.stream,
    fromSequence: fromVms,
    batchRows: limits.reconcileBatchRows,
    onBatch: async (messages) => {
      const there = messages.flatMap((message) => newerVmIn(message, options) ?? []);
      const vms = there.filter((vm) => !isStale(vm, options));
      stale.push(...there.filter((vm) => isStale(vm, options)).map(staleKey));
      const removals = messages.flatMap((message) => removedVmIn(message) ?? []);
      await store.apply({ vms, removals, keepsNewer: true });
    },
  });
  return stale;
}

function isStale(vm: Vm, { store, followed }: ReconcileOptions): boolean {
  const version = followed.get(vm.hostId);
  const isThere = store.getVm(vm.id)?.hostId === vm.hostId;
  return !isThere && version !== undefined && compareVersion(version, vm) >= 0;
}

function staleKey({ id, hostId, placement, epoch, n }: Vm): StaleKey {
  return { vmId: id, hostId, version: { placement, epoch, n } };
}

function newerVmIn(message: StoredMessage, options: ReconcileOptions): Vm | undefined {
  const vmId = vmsBucket.keyOf(message.subject);
  if (vmId === metaKey || isDeletion(message)) return undefined;
  const vm = decode(message, { bucket: vmsBucket, decodeBody: decodeVmRecord }, options)?.vm;
  if (vm?.id !== vmId) return undefined;
  const held = options.store.getVm(vmId);
  if (held && compareVmVersion(held, vm) >= 0) return undefined;
  // A VM of a host nobody knows is a leftover of a deleted one.
  return options.store.getStoredHost(vm.hostId) && vm;
}

/** Markers written by an owner carry the version of the removal; one made by hand says nothing about the VM. */
function removedVmIn(marker: StoredMessage): VmRemoval | undefined {
  if (!isDeletion(marker)) return undefined;
  const [placement, epoch, n] = ['placement', 'epoch', 'n'].map((word) =>
    marker.header(`muster-${word}`),
  );
  if (!placement || !epoch || !n) return undefined;
  const vmId = vmsBucket.keyOf(marker.subject);
  return { vmId, placement: Number(placement), epoch: Number(epoch), n: Number(n) };
}

/** undefined, and a line in the log, for what somebody else wrote there. */
function decode<T>(
  message: StoredMessage,
  { bucket, decodeBody }: { readonly bucket: Bucket; readonly decodeBody: (body: Uint8Array) => T },
  { log }: { readonly log: Logger },
): T | undefined {
  try {
    return decodeBody(message.body);
  } catch (error) {
    log.error({ err: error, bucket: bucket.name, subject: message.subject }, 'a key is malformed');
    return undefined;
  }
}

export function decodeRecord(message: StoredMessage, log: Logger): HostRecord | undefined {
  return decode(message, { bucket: hostsBucket, decodeBody: decodeHostRecord }, { log });
}
