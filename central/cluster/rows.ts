import type { Event } from '../../shared/model/event.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { StoredHost, VmRemoval } from '../ports.ts';

/** What changes together in the rows. */
export interface RowBatch {
  readonly hosts?: readonly StoredHost[];
  readonly removedHostIds?: readonly string[];
  readonly vms?: readonly Vm[];
  readonly removedVmIds?: readonly string[];
  /** Removed unless a newer word on them stands. */
  readonly removals?: readonly VmRemoval[];
  /** Hosts and VMs that stand newer, when it comes to writing, stay as they are. */
  readonly keepsNewer?: boolean;
  /** Appended to the log of mode `local`. */
  readonly events?: readonly Event[];
  readonly meta?: Readonly<Record<string, string>>;
}

/** The store, as far as committing needs it. Reads are synchronous and see what `apply` has resolved for. */
export interface Rows {
  /** Rejects with MusterError STORE_FULL or STORE_FAILED; then nothing of it was applied. */
  apply(batch: RowBatch): Promise<void>;
  /** Resolves when everything applied so far is on disk. */
  flush(): Promise<void>;
  getStoredHost(id: string): StoredHost | undefined;
  /** All hosts by id, in pages. */
  storedHosts(): Iterable<StoredHost>;
  getVm(id: string): Vm | undefined;
  vmIdsOfHost(hostId: string): string[];
  vmsOfHost(hostId: string): Vm[];
  getMeta(key: string): string | undefined;
}
