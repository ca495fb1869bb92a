import { z } from 'zod';

import { duration } from '../shared/config/units.ts';
import { judgedTypes, rulesFor } from './state/conditions/rule.ts';
import type {
  ConditionRule,
  ConditionRules,
  ConditionSettings,
  JudgedType,
  RuleOverride,
} from './state/conditions/rule.ts';

/** The section `conditions` of the configuration: which are judged, by which thresholds and times, and for which hosts. */

const percent = z.number().min(0).max(100);
const count = z.number().int().min(1).max(1_000);
const time = duration({ min: '0s', max: '1d' });

const words = {
  enabled: 'Whether it is judged at all',
  enter: 'Begins at this value',
  exit: 'Ends at this value, below enter',
  after: 'How long a value must stay beyond a threshold before that counts',
  minimum: 'Between beginning and end at least',
  required: 'A host with it is NON_OPERATIONAL',
} as const;

interface Preset<Value> {
  readonly enter: Value;
  readonly exit: Value;
  readonly after?: string;
  readonly required?: boolean;
}

function basics({ after = '1m', required = false }: Omit<Preset<unknown>, 'enter' | 'exit'>) {
  return {
    enabled: z.boolean().prefault(true).describe(words.enabled),
    after: time.prefault(after).describe(words.after),
    minimum: time.prefault('1m').describe(words.minimum),
    required: z.boolean().prefault(required).describe(words.required),
  };
}

function used(preset: Preset<number>) {
  const { enter, exit } = preset;
  return z
    .strictObject({
      enter: percent.prefault(enter).describe(`${words.enter}, in percent`),
      exit: percent.prefault(exit).describe(`${words.exit}, in percent`),
      ...basics(preset),
    })
    .prefault({});
}

const someBasics = {
  enabled: z.boolean().optional(),
  after: time.optional(),
  minimum: time.optional(),
  required: z.boolean().optional(),
};
const someUsed = z
  .strictObject({ enter: percent.optional(), exit: percent.optional(), ...someBasics })
  .optional();
const interfaces = z.array(z.string().min(1)).max(64);
const version = z.string().regex(/^v?\d+\.\d+/, { error: 'must be a version, such as 1.2.0' });

/** What an override may say; what it leaves out stays as it is. */
const overrideSchema = z.strictObject({
  site: z.string().optional(),
  labels: z.record(z.string(), z.string()).prefault({}),
  memory_pressure: someUsed,
  cpu_pressure: someUsed,
  disk_pressure: someUsed,
  swap_pressure: someUsed,
  network_down: z.strictObject({ interfaces: interfaces.optional(), ...someBasics }).optional(),
  hypervisor_unavailable: z.strictObject(someBasics).optional(),
  clock_skewed: z
    .strictObject({ enter: time.optional(), exit: time.optional(), ...someBasics })
    .optional(),
  agent_outdated: z.strictObject({ oldest: version.optional(), ...someBasics }).optional(),
  flapping: z
    .strictObject({
      enter: count.optional(),
      exit: z.number().int().min(0).optional(),
      window: time.optional(),
      pace: time.optional(),
      ...someBasics,
    })
    .optional(),
});

export const conditionsSchema = z.strictObject({
  memory_pressure: used({ enter: 95, exit: 90 }),
  cpu_pressure: used({ enter: 95, exit: 85 }),
  disk_pressure: used({ enter: 95, exit: 90 }),
  swap_pressure: used({ enter: 95, exit: 85 }),
  network_down: z
    .strictObject({
      interfaces: interfaces
        .prefault([])
        .describe('Interfaces that must have a link; none are watched otherwise'),
      ...basics({ required: true }),
    })
    .prefault({}),
  hypervisor_unavailable: z.strictObject(basics({ after: '30s', required: true })).prefault({}),
  clock_skewed: z
    .strictObject({
      enter: time.prefault('2s').describe(words.enter),
      exit: time.prefault('1s').describe(words.exit),
      ...basics({}),
    })
    .prefault({}),
  agent_outdated: z
    .strictObject({
      oldest: version.prefault('0.1.0').describe('The oldest version of agents that will do'),
      ...basics({ after: '0s' }),
    })
    .prefault({}),
  flapping: z
    .strictObject({
      enter: count.prefault(10).describe('Begins with so many changes in the window'),
      exit: z
        .number()
        .int()
        .min(0)
        .prefault(4)
        .describe('Ends with no more changes in the window than these'),
      window: time.prefault('15m').describe('How long changes are counted'),
      pace: time.prefault('5m').describe('Between two edges of any other condition while it holds'),
      ...basics({ after: '0s' }),
    })
    .prefault({}),
  overrides: z
    .array(overrideSchema)
    .max(1_000)
    .prefault([])
    .describe('Other values for hosts of a site, or with labels; of several the last one wins'),
});

export type ConditionsConfig = z.output<typeof conditionsSchema>;
type OverrideConfig = z.output<typeof overrideSchema>;

/** Every field that a condition may have. */
interface RuleConfig {
  readonly enabled?: boolean | undefined;
  readonly enter?: number | undefined;
  readonly exit?: number | undefined;
  readonly after?: number | undefined;
  readonly minimum?: number | undefined;
  readonly required?: boolean | undefined;
  readonly interfaces?: readonly string[] | undefined;
  readonly oldest?: string | undefined;
  readonly window?: number | undefined;
  readonly pace?: number | undefined;
}

function ruleOf(config: RuleConfig): Partial<ConditionRule> {
  const { enabled, required, interfaces: names, oldest } = config;
  return {
    ...(enabled !== undefined && { isEnabled: enabled }),
    ...(required !== undefined && { isRequired: required }),
    ...(names && { interfaces: names }),
    ...(oldest !== undefined && { oldestVersion: oldest }),
    ...amountsOf(config),
  };
}

function amountsOf({
  enter,
  exit,
  after,
  minimum,
  window,
  pace,
}: RuleConfig): Partial<ConditionRule> {
  return {
    ...(enter !== undefined && { enter }),
    ...(exit !== undefined && { exit }),
    ...(after !== undefined && { afterMs: after }),
    ...(minimum !== undefined && { minimumMs: minimum }),
    ...(window !== undefined && { windowMs: window }),
    ...(pace !== undefined && { paceMs: pace }),
  };
}

function sectionsOf(
  config: Omit<OverrideConfig, 'site' | 'labels'>,
): Readonly<Record<JudgedType, RuleConfig | undefined>> {
  return {
    MEMORY_PRESSURE: config.memory_pressure,
    CPU_PRESSURE: config.cpu_pressure,
    DISK_PRESSURE: config.disk_pressure,
    SWAP_PRESSURE: config.swap_pressure,
    NETWORK_DOWN: config.network_down,
    HYPERVISOR_UNAVAILABLE: config.hypervisor_unavailable,
    CLOCK_SKEWED: config.clock_skewed,
    AGENT_OUTDATED: config.agent_outdated,
    FLAPPING: config.flapping,
  };
}

/** Of what is either so or not. */
const eitherOr: ConditionRule = {
  ...{ isEnabled: true, enter: 1, exit: 0, afterMs: 0, minimumMs: 0, isRequired: false },
};

function mapRules<Rule>(make: (type: JudgedType) => Rule): Readonly<Record<JudgedType, Rule>> {
  return {
    MEMORY_PRESSURE: make('MEMORY_PRESSURE'),
    CPU_PRESSURE: make('CPU_PRESSURE'),
    DISK_PRESSURE: make('DISK_PRESSURE'),
    SWAP_PRESSURE: make('SWAP_PRESSURE'),
    NETWORK_DOWN: make('NETWORK_DOWN'),
    HYPERVISOR_UNAVAILABLE: make('HYPERVISOR_UNAVAILABLE'),
    CLOCK_SKEWED: make('CLOCK_SKEWED'),
    AGENT_OUTDATED: make('AGENT_OUTDATED'),
    FLAPPING: make('FLAPPING'),
  };
}

export function conditionSettings({ overrides, ...config }: ConditionsConfig): ConditionSettings {
  const sections = sectionsOf(config);
  const rules: ConditionRules = mapRules((type) => ({
    ...eitherOr,
    ...ruleOf(sections[type] ?? {}),
  }));
  return { rules, overrides: overrides.map(overrideOf) };
}

function overrideOf({ site, labels, ...config }: OverrideConfig): RuleOverride {
  const sections = sectionsOf(config);
  return { site, labels, rules: mapRules((type) => ruleOf(sections[type] ?? {})) };
}

/** What no single field can tell. */
export function conditionProblems(config: ConditionsConfig): string[] {
  const settings = conditionSettings(config);
  const problems = inverted('conditions', settings.rules);
  for (const [i, override] of settings.overrides.entries()) {
    const place = `conditions.overrides.${String(i)}`;
    const { site, labels } = override;
    if (site === undefined && Object.keys(labels).length === 0) {
      problems.push(`${place}: must name a site or labels; what holds for all stands above`);
    }
    const host = { site: site ?? '', labels };
    const rules = rulesFor(host, { rules: settings.rules, overrides: [override] });
    problems.push(...inverted(place, rules));
  }
  return [...new Set(problems)];
}

function inverted(place: string, rules: ConditionRules): string[] {
  return judgedTypes.flatMap((type) => {
    const { enter, exit } = rules[type];
    if (exit < enter) return [];
    return `${place}.${type.toLowerCase()}: exit must be below enter, or it would begin and end at once`;
  });
}
