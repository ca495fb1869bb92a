import type { Host } from '../../../shared/model/host.ts';
import type { ConditionType } from '../../../shared/model/status.ts';

/** What the central judges itself. HYPERVISOR_UNAVAILABLE is told by agents; only what follows from it is judged here. */
export const judgedTypes = [
  'MEMORY_PRESSURE',
  'CPU_PRESSURE',
  'DISK_PRESSURE',
  'SWAP_PRESSURE',
  'NETWORK_DOWN',
  'HYPERVISOR_UNAVAILABLE',
  'CLOCK_SKEWED',
  'AGENT_OUTDATED',
  'FLAPPING',
] as const satisfies readonly ConditionType[];
export type JudgedType = (typeof judgedTypes)[number];

export interface ConditionRule {
  readonly isEnabled: boolean;
  /** It begins at this value or above. */
  readonly enter: number;
  /** It ends at this value or below, which is less than `enter`: between them it stays as it is. */
  readonly exit: number;
  /** How long a value must stay beyond a threshold before that counts, ms. */
  readonly afterMs: number;
  /** Between two edges at least, ms. */
  readonly minimumMs: number;
  /** While it holds the host is NON_OPERATIONAL. */
  readonly isRequired: boolean;
  /** NETWORK_DOWN: the interfaces that are watched. */
  readonly interfaces?: readonly string[];
  /** AGENT_OUTDATED: the oldest version that is good enough. */
  readonly oldestVersion?: string;
  /** FLAPPING: over how long changes are counted, ms. */
  readonly windowMs?: number;
  /** FLAPPING: between two edges of any other condition while it holds, ms. */
  readonly paceMs?: number;
}

export type ConditionRules = Readonly<Record<JudgedType, ConditionRule>>;

/** Other rules for some hosts. */
export interface RuleOverride {
  /** undefined: any. */
  readonly site: string | undefined;
  /** All of them must be on the host. */
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: { readonly [Type in JudgedType]?: Partial<ConditionRule> };
}

export interface ConditionSettings {
  readonly rules: ConditionRules;
  /** Of those that name the same value the last one wins. */
  readonly overrides: readonly RuleOverride[];
}

type Selected = Pick<Host, 'site' | 'labels'>;

function isMeant({ site, labels }: RuleOverride, host: Selected): boolean {
  if (site !== undefined && site !== host.site) return false;
  return Object.entries(labels).every(([key, value]) => host.labels[key] === value);
}

/** What holds for one host. */
export function rulesFor(host: Selected, settings: ConditionSettings): ConditionRules {
  let { rules } = settings;
  for (const override of settings.overrides) {
    if (!isMeant(override, host)) continue;
    const changed = judgedTypes.map((type) => [
      type,
      { ...rules[type], ...override.rules[type] },
    ]) satisfies [JudgedType, ConditionRule][];
    rules = { ...rules, ...Object.fromEntries(changed) };
  }
  return rules;
}
