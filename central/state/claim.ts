import type { Claim, ClaimReason, HostRecord } from '../../shared/model/record.ts';
import type { StepContext } from './host-state.ts';

type Record = HostRecord | undefined;

/** Epoch under which this replica may act: its own, or one above all anybody has seen (I5). */
export function claimEpoch(record: Record, epochSeen: number, context: StepContext): number {
  if (
    record !== undefined &&
    record.owner === context.replicaId &&
    record.instance === context.instance &&
    record.incarnation === context.incarnation &&
    record.epoch >= epochSeen
  ) {
    return record.epoch;
  }
  const before = record === undefined ? context.removedEpoch() : record.epoch;
  const next = 1 + Math.max(before, epochSeen);
  return isOfAnotherLife(record, context) ? Math.max(next, context.nowUnixMs) : next;
}

/**
 * A storage that was lost, or came back older than it was, may have held claims that no replica alive has heard of, and
 * their epochs went out to readers. So the epochs of a host begin anew at the time, in ms.
 */
function isOfAnotherLife(record: Record, { incarnation }: StepContext): boolean {
  return record !== undefined && record.incarnation !== incarnation;
}

/** Whether a step under `record` claims nothing. */
export function isHeld(record: Record, context: StepContext): boolean {
  return record !== undefined && claimEpoch(record, 0, context) === record.epoch;
}

/** How a claim comes about that `record`, of an owner before, does not cover. */
export function claimOf(record: Record, context: StepContext): Claim {
  return { at: context.nowUnixMs, reason: reasonOf(record, context), from: record?.owner ?? '' };
}

function reasonOf(record: Record, context: StepContext): ClaimReason {
  if (record === undefined) return 'NEW';
  if (record.owner !== context.replicaId) return context.takeReason;
  if (record.instance !== context.instance) return 'RESTARTED';
  return isOfAnotherLife(record, context) ? 'STORAGE_CHANGED' : 'EPOCH_SEEN';
}

/** Whether a claim takes the host from a replica that did not live to write it in the storage's new life (I3). */
export function isFromLifeBefore(record: Record, context: StepContext): boolean {
  return isTaken(record, context) && isOfAnotherLife(record, context);
}

/** Whether a claim takes the host from another replica, which everybody is told of. */
export function isTaken(record: Record, { replicaId }: StepContext): boolean {
  return record !== undefined && record.owner !== '' && record.owner !== replicaId;
}
