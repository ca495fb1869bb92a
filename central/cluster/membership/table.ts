import { limits } from '../../../shared/limits.ts';
import {
  held,
  type Entry,
  type MemberKey,
  type MemberTable,
  type TableEffect,
  type TableStep,
} from './entry.ts';
import { expire } from './expiry.ts';
import { isSameMember } from './member.ts';

/**
 * The other members, as far as their keys tell (DESIGN 7). PURE.
 *
 * A member lives as long as its key changes: what its value says of time is never asked, nor is the server's clock.
 * Silence alone proves nothing, since whoever is cut off hears silence from all. So a member is given up only when a
 * heartbeat of our own, sent after its deadline, was stored and came back to us on the same way on which its own would
 * have come, in order: then it had not written for a lifetime, and not only we had not heard it.
 *
 * What puts us in doubt moves deadlines: a standstill of the process by its length (I6), a new connection, or more than
 * half of the members silent at once, by two lifetimes. The latter only once for a silence, so that no doubt is without
 * end (I7).
 */
export type TableInput =
  | { readonly kind: 'heard'; readonly key: MemberKey }
  /** All there is, read anew after a connect. */
  | { readonly kind: 'listed'; readonly keys: readonly MemberKey[] }
  /** A heartbeat of our own came back that was sent then. */
  | { readonly kind: 'proven'; readonly sentAtMs: number }
  | { readonly kind: 'look' };

export function newTable(nowMs: number): MemberTable {
  return { entries: new Map(), lookedAtMs: nowMs, provenAtMs: -Infinity };
}

export function stepTable(table: MemberTable, input: TableInput, nowMs: number): TableStep {
  const running = withoutStandstill(table, nowMs);
  switch (input.kind) {
    case 'heard':
      return hear(running, input.key, nowMs);
    case 'listed':
      return list(running, input.keys, nowMs);
    case 'proven':
      return expire(
        { ...running, provenAtMs: Math.max(running.provenAtMs, input.sentAtMs) },
        nowMs,
      );
    case 'look':
      return expire(running, nowMs);
  }
}

/** When the next member will have been silent for too long, monotonic ms; Infinity: none. */
export function nextDeadlineMs({ entries }: MemberTable, afterMs: number): number {
  let nextMs = Infinity;
  for (const { deadlineMs, expiredAtMs } of entries.values()) {
    if (expiredAtMs === undefined && deadlineMs > afterMs) nextMs = Math.min(nextMs, deadlineMs);
  }
  return nextMs;
}

/** How long the process stood still since the last look, ms; heartbeats make it look more often than this. */
export function standstillMs(lookedAtMs: number, nowMs: number): number {
  const gapMs = nowMs - lookedAtMs;
  return gapMs > limits.memberLookGapMsMax ? gapMs : 0;
}

function withoutStandstill(table: MemberTable, nowMs: number): MemberTable {
  const jumpMs = standstillMs(table.lookedAtMs, nowMs);
  if (jumpMs === 0) return { ...table, lookedAtMs: nowMs };
  const entries = new Map<string, Entry>();
  for (const [id, entry] of table.entries) {
    const deadlineMs = entry.deadlineMs + jumpMs;
    const expiredAtMs = entry.expiredAtMs === undefined ? undefined : entry.expiredAtMs + jumpMs;
    entries.set(id, { ...entry, deadlineMs, expiredAtMs });
  }
  return { ...table, entries, lookedAtMs: nowMs };
}

/** It said something while we listened. */
function hear(table: MemberTable, key: MemberKey, nowMs: number): TableStep {
  const { id, revision, value } = key;
  const known = table.entries.get(id);
  if (value === undefined) return remove(table, key);
  if (known?.revision === revision) return { table, effects: [] };
  if (isRefused(table, id)) return { table, effects: [{ kind: 'refused', id, revision }] };
  const entry: Entry = {
    ...{ value, revision, seenAtMs: nowMs, wasHeard: true, isHeld: false },
    deadlineMs: nowMs + limits.memberLifetimeMs,
    expiredAtMs: undefined,
  };
  return { table: withEntry(table, id, entry), effects: effectsOfHearing(known, entry) };
}

function effectsOfHearing(known: Entry | undefined, { value, revision }: Entry): TableEffect[] {
  const { id } = value;
  if (known === undefined) return [{ kind: 'joined', id, revision }];
  if (known.expiredAtMs !== undefined) return [{ kind: 'returned', id, revision }];
  return isSameMember(known.value, value) ? [] : [{ kind: 'changed', id, revision }];
}

function remove(table: MemberTable, { id, revision }: MemberKey): TableStep {
  if (!table.entries.has(id)) return { table, effects: [] };
  const entries = new Map(table.entries);
  entries.delete(id);
  return { table: { ...table, entries }, effects: [{ kind: 'left', id, revision }] };
}

/**
 * The storage was away, or another one answers: whoever was there is kept, whether its key is or not. Keys not known
 * before count at once: an owner too many delays a host, one too few gives it two owners who want it.
 */
function list(table: MemberTable, keys: readonly MemberKey[], nowMs: number): TableStep {
  const effects: TableEffect[] = [];
  let step: TableStep = { table, effects };
  for (const key of keys) {
    const known = step.table.entries.has(key.id);
    step = hear(step.table, key, nowMs);
    effects.push(...step.effects);
    const entry = step.table.entries.get(key.id);
    if (!known && entry)
      step = { table: withEntry(step.table, key.id, { ...entry, wasHeard: false }), effects };
  }
  const entries = new Map<string, Entry>();
  for (const [id, entry] of step.table.entries)
    entries.set(id, table.entries.has(id) ? held(entry, nowMs) : entry);
  return { table: { ...step.table, entries }, effects };
}

function isRefused({ entries }: MemberTable, id: string): boolean {
  return !entries.has(id) && entries.size >= limits.membersMax;
}

function withEntry(table: MemberTable, id: string, entry: Entry): MemberTable {
  return { ...table, entries: new Map(table.entries).set(id, entry) };
}
