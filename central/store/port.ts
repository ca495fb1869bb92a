import type { Event } from '../../shared/model/event.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { FleetView, HostRemoval, StoredHost, VmRemoval } from '../ports.ts';

/** Everything that changes together, in one transaction. */
export interface StoreBatch {
  readonly hosts?: readonly StoredHost[];
  readonly removedHostIds?: readonly string[];
  /** Removed unless a newer record stands. */
  readonly hostRemovals?: readonly HostRemoval[];
  readonly vms?: readonly Vm[];
  readonly removedVmIds?: readonly string[];
  /** Removed unless a newer word on them stands. */
  readonly removals?: readonly VmRemoval[];
  /**
   * Hosts and VMs that stand newer stay as they are: what is written was decided on rows that somebody else may have
   * changed since.
   */
  readonly keepsNewer?: boolean;
  /** Appended to the event log (mode `local`); sequence numbers grow by one from 1. */
  readonly events?: readonly Event[];
  readonly meta?: Readonly<Record<string, string>>;
}

export interface LoggedEvent {
  readonly sequence: number;
  readonly event: Event;
}

/** Hot state. Reads are synchronous; a write is visible when its promise resolves, durable after `flush`. */
export interface Store extends FleetView {
  /** Rejects with MusterError STORE_FULL (free space below the limit) or STORE_FAILED; then nothing of it was applied. */
  apply(batch: StoreBatch): Promise<void>;
  /** Resolves when everything applied so far is on disk. */
  flush(): Promise<void>;
  getStoredHost(id: string): StoredHost | undefined;
  /** All hosts, ordered by id, copied in pages so that no read transaction stays open (L3). */
  storedHosts(): Iterable<StoredHost>;
  /** In id order. Counting them or naming them costs no row. */
  vmIdsOfHost(hostId: string): string[];
  vmsOfHost(hostId: string): Vm[];
  /** Hosts that report this machine id, in id order. */
  hostIdsOfMachine(machineIdHash: string): string[];
  /** Machine ids that more than one host reports. */
  sharedMachines(): string[];
  getMeta(key: string): string | undefined;
  /** At most `limit` logged events after `sequence`, oldest first. */
  eventsAfter(sequence: number, limit: number): LoggedEvent[];
  /** First and last kept sequence; `first` is `last + 1` when none is kept, both are 0 when there never was an event. */
  eventRange(): { readonly first: number; readonly last: number };
  /** Drops events up to and including `sequence`. */
  trimEvents(sequence: number): Promise<void>;
  /** One value per host; never in a state transaction. */
  putSamples(samples: ReadonlyMap<string, Uint8Array>): Promise<void>;
  getSamples(hostId: string): Uint8Array | undefined;
  /** Every index and counter recomputed from the rows; each line names a difference. Empty: sound. */
  check(): string[];
  close(): Promise<void>;
}
