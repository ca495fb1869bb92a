import type { Event } from './event.ts';
import type { Host } from './host.ts';

/** Highest change applied of one run of an agent (I4). */
export interface AppliedChange {
  readonly run: string;
  readonly change: number;
}

/** Why a replica claimed a host, as told by HostOwnerChanged and to whoever asks who owns it. */
export const claimReasons = [
  /** Nobody knew the host. */
  'NEW',
  /** Its owner began anew. */
  'RESTARTED',
  /** The storage began a new life. */
  'STORAGE_CHANGED',
  /** The agent has seen a later claim than the storage. */
  'EPOCH_SEEN',
  /** Its owner was gone. */
  'TAKEN_OVER',
  /** Its owner let it go. */
  'HANDED_OVER',
  /** Its owner seemed to live, but gave no answer, and its agent stood at the door. */
  'NOT_ANSWERED',
] as const;
export type ClaimReason = (typeof claimReasons)[number];

export interface Claim {
  /** Unix ms by the owner's clock. */
  readonly at: number;
  readonly reason: ClaimReason;
  /** Owner before; empty: none. */
  readonly from: string;
}

/** How long a host that is SUSPECT has been silent, whoever its owners were. Durations: clocks differ (I6). */
export interface Silence {
  /** Since anything was heard of it, ms. */
  readonly silentMs: number;
  /** The same with what was left then of the graces that had begun: they are used up for whoever comes after, ms. */
  readonly spentMs: number;
}

export const operatorVerbs = ['enter-maintenance', 'exit-maintenance', 'retire', 'delete'] as const;
export type OperatorVerb = (typeof operatorVerbs)[number];

/** A request that was carried out: repeated under its id, it does nothing more. */
export interface DoneRequest {
  readonly id: string;
  readonly verb: OperatorVerb;
}

/** The commit record of a host: the one thing changed by compare-and-set (I1, I2, I5). */
export interface HostRecord {
  readonly incarnation: string;
  /** Replica that owns the host. */
  readonly owner: string;
  /** Start of that replica. */
  readonly instance: string;
  readonly epoch: number;
  /** How the owner came to it; undefined: an earlier version claimed it. */
  readonly claim?: Claim;
  /** Number of the last event of the host in this epoch, or of a commit without one since. */
  readonly n: number;
  /** Place of the last event, if commits since then told nothing and changed no VM; undefined: that of the record. */
  readonly told?: Pick<Event, 'epoch' | 'n'>;
  /** As of this commit, while the host is SUSPECT: graces for one silence end together, whoever grants them. */
  readonly silence?: Silence;
  readonly host: Host;
  /** The current run first, then the one before. */
  readonly appliedChanges: readonly AppliedChange[];
  /** Run whose full picture was applied; differs from `host.run` while the first sync goes on. */
  readonly pictureRun: string;
  /** Events not yet known to be out, oldest first. */
  readonly pending: readonly Event[];
  /** Newest first; never empty. */
  readonly operatorRequests?: readonly DoneRequest[];
  /** How long all owners together have counted a deadline of the status, ms; a duration: clocks differ (I6). */
  readonly countedMs?: number;
}

/**
 * Revision of a row that follows the events of a host which another replica owns: where its record stands is not known,
 * and what no event tells of it (`appliedChanges`, `pictureRun`, `instance`, `pending`) may be out of date. To be read
 * from the storage before use.
 */
export const unknownRevision = -1;

/** (epoch, n) order of I5. Negative: a is older than b. */
export function compareVersion(
  a: { readonly epoch: number; readonly n: number },
  b: { readonly epoch: number; readonly n: number },
): number {
  return a.epoch - b.epoch || a.n - b.n;
}

/** Place of a word on a VM. Two hosts that take it at once may say the same but for their ids. */
export interface VmVersion {
  readonly placement: number;
  readonly epoch: number;
  readonly n: number;
  readonly hostId?: string;
}

/**
 * Order of what is known of one VM: placement first, because owners of different hosts count their own epochs; the host
 * last, so that of two that took it at once all readers see the same one win.
 */
export function compareVmVersion(a: VmVersion, b: VmVersion): number {
  return a.placement - b.placement || compareVersion(a, b) || compareHosts(a.hostId, b.hostId);
}

function compareHosts(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined || a === b) return 0;
  return a < b ? -1 : 1;
}
