import type { ConditionRule } from './rule.ts';

/**
 * A switch with two thresholds and two times (Schmitt's trigger, slowed down). It turns when the value has been beyond the
 * threshold on the other side for long enough, and long enough after it turned before: so a value that swings between
 * the thresholds turns nothing, and one that swings across both turns it no more often than the minimum time says.
 *
 *     T1  two edges are at least the minimum time apart, unless the rule was changed
 *     T2  a constant value turns it once at most, whatever the thresholds are
 *     T3  an unknown value turns nothing
 */
export interface Trigger {
  readonly isActive: boolean;
  /** When it turned last, monotonic ms. */
  readonly changedMs: number;
  /** Since when the value would have it turn; undefined: it would not. */
  readonly crossedMs: number | undefined;
  /** How often the value crossed over since it turned last. */
  readonly crossings: number;
}

/** `ageMs`: how long it has been as it is. */
export function restoredTrigger(isActive: boolean, nowMs: number, ageMs: number): Trigger {
  return { isActive, changedMs: nowMs - ageMs, crossedMs: undefined, crossings: 0 };
}

type TriggerRule = Pick<ConditionRule, 'isEnabled' | 'enter' | 'exit' | 'afterMs' | 'minimumMs'>;

export interface Pull {
  readonly rule: TriggerRule;
  readonly nowMs: number;
  /** The rule was changed since the last look: what it says holds at once. */
  readonly isRevised: boolean;
}

export function pulled(trigger: Trigger, value: number | undefined, pull: Pull): Trigger {
  const { rule, nowMs, isRevised } = pull;
  if (!rule.isEnabled) return trigger.isActive ? turned(trigger, nowMs) : rested(trigger);
  if (value === undefined || !wouldTurn(trigger, value, rule)) return rested(trigger);
  const crossedMs = trigger.crossedMs ?? nowMs;
  if (isRevised || nowMs >= dueMs({ ...trigger, crossedMs }, rule)) return turned(trigger, nowMs);
  if (trigger.crossedMs !== undefined) return trigger;
  return { ...trigger, crossedMs, crossings: trigger.crossings + 1 };
}

/** When it turns if the value stays where it is, monotonic ms; Infinity: it does not. */
export function dueMs(trigger: Trigger, rule: TriggerRule): number {
  if (trigger.crossedMs === undefined) return Infinity;
  return Math.max(trigger.crossedMs + rule.afterMs, trigger.changedMs + rule.minimumMs);
}

function wouldTurn({ isActive }: Trigger, value: number, { enter, exit }: TriggerRule): boolean {
  return isActive ? value <= exit && value < enter : value >= enter;
}

function turned({ isActive }: Trigger, nowMs: number): Trigger {
  return { isActive: !isActive, changedMs: nowMs, crossedMs: undefined, crossings: 0 };
}

function rested(trigger: Trigger): Trigger {
  return trigger.crossedMs === undefined ? trigger : { ...trigger, crossedMs: undefined };
}
