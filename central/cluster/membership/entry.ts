import { limits } from '../../../shared/limits.ts';
import type { MemberValue } from './member.ts';

/** What is known of one other member. PURE. */
export interface Entry {
  readonly value: MemberValue;
  /** Of the key; another one is a sign of life, whether it is higher or not. */
  readonly revision: number;
  /** When the last sign came, monotonic ms. */
  readonly seenAtMs: number;
  /** Silent until then: given up, if we are not to blame. Monotonic ms. */
  readonly deadlineMs: number;
  /** Its deadline was moved because of a doubt, and it has been silent since. */
  readonly isHeld: boolean;
  /** False: only found in the storage; it may have been dead for days. */
  readonly wasHeard: boolean;
  /** When it was given up, monotonic ms; undefined: it lives. */
  readonly expiredAtMs: number | undefined;
}

export interface MemberTable {
  readonly entries: ReadonlyMap<string, Entry>;
  /** When the table was looked at last. */
  readonly lookedAtMs: number;
  /** When the newest of our own heartbeats was sent that came back to us. */
  readonly provenAtMs: number;
}

/** What stands under a member's key; no value: it said goodbye. */
export interface MemberKey {
  readonly id: string;
  readonly revision: number;
  readonly value: MemberValue | undefined;
}

export interface TableEffect {
  readonly kind:
    | 'joined'
    /** Heard again after it was given up. */
    | 'returned'
    /** Another process under the same id, or it says something else of itself. */
    | 'changed'
    | 'left'
    | 'expired'
    /** Silent, but not given up yet, because we doubt ourselves. */
    | 'held'
    /** Dead for long; its key shall be deleted if it still has this revision. */
    | 'forgotten'
    /** There are too many already; it is not counted. */
    | 'refused';
  readonly id: string;
  readonly revision: number;
}

export interface TableStep {
  readonly table: MemberTable;
  readonly effects: readonly TableEffect[];
}

/** For two lifetimes nothing is concluded from its silence. */
export function held(entry: Entry, nowMs: number): Entry {
  if (entry.expiredAtMs !== undefined) return entry;
  const deadlineMs = Math.max(entry.deadlineMs, nowMs + 2 * limits.memberLifetimeMs);
  return { ...entry, deadlineMs, isHeld: true };
}
