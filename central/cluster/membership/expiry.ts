import { limits } from '../../../shared/limits.ts';
import { held, type Entry, type MemberTable, type TableEffect, type TableStep } from './entry.ts';

/** Gives up whose silence is proven, unless it looks as if all were silent to us alone; forgets the long dead. */
export function expire(table: MemberTable, nowMs: number): TableStep {
  const isMass = isMassSilence(table, nowMs);
  const entries = new Map(table.entries);
  const effects: TableEffect[] = [];
  for (const [id, entry] of table.entries) {
    const next = isMass && isVanishing(entry, table) ? 'hold' : fateOf(entry, table, nowMs);
    const { revision } = entry;
    if (next === 'hold') {
      entries.set(id, held(entry, nowMs));
      effects.push({ kind: 'held', id, revision });
    } else if (next === 'expire') {
      entries.set(id, { ...entry, expiredAtMs: nowMs });
      effects.push({ kind: 'expired', id, revision });
    } else if (next === 'forget') {
      entries.delete(id);
      effects.push({ kind: 'forgotten', id, revision });
    }
  }
  return effects.length === 0 ? { table, effects } : { table: { ...table, entries }, effects };
}

function fateOf(
  { deadlineMs, expiredAtMs }: Entry,
  { provenAtMs }: MemberTable,
  nowMs: number,
): 'keep' | 'expire' | 'forget' {
  if (expiredAtMs === undefined) return deadlineMs <= provenAtMs ? 'expire' : 'keep';
  return nowMs - expiredAtMs >= limits.memberForgottenMs ? 'forget' : 'keep';
}

/** More than half of all vanish within one lifetime (I7). Asked when the first of them is due. */
function isMassSilence(table: MemberTable, nowMs: number): boolean {
  // Oneself is there.
  let total = 1;
  let vanished = 0;
  let isAnyDue = false;
  for (const entry of table.entries.values()) {
    if (!entry.wasHeard) continue;
    const isVanished = isVanishing(entry, table) || hasJustExpired(entry, nowMs);
    if (isVanished || entry.expiredAtMs === undefined) total += 1;
    if (isVanished) vanished += 1;
    if (fateOf(entry, table, nowMs) === 'expire' && !entry.isHeld) isAnyDue = true;
  }
  return isAnyDue && vanished * 2 > total;
}

/** Silent for half a lifetime, that is for two heartbeats: those who vanish together are never due together. */
function isVanishing(
  { deadlineMs, expiredAtMs, isHeld }: Entry,
  { provenAtMs }: MemberTable,
): boolean {
  if (isHeld || expiredAtMs !== undefined) return false;
  return deadlineMs - limits.memberLifetimeMs / 2 <= provenAtMs;
}

function hasJustExpired({ expiredAtMs }: Entry, nowMs: number): boolean {
  return expiredAtMs !== undefined && nowMs - expiredAtMs < limits.memberLifetimeMs;
}
