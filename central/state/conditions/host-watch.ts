import type { ConditionReport, Condition, Host } from '../../../shared/model/host.ts';
import type { ConditionType } from '../../../shared/model/status.ts';
import type { ConditionVerdict } from '../host-state.ts';
import { NicLinks } from './nic-links.ts';
import type { NicChange } from './nic-links.ts';
import { isTurned, readingOf, readingUnits } from './reading.ts';
import type { HostFacts, Reading } from './reading.ts';
import { judgedTypes, rulesFor } from './rule.ts';
import type { ConditionRule, ConditionRules, ConditionSettings, JudgedType } from './rule.ts';
import { dueMs, pulled, restoredTrigger } from './trigger.ts';
import type { Trigger } from './trigger.ts';

/** A verdict that the record does not show after so long is judged again, ms. */
const heardBackMs = 30_000;
/** Changes remembered of a host; more than any rule asks for. */
const changesMax = 1_000;

export interface Moment {
  readonly nowMs: number;
  readonly nowUnixMs: number;
  readonly settings: ConditionSettings;
}

export type Measured = Pick<HostFacts, 'stats' | 'clockSkewMs'>;

/** How it stands with one condition, for whoever asks why. */
export interface ConditionStanding {
  readonly type: ConditionType;
  readonly isActive: boolean;
  readonly isRequired: boolean;
  /** undefined: nobody knows. */
  readonly value: number | undefined;
  readonly text: string;
  readonly enter: number;
  readonly exit: number;
  readonly unit: string;
  /** When it turns if the value stays where it is; undefined: it does not. */
  readonly turnsInMs: number | undefined;
}

interface Judging extends Omit<Moment, 'settings'> {
  readonly rule: ConditionRule;
  /** The settings were changed since the last look. */
  readonly isRevised: boolean;
}

interface Watched {
  trigger: Trigger;
  reading: Reading | undefined;
  /** Of the reading that was told. */
  subject: string;
  toldMs: number;
}

/**
 * What is watched of one host beside the loop: a switch for each condition. It begins with what the record says, so that
 * a condition keeps its age under a new owner, and says what has to be written there. PURE, but it remembers.
 */
export class HostWatch {
  /** Of the claim under which it watches. */
  readonly epoch: number;
  readonly #watched = new Map<JudgedType, Watched>();
  readonly #links = new NicLinks();
  #settings: ConditionSettings | undefined;
  #selected: Pick<Host, 'site' | 'labels'> | undefined;
  #rules: ConditionRules | undefined;
  /** When the host changed, oldest first. */
  #changesMs: number[] = [];

  constructor(epoch: number) {
    this.epoch = epoch;
  }

  /** The host, or one of its conditions, changed so often just now. */
  changed(count: number, nowMs: number): void {
    for (let i = 0; i < count; i++) this.#changesMs.push(nowMs);
    if (this.#changesMs.length > changesMax) this.#changesMs = this.#changesMs.slice(-changesMax);
  }

  judge(host: Host, measured: Measured, moment: Moment): ConditionVerdict[] {
    const isRevised = this.#settings !== undefined && this.#settings !== moment.settings;
    const rules = this.#rulesOf(host, moment.settings);
    const facts = { host, ...measured, changeCount: this.#changeCount(rules.FLAPPING, moment) };
    const { nowMs, nowUnixMs } = moment;
    const verdicts: ConditionVerdict[] = [];
    for (const type of judgedTypes) {
      const rule = this.#ruleOf(type, rules);
      const verdict = this.#judgeOne(type, facts, { rule, isRevised, nowMs, nowUnixMs });
      if (verdict !== undefined) verdicts.push(verdict);
    }
    return verdicts;
  }

  /** Watched interfaces whose link changed; told at the pace of conditions while the host flaps. */
  links(host: Host, { stats }: Measured, { nowMs, settings }: Moment): NicChange[] {
    const { NETWORK_DOWN, FLAPPING } = this.#rulesOf(host, settings);
    const { isEnabled, interfaces = [] } = NETWORK_DOWN;
    if (!isEnabled || interfaces.length === 0) return [];
    const isFlapping = this.#watched.get('FLAPPING')?.trigger.isActive === true;
    const paceMs = isFlapping ? (FLAPPING.paceMs ?? 0) : 0;
    return this.#links.changed(stats, interfaces, { nowMs, paceMs });
  }

  standing(nowMs: number): ConditionStanding[] {
    const rules = this.#rules;
    if (rules === undefined) return [];
    return [...this.#watched].flatMap(([type, { trigger, reading }]) => {
      const rule = this.#ruleOf(type, rules);
      const turnsInMs = Math.max(0, dueMs(trigger, rule) - nowMs);
      const { enter, exit, isRequired, isEnabled } = rule;
      if (!isEnabled) return [];
      return {
        ...{ type, isActive: trigger.isActive, isRequired, enter, exit },
        ...{ value: reading?.value, text: reading?.text() ?? '', unit: readingUnits[type] },
        turnsInMs: turnsInMs === Infinity ? undefined : turnsInMs,
      };
    });
  }

  #rulesOf(host: Host, settings: ConditionSettings): ConditionRules {
    const { site, labels } = host;
    const isSame = this.#selected?.site === site && this.#selected.labels === labels;
    if (this.#rules === undefined || this.#settings !== settings || !isSame) {
      this.#settings = settings;
      this.#selected = { site, labels };
      this.#rules = judgedOf(rulesFor(host, settings));
    }
    return this.#rules;
  }

  /** While the host flaps its other conditions are told at a slower pace; what they did meanwhile is counted. */
  #ruleOf(type: JudgedType, rules: ConditionRules): ConditionRule {
    const rule = rules[type];
    const isFlapping = this.#watched.get('FLAPPING')?.trigger.isActive === true;
    if (!isFlapping || type === 'FLAPPING') return rule;
    return { ...rule, minimumMs: Math.max(rule.minimumMs, rules.FLAPPING.paceMs ?? 0) };
  }

  #changeCount({ windowMs = 0 }: ConditionRule, { nowMs }: Moment): number {
    const fromMs = nowMs - windowMs;
    while ((this.#changesMs[0] ?? Infinity) < fromMs) this.#changesMs.shift();
    return this.#changesMs.length;
  }

  #judgeOne(type: JudgedType, facts: HostFacts, at: Judging): ConditionVerdict | undefined {
    const { rule, nowMs } = at;
    const known = facts.host.conditions.find((condition) => condition.type === type);
    const watched = this.#of(type, known, at);
    const before = watched.trigger;
    watched.reading = rule.isEnabled ? readingOf(type, facts, rule) : undefined;
    watched.trigger = pulled(before, watched.reading?.value, at);
    const isEdge = watched.trigger.isActive !== before.isActive;
    if (!isEdge && !isUntold(watched, known, at)) return undefined;
    watched.toldMs = nowMs;
    watched.subject = watched.reading?.subject ?? '';
    const { isActive } = watched.trigger;
    const report = reportOf(type, watched, { rule, crossings: before.crossings });
    return { type, report, isDisqualifying: isActive && rule.isRequired };
  }

  /** What it is known to be; what the record says after a while counts more than what we told. */
  #of(type: JudgedType, known: Condition | undefined, { nowMs, nowUnixMs }: Judging): Watched {
    const watched = this.#watched.get(type);
    const isTold = isTurned(type, known);
    const isNews = watched === undefined || nowMs - watched.toldMs >= heardBackMs;
    if (watched !== undefined && (!isNews || watched.trigger.isActive === isTold)) return watched;
    const ageMs = known === undefined ? Infinity : Math.max(0, nowUnixMs - known.sinceAt);
    const trigger = restoredTrigger(isTold, nowMs, ageMs);
    const restored = { trigger, reading: undefined, subject: '', toldMs: -Infinity };
    this.#watched.set(type, restored);
    return restored;
  }
}

/** Of a hypervisor nothing is judged but whether the host is unfit without it. */
function judgedOf(rules: ConditionRules): ConditionRules {
  const { HYPERVISOR_UNAVAILABLE: rule } = rules;
  return rule.isRequired
    ? rules
    : { ...rules, HYPERVISOR_UNAVAILABLE: { ...rule, isEnabled: false } };
}

/** Whether the record should say something else, though nothing turned. */
function isUntold(watched: Watched, known: Condition | undefined, at: Judging): boolean {
  if (known === undefined) return false;
  const { rule, nowMs, isRevised } = at;
  const isDisqualifying = watched.trigger.isActive && rule.isRequired;
  const isHeardBack = nowMs - watched.toldMs >= heardBackMs;
  if ((known.isDisqualifying ?? false) !== isDisqualifying) return isRevised || isHeardBack;
  return isAboutAnother(watched, at);
}

/** It holds for something else than was told, such as another interface. */
function isAboutAnother(watched: Watched, { rule, nowMs }: Judging): boolean {
  const { trigger, reading, subject, toldMs } = watched;
  if (!trigger.isActive || reading === undefined || toldMs === -Infinity) return false;
  const isBeyond = reading.value > rule.exit;
  return isBeyond && reading.subject !== subject && nowMs - toldMs >= rule.minimumMs;
}

/** undefined: others say whether it holds. */
function reportOf(
  type: JudgedType,
  { trigger: { isActive }, reading }: Watched,
  { rule, crossings }: { readonly rule: ConditionRule; readonly crossings: number },
): ConditionReport | undefined {
  if (type === 'HYPERVISOR_UNAVAILABLE') return undefined;
  const clauses = [
    ...(isActive && reading
      ? [`${reading.text()}; threshold ${String(rule.enter)} ${readingUnits[type]}`.trimEnd()]
      : []),
    ...(crossings > 1
      ? [`it crossed its threshold ${String(crossings)} times before that was told`]
      : []),
  ];
  return {
    ...{ type, isActive, message: clauses.join('; ') },
    reason: isActive ? (reading?.reason ?? '') : '',
  };
}
