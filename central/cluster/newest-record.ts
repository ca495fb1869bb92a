import {
  compareVersion,
  unknownRevision,
  type AppliedChange,
  type HostRecord,
} from '../../shared/model/record.ts';
import type { StoredHost } from '../ports.ts';

/**
 * What counts of what the storage has under a host's key and what the store has. A copy never counts against it: its
 * events came after their record, so that a newer copy only says that the storage was asked too soon. A row of before
 * the storage's new life counts if it is newer, though it may be the copy of a host whose owner is gone: then what no
 * event tells comes from the storage, or an agent would be taken for one that sends for the first time what was applied.
 */
export function newestOf(there: StoredHost, held: StoredHost | undefined): StoredHost {
  if (held === undefined || held.revision === unknownRevision) return there;
  if (compareVersion(held.record, there.record) <= 0) return there;
  return { record: withApplied(held.record, there.record), revision: there.revision };
}

function withApplied(newer: HostRecord, older: HostRecord): HostRecord {
  const isPictured = older.pictureRun === newer.host.run;
  const applied = [...newer.appliedChanges, ...older.appliedChanges];
  const runs = [...new Set(applied.map(({ run }) => run))];
  return {
    ...newer,
    appliedChanges: runs.slice(0, runsKept).map((run) => highestOf(run, applied)),
    pictureRun: isPictured ? older.pictureRun : newer.pictureRun,
  };
}

/** As many as a record has: the current one, and the one before. */
const runsKept = 2;

function highestOf(run: string, applied: readonly AppliedChange[]): AppliedChange {
  const ofRun = applied.filter((one) => one.run === run);
  return { run, change: Math.max(...ofRun.map(({ change }) => change)) };
}

/** Whether the rows have everything up to the record, or will have it with what is pending in it. */
export function isFollowed(record: HostRecord, held: StoredHost | undefined): boolean {
  const [first] = record.pending;
  const before =
    first === undefined ? (record.told ?? record) : { epoch: first.epoch, n: first.n - 1 };
  return held !== undefined && compareVersion(held.record, before) >= 0;
}

/**
 * Whether rows of VMs that follow `held` are those the record means: with nothing pending, only another status of the
 * host lets its VMs be seen otherwise.
 */
export function areVmsAsMeant(
  { pending, host }: HostRecord,
  held: StoredHost | undefined,
): boolean {
  return pending.length === 0 && held?.record.host.status === host.status;
}
