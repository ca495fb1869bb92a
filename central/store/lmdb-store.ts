import { rmSync } from 'node:fs';
import path from 'node:path';

import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Committed } from '../../shared/model/capacity.ts';
import type { Host } from '../../shared/model/host.ts';
import type { HostFilter, Page, PageRequest, Summary, VmFilter } from '../../shared/model/query.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { StoredHost } from '../ports.ts';
import { committedOf } from './committed.ts';
import { auditDerived } from './derived.ts';
import { prepareFolder } from './folder.ts';
import { HealthWatch, systemFreeSpace, type FreeSpaceProbe, type StoreHealth } from './health.ts';
import { duplicateHosts } from './duplicates.ts';
import { listHosts, listVms, vmIdsOfHost, vmsOfHost } from './listing.ts';
import { isStorableId } from './ids.ts';
import { hostIdsOfMachine, sharedMachines } from './machines.ts';
import type { LoggedEvent, Store, StoreBatch } from './port.ts';
import { SampleFile } from './sample-file.ts';
import { hostRows, vmRows, type Rows } from './rows.ts';
import { bringUpToDate } from './schema.ts';
import { StateWriter } from './state-writer.ts';
import { summaryOf } from './summary.ts';
import { openSampleTable, openStateTables, type SampleTable, type StateTables } from './tables.ts';

export interface LmdbStoreOptions {
  /** The data folder; made if it is not there. One process may use it at a time. */
  readonly folder: string;
  readonly clock: Clock;
  /** Bytes free below `folder`; asked of the system unless told. */
  readonly freeSpace?: FreeSpaceProbe;
  /** What an operator should know, though the store works. */
  readonly warn?: (message: string) => void;
}

/**
 * Throws STORE_UNWRITABLE, STORE_NETWORK_FOLDER, STORE_VERSION, or STORE_FAILED for a file that LMDB cannot open. Takes
 * long only when it lifts an older store.
 */
export function openLmdbStore(options: LmdbStoreOptions): LmdbStore {
  const { folder, warn = () => undefined } = options;
  const warning = prepareFolder(folder);
  if (warning !== undefined) warn(warning);
  const state = openState(folder);
  return new LmdbStore(options, state, openSamples(folder, warn));
}

function openState(folder: string): StateTables {
  const state = orUnopenable(folder, () => openStateTables(path.join(folder, 'state')));
  try {
    bringUpToDate(state, folder);
    return state;
  } catch (error) {
    void state.root.close();
    throw error;
  }
}

/** Samples are worth less than a start: a damaged file is thrown away, the next reports fill a new one. */
function openSamples(folder: string, warn: (message: string) => void): SampleTable {
  const file = path.join(folder, 'samples');
  try {
    return openSampleTable(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(`the stored samples in ${file} cannot be read and are thrown away: ${reason}`);
    rmSync(file, { recursive: true, force: true });
    return orUnopenable(folder, () => openSampleTable(file));
  }
}

function orUnopenable<T>(folder: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MusterError(
      'STORE_FAILED',
      `the store in ${folder} cannot be opened: ${reason}; check the disk, or move the folder away to start with an empty store`,
      { cause, details: { folder } },
    );
  }
}

/** Hot state in two LMDB files: rows with all that is derived from them, and samples. */
export class LmdbStore implements Store {
  readonly #tables: StateTables;
  readonly #writer: StateWriter;
  readonly #samples: SampleFile;
  readonly #hosts: Rows<StoredHost>;
  readonly #vms: Rows<Vm>;

  constructor(options: LmdbStoreOptions, tables: StateTables, samples: SampleTable) {
    const { clock } = options;
    const health = new HealthWatch({ freeSpace: systemFreeSpace, ...options });
    this.#tables = tables;
    this.#hosts = hostRows(tables);
    this.#vms = vmRows(tables);
    this.#writer = new StateWriter({ tables, clock, health });
    this.#samples = new SampleFile({ table: samples, clock, health });
  }

  /** Whether state can be written now. What is stored can be read in any case. */
  health(): StoreHealth {
    return this.#writer.health();
  }

  apply(batch: StoreBatch): Promise<void> {
    return this.#writer.submit(batch);
  }

  async flush(): Promise<void> {
    await this.#writer.flush();
  }

  getStoredHost(id: string): StoredHost | undefined {
    return isStorableId(id) ? this.#hosts.get(id) : undefined;
  }

  getHost(id: string): Host | undefined {
    return this.getStoredHost(id)?.record.host;
  }

  getVm(id: string): Vm | undefined {
    return isStorableId(id) ? this.#vms.get(id) : undefined;
  }

  *storedHosts(): Generator<StoredHost> {
    let afterId = '';
    for (;;) {
      const page = Array.from(this.#hosts.walk({ afterId, limit: limits.storeWalkRows }));
      for (const [, stored] of page) yield stored;
      const last = page.at(-1);
      if (last === undefined || page.length < limits.storeWalkRows) return;
      [afterId] = last;
    }
  }

  listHosts(filter: HostFilter, page: PageRequest): Page<Host> {
    return listHosts(this.#tables, filter, page);
  }

  listVms(filter: VmFilter, page: PageRequest): Page<Vm> {
    return listVms(this.#tables, filter, page);
  }

  vmIdsOfHost(hostId: string): string[] {
    return vmIdsOfHost(this.#tables, hostId);
  }

  hostIdsOfMachine(machineIdHash: string): string[] {
    return hostIdsOfMachine(this.#tables, machineIdHash);
  }

  sharedMachines(): string[] {
    return sharedMachines(this.#tables);
  }

  vmsOfHost(hostId: string): Vm[] {
    return vmsOfHost(this.#tables, hostId);
  }

  duplicateHosts(vmIds: readonly string[]): Map<string, readonly string[]> {
    return duplicateHosts(this.#tables, vmIds);
  }

  summarize(): Summary {
    return summaryOf(this.#tables.counters.getRange());
  }

  committedOf(hostId: string): Committed {
    return committedOf(this.#tables, hostId);
  }

  getMeta(key: string): string | undefined {
    return this.#tables.meta.get(key);
  }

  eventsAfter(sequence: number, limit: number): LoggedEvent[] {
    const range = { start: sequence, exclusiveStart: true, limit };
    return Array.from(this.#tables.events.getRange(range), ({ key, value }) => ({
      sequence: key,
      event: value,
    }));
  }

  eventRange(): { readonly first: number; readonly last: number } {
    const { events } = this.#writer;
    const last = events.last();
    return { first: last === 0 ? 0 : events.first(), last };
  }

  trimEvents(sequence: number): Promise<void> {
    return this.#writer.trimEvents(sequence);
  }

  putSamples(samples: ReadonlyMap<string, Uint8Array>): Promise<void> {
    return this.#samples.put(samples);
  }

  getSamples(hostId: string): Uint8Array | undefined {
    return this.#samples.get(hostId);
  }

  check(): string[] {
    return auditDerived(this.#tables);
  }

  /** Lets what is waiting be written first; afterwards nothing may be called. */
  async close(): Promise<void> {
    await Promise.all([this.#writer.idle(), this.#samples.idle()]);
    await this.#tables.root.close();
    await this.#samples.close();
  }
}
