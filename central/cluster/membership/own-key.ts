import { MusterError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import type { MemberValue } from './member.ts';
import type { MemberKey } from './entry.ts';

/**
 * Our own key: a chain of compare-and-sets, so that of two processes with one id at most one goes on (DESIGN 7). PURE.
 *
 *     unread -> free -> held -> held ...
 *        |        ^       |
 *        |        |       +- refused: unread
 *        +-> contested ---+- somebody wrote after us: taken
 *
 * Another's key is waited out for one lifetime: either its holder is dead and it stands still, or it goes on changing
 * and there are two of us. So it is when a storage that was restored shows a key of our own past.
 */
export type OwnKey =
  /** What stands there is to be asked of the stream's leader. */
  | { readonly kind: 'unread'; readonly lastHeld: number }
  /** Nobody's: to be written over this revision. */
  | { readonly kind: 'free'; readonly revision: number; readonly lastHeld: number }
  | { readonly kind: 'held'; readonly revision: number }
  | {
      readonly kind: 'contested';
      readonly holder: MemberValue;
      readonly revision: number;
      readonly lastHeld: number;
      /** Monotonic ms. */
      readonly sinceMs: number;
      readonly changedAtMs: number;
      readonly changes: number;
    }
  /** The process must end. */
  | { readonly kind: 'taken'; readonly holder: MemberValue };

export interface OwnInstances {
  readonly instance: string;
  /** Who held the key before us and is known to be dead; empty: nobody is. */
  readonly predecessor: string;
}

/** Nothing is known; a key of ours was accepted up to `lastHeld`, 0: never. */
export function unread(key: OwnKey | undefined): OwnKey {
  return { kind: 'unread', lastHeld: key === undefined ? 0 : lastHeldOf(key) };
}

function lastHeldOf(key: OwnKey): number {
  switch (key.kind) {
    case 'unread':
    case 'free':
    case 'contested':
      return key.lastHeld;
    case 'held':
      return key.revision;
    case 'taken':
      return 0;
  }
}

export interface FoundKey extends MemberKey {
  readonly nowMs: number;
}

/** What stands under the key; revision 0: nothing ever did. */
export function foundKey(key: OwnKey, found: FoundKey, own: OwnInstances): OwnKey {
  const { revision, value } = found;
  const lastHeld = lastHeldOf(key);
  if (key.kind === 'taken') return key;
  if (value === undefined || value.instance === own.predecessor)
    return { kind: 'free', revision, lastHeld };
  if (value.instance === own.instance) return { kind: 'held', revision };
  // Sequences only grow in one life of a stream: a lower one was there before ours and came back.
  if (lastHeld > 0 && revision > lastHeld) return { kind: 'taken', holder: value };
  return contest(key, { ...found, value });
}

function contest(key: OwnKey, found: FoundKey & { readonly value: MemberValue }): OwnKey {
  const { revision, value, nowMs } = found;
  if (key.kind !== 'contested') {
    const times = { sinceMs: nowMs, changedAtMs: nowMs, changes: 0 };
    return { kind: 'contested', holder: value, revision, lastHeld: lastHeldOf(key), ...times };
  }
  if (key.revision === revision) return key;
  return { ...key, holder: value, revision, changedAtMs: nowMs, changes: key.changes + 1 };
}

/** Decides a contest whose time has come. */
export function judgeContest(key: OwnKey, nowMs: number): OwnKey {
  if (key.kind !== 'contested') return key;
  const lifetimeMs = limits.memberLifetimeMs;
  const stillMs = nowMs - key.changedAtMs;
  const { revision, lastHeld } = key;
  if (stillMs >= lifetimeMs) return { kind: 'free', revision, lastHeld };
  // One change more may be the last breath of a process that was just killed.
  const isLive = key.changes >= 2 && stillMs < lifetimeMs / 2;
  return isLive && nowMs - key.sinceMs >= lifetimeMs ? { kind: 'taken', holder: key.holder } : key;
}

/** Whoever stood still heard nothing (I6). */
export function movedContest(key: OwnKey, jumpMs: number): OwnKey {
  if (key.kind !== 'contested') return key;
  return { ...key, sinceMs: key.sinceMs + jumpMs, changedAtMs: key.changedAtMs + jumpMs };
}

export function takenError({ id, instance, version, addresses }: MemberValue): MusterError {
  const holder = `instance ${instance}, version ${version}, API at ${addresses.api}`;
  return new MusterError(
    'REPLICA_ID_TAKEN',
    `replica id "${id}" is in use by another process (${holder}); give each replica an id of its own (replica.id)`,
    { details: { id, instance, api: addresses.api } },
  );
}
