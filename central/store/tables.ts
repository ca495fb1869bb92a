import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

import { open, type Database, type RootDatabase } from 'lmdb';

import type { Event } from '../../shared/model/event.ts';
import type { IndexKey } from './index-keys.ts';
import type { PackedStoredHost } from './packed-host.ts';
import type { PackedVm } from './packed-vm.ts';

/**
 * Address space for the file, not disk: the file stays as small as its content. Four times what 100 000 hosts with
 * 1 000 000 VMs take, so that LMDB never remaps under load (L1).
 */
const stateMapBytes = 16 * 2 ** 30;
const samplesMapBytes = 8 * 2 ** 30;

/**
 * Off: the store groups changes itself, and LMDB's grouping leaves a promise without a listener, which ends the process
 * when a commit fails.
 */
const isBatchedByLmdb = false;

/** One process opens a store, but each crash leaves slots behind until they are reclaimed (L4). */
const readersMax = 512;

export interface StateTables {
  readonly root: RootDatabase<number, string>;
  readonly hosts: Database<PackedStoredHost, string>;
  readonly vms: Database<PackedVm, string>;
  readonly hostIndex: Database<null, IndexKey>;
  readonly vmIndex: Database<null, IndexKey>;
  readonly counters: Database<number, IndexKey>;
  /** By host: vCPUs and KiB that its VMs may use. */
  readonly committed: Database<PackedCommitted, string>;
  readonly events: Database<Event, number>;
  readonly meta: Database<string, string>;
}

export type PackedCommitted = readonly [vcpuCount: number, memoryKib: number];

export type StateTableName = Exclude<keyof StateTables, 'root'>;

export type SampleTable = RootDatabase<Buffer, string>;

/** Throws what LMDB throws, and when the file is not LMDB's. Values are msgpack, self-contained, so that a row outlives the code that wrote it. */
export function openStateTables(folder: string): StateTables {
  assertLmdbFile(folder);
  // Defaults on purpose: overlapping sync survives a power cut, no write map, no cache (L5, L10, L16).
  const root = open<number, string>(folder, {
    mapSize: stateMapBytes,
    maxReaders: readersMax,
    maxDbs: 16,
    eventTurnBatching: isBatchedByLmdb,
  });
  return {
    root,
    hosts: root.openDB<PackedStoredHost, string>({ name: 'hosts' }),
    vms: root.openDB<PackedVm, string>({ name: 'vms' }),
    hostIndex: root.openDB<null, IndexKey>({ name: 'host-index' }),
    vmIndex: root.openDB<null, IndexKey>({ name: 'vm-index' }),
    counters: root.openDB<number, IndexKey>({ name: 'counters' }),
    committed: root.openDB<PackedCommitted, string>({ name: 'committed' }),
    events: root.openDB<Event, number>({ name: 'events' }),
    meta: root.openDB<string, string>({ name: 'meta' }),
  };
}

/** A file of its own: one write lock for both would make state changes wait for a second's worth of samples. */
export function openSampleTable(folder: string): SampleTable {
  assertLmdbFile(folder);
  return open<Buffer, string>(folder, {
    encoding: 'binary',
    mapSize: samplesMapBytes,
    maxReaders: readersMax,
    eventTurnBatching: isBatchedByLmdb,
  });
}

/** Little-endian, at the start of each meta page. */
const lmdbMagic = Buffer.from('dec0efbe', 'hex');

/** LMDB itself does not throw at a foreign or blanked file, it ends the process. A missing file is a new store. */
function assertLmdbFile(folder: string): void {
  const file = path.join(folder, 'data.mdb');
  if (!existsSync(file)) return;
  const head = Buffer.alloc(64);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, head, { position: 0 });
  } finally {
    closeSync(descriptor);
  }
  if (!head.includes(lmdbMagic))
    throw new Error(`${file} is damaged, it does not begin as it must`);
}
