import type { Committed } from '../shared/model/capacity.ts';
import type { Event } from '../shared/model/event.ts';
import type { Host } from '../shared/model/host.ts';
import type { HostFilter, Page, PageRequest, Summary, VmFilter } from '../shared/model/query.ts';
import type {
  CentralMessage,
  Change,
  Hello,
  ReportDigest,
  SnapshotChunk,
} from '../shared/model/protocol.ts';
import type { HostRecord } from '../shared/model/record.ts';
import type { HostStats, VmSample } from '../shared/model/stats.ts';
import type { GoodbyeKind } from '../shared/model/status.ts';
import type { Vm } from '../shared/model/vm.ts';

/**
 * The seams inside the central. Every folder may import these types and nothing else of another folder; main.ts
 * decides which implementation stands behind each.
 */

/**
 * Position of a record in its storage: the KV revision in mode `nats`, a counter in mode `local`. 0: not there, or held
 * from before the storage's new life. `unknownRevision`: not known.
 */
export type Revision = number;

/** A commit record together with where it stands. */
export interface StoredHost {
  readonly record: HostRecord;
  readonly revision: Revision;
}

/** The end of a VM, and its place in the order of what is told of the VM. */
export interface VmRemoval {
  readonly vmId: string;
  readonly placement: number;
  readonly epoch: number;
  readonly n: number;
}

/** The end of a host, and its place among what was told of it. */
export interface HostRemoval {
  readonly hostId: string;
  readonly epoch: number;
  readonly n: number;
}

/** A host as it enters the loop: its record and the VMs it holds, with `record.pending` already applied to them. */
export interface LoadedHost extends StoredHost {
  readonly vms: readonly Vm[];
}

/** One step of one host. `record.pending` holds the step's events (and older ones that are not out yet). */
export interface HostCommit {
  readonly record: HostRecord;
  /** Revision of the record this step started from. */
  readonly expected: Revision;
  /** Events new in this step, in order. */
  readonly events: readonly Event[];
  /** VMs changed by this step, as they are after it. */
  readonly vms: readonly Vm[];
  readonly removedVmIds: readonly string[];
}

export type CommitOutcome =
  | { readonly kind: 'accepted'; readonly revision: Revision }
  /** Another owner's record stands; the local state of this host must be dropped (I5). */
  | { readonly kind: 'lost'; readonly owner: string; readonly epoch: number }
  /** Nobody knows whether it was accepted: repeat it unchanged, or give up the whole process. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The storage below forgot accepted records: each owner must write its hosts again, with a HistoryGap. */
export interface StorageChange {
  readonly reason: 'STORAGE_LOST' | 'STORAGE_ROLLED_BACK';
  readonly incarnation: string;
}

/** Commit by compare-and-set (I2, I5). Accepted steps are visible in the Store when the promise resolves. */
export interface CommitPort {
  readonly mode: 'local' | 'nats';
  /** Random word naming this life of the storage. Known after start. */
  incarnation(): string;
  /** The truth about one host as of now; undefined if nobody knows it. Rejects with MusterError UNAVAILABLE. */
  load(hostId: string): Promise<LoadedHost | undefined>;
  commit(commit: HostCommit): Promise<CommitOutcome>;
  /** Deletes the record that stands at `expected`, whoever wrote it; the rows go with it. `accepted` too if it is gone already. */
  remove(hostId: string, expected: Revision): Promise<CommitOutcome>;
  onStorageChange(listener: (change: StorageChange) => void): void;
}

/** What a step says to the world after it was accepted. */
export interface Publication {
  readonly hostId: string;
  readonly events: readonly Event[];
  /** VM keys to write, as they are now. */
  readonly vms: readonly Vm[];
  readonly removedVmIds: readonly string[];
  /** True if these may have been published before (after a take-over or a restart). */
  readonly isRepeat: boolean;
}

export type PublishOutcome =
  { readonly kind: 'out' } | { readonly kind: 'unavailable'; readonly reason: string };

/** Events and VM keys, in order, each at least once under its own id. One call in flight per host. */
export interface PublishPort {
  publish(publication: Publication): Promise<PublishOutcome>;
}

/** What may be asked about the fleet. All reads are synchronous and see only committed state. */
export interface FleetView {
  getHost(id: string): Host | undefined;
  getVm(id: string): Vm | undefined;
  listHosts(filter: HostFilter, page: PageRequest): Page<Host>;
  listVms(filter: VmFilter, page: PageRequest): Page<Vm>;
  summarize(): Summary;
  /** What the VMs of a host may use, as its rows say now. */
  committedOf(hostId: string): Committed;
  /** Hosts that run these VMs beside the one that holds each; VMs of which there are none are left out. */
  duplicateHosts(vmIds: readonly string[]): ReadonlyMap<string, readonly string[]>;
}

/** The last sample of a host. */
export interface HostSamples {
  readonly stats: HostStats;
  /** Unix ms by the owner's clock. */
  readonly at: number;
  /** Host clock minus owner clock, ms. */
  readonly clockSkewMs: number;
}

/** The last sample of a VM. */
export interface VmSamples {
  readonly stats: VmSample;
  /** Unix ms by the owner's clock. */
  readonly at: number;
}

/** Samples live in memory; the store keeps one value per host, written in one batch a second. */
export interface SampleView {
  samplesOf(hostId: string): HostSamples | undefined;
  vmSampleOf(hostId: string, vmId: string): VmSamples | undefined;
}

/** VMs as text, for those nobody looks at. */
export interface VmPacking {
  pack(vms: Iterable<Vm>): string;
  unpack(packed: string): Vm[];
}

/** An event with its place in the stream; `token` resumes after it on any replica. */
export interface FeedItem {
  readonly token: string;
  readonly event: Event;
}

export type FeedSubscription =
  | { readonly kind: 'subscribed'; readonly token: string; readonly close: () => void }
  /** The token is of another stream, or older than what is kept. */
  | { readonly kind: 'out-of-range' };

/** The event stream as this replica sees it. */
export interface Feed {
  /** Token of the newest event seen. */
  position(): string;
  /** Resolves when the state shows everything up to what `position()` was at the call. */
  caughtUp(): Promise<void>;
  /**
   * Resolves when the place of a token is reached, since another replica may have been ahead of this one; at once if it
   * is of another stream, and after a while in any case.
   */
  reached(token: string): Promise<void>;
  /**
   * Calls `onItem` for everything after `token`, first the kept past (synchronously), then as it arrives. `onHole`: events
   * were lost or the stream began a new life; the subscription is over, and the subscriber must start from the state.
   */
  subscribe(token: string, onItem: (item: FeedItem) => void, onHole?: () => void): FeedSubscription;
}

/** Why the central ends a session; each is one gRPC status. */
export type SessionEnd =
  | {
      readonly kind: 'invalid';
      readonly field: string;
      readonly reason: string;
      readonly message: string;
    }
  | { readonly kind: 'out-of-order'; readonly reason: string; readonly message: string }
  /** Try again later. */
  | { readonly kind: 'busy'; readonly message: string; readonly retryAfterMs: number }
  /** Another live agent uses the host id. */
  | { readonly kind: 'conflict'; readonly message: string }
  /** An operator has retired the host. */
  | { readonly kind: 'retired'; readonly message: string; readonly retryAfterMs: number }
  /** The agent opened a newer stream, or said goodbye. */
  | { readonly kind: 'done' };

/** One agent's stream, as the loop sees it. */
export interface HostSession {
  /** Unique in this process. */
  readonly id: number;
  readonly hostId: string;
  readonly run: string;
  /** Address of the agent, for messages to people. */
  readonly peer: string;
  /** Highest frame received on the stream; 0: none yet. */
  readonly lastFrame: number;
  /** The host is this session's from now on: `onHeard` is called for each message of the agent, a sign of life. */
  admitted(onHeard: () => void): void;
  send(message: CentralMessage): void;
  /** Everything up to `safe` is committed and published. `stalledReason` says why it does not grow; empty: it does. */
  acknowledge(safe: number, stalledReason: string): void;
  end(why: SessionEnd): void;
}

/** Where ingest puts what agents say. Nothing here blocks or throws. */
export interface HostInbox {
  /** An agent is there, but was not let in yet: a sign of life, and nothing else. */
  knocked(hostId: string): void;
  open(session: HostSession, hello: Hello): void;
  changes(session: HostSession, changes: readonly Change[]): void;
  snapshot(session: HostSession, snapshot: Omit<SnapshotChunk, 'chunk' | 'isLast'>): void;
  digest(session: HostSession, digest: ReportDigest): void;
  goodbye(session: HostSession, goodbye: GoodbyeKind): void;
  /** The stream is over, for whatever reason. */
  closed(session: HostSession): void;
}
