import { compareVersion, unknownRevision, type HostRecord } from '../../shared/model/record.ts';
import type { Revision } from '../ports.ts';

/** What the storage holds under a host's key. */
export type Current =
  | { readonly kind: 'none' }
  /** A deletion, or bytes that are no record: nothing is known, but the key has a revision. */
  | { readonly kind: 'gone'; readonly revision: Revision }
  | {
      readonly kind: 'record';
      readonly revision: Revision;
      readonly record: HostRecord;
      /** Exactly what the step would write. */
      readonly isSame: boolean;
    };

export interface RefusedStep {
  readonly record: HostRecord;
  readonly expected: Revision;
  readonly current: Current;
  /** What this replica holds of the host; revision 0: its storage has begun a new life since. A copy counts for nothing. */
  readonly held: { readonly record: HostRecord; readonly revision: Revision } | undefined;
  /** Word of the life the storage is in. */
  readonly incarnation: string;
}

export type Decision =
  /** It is there: accepted some time ago, only the answer was lost. */
  | { readonly kind: 'accepted'; readonly revision: Revision }
  | { readonly kind: 'lost'; readonly owner: string; readonly epoch: number }
  /** Nothing that stands there counts against the step; write it over this revision. */
  | { readonly kind: 'write'; readonly expected: Revision };

/**
 * What a compare-and-set means that did not fit (DESIGN 7, I5), in a storage that has not forgotten anything since its
 * life began. Reads only what the leader said; the wish to write is
 * never a reason to overwrite: a record counts as forgettable only if this replica holds a newer one.
 */
export function decideRefused(step: RefusedStep): Decision {
  switch (step.current.kind) {
    case 'none':
      return decideAbsent(step, 0);
    case 'gone':
      return decideAbsent(step, step.current.revision);
    case 'record':
      return step.current.isSame
        ? { kind: 'accepted', revision: step.current.revision }
        : decideOther(step, step.current);
  }
}

function decideAbsent(step: RefusedStep, revision: Revision): Decision {
  const { expected, held } = step;
  // Held from before the storage's new life, and not written in it yet.
  const isOwed = held?.revision === 0;
  return expected === 0 || expected === revision || isOwed
    ? { kind: 'write', expected: revision }
    : { kind: 'lost', owner: '', epoch: 0 };
}

function decideOther(
  step: RefusedStep,
  current: { readonly revision: Revision; readonly record: HostRecord },
): Decision {
  const { record, expected, held } = step;
  const there = current.record;
  const lost: Decision = { kind: 'lost', owner: there.owner, epoch: there.epoch };
  if (there.epoch > record.epoch) return lost;
  const isMine = there.owner === record.owner && there.instance === record.instance;
  if (there.epoch === record.epoch && !isMine) return lost;
  const isStill = current.revision === expected && held?.revision === expected;
  if (isStill) return { kind: 'write', expected };
  return isOfAnOldLife(step, there) ? { kind: 'write', expected: current.revision } : lost;
}

/** Restored with the storage and older than what we hold; in its new life nobody has written it yet. */
function isOfAnOldLife({ held, incarnation }: RefusedStep, there: HostRecord): boolean {
  if (there.incarnation === incarnation || held === undefined) return false;
  // A copy follows what was accepted: it is no reason to write over anything.
  if (held.revision === unknownRevision) return false;
  return compareVersion(there, held.record) <= 0;
}
