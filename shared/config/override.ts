import { configFields, environmentPrefix, type ConfigField, type FieldForm } from './fields.ts';

import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value given on the command line. */
export interface FlagValue {
  /** As the user wrote it, such as `--log-level`. */
  readonly flag: string;
  /** What it sets, such as `log.level`. */
  readonly path: string;
  readonly value: string;
}

/** A value from outside the file. Later ones win. */
export interface Override {
  /** The variable or flag. */
  readonly where: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

export interface Overrides {
  readonly overrides: readonly Override[];
  /** Flags that set nothing this program knows. */
  readonly unknownFlags: readonly FlagValue[];
  /** Variables with our prefix that set nothing this program knows. */
  readonly unknownVariables: readonly string[];
}

/** The variable that names the configuration file. */
export const fileVariable = `${environmentPrefix}CONFIG`;

/** Kubernetes sets these in every container next to a service named `muster...`. */
const kubernetesVariable = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?$/;

export function collectOverrides(
  schema: z.ZodObject,
  env: Environment,
  flags: readonly FlagValue[],
): Overrides {
  const fields = configFields(schema);
  const byPath = new Map(fields.map((field) => [field.path.join('.'), field]));
  const known = new Set([fileVariable, ...fields.map(({ variable }) => variable)]);
  return {
    overrides: [
      ...fields.flatMap((field) => overrideFrom(field, field.variable, env[field.variable])),
      ...flags.flatMap(({ flag, path, value }) => overrideFrom(byPath.get(path), flag, value)),
    ],
    unknownFlags: flags.filter(({ path }) => !byPath.has(path)),
    unknownVariables: Object.keys(env).filter(
      (name) =>
        name.startsWith(environmentPrefix) && !known.has(name) && !kubernetesVariable.test(name),
    ),
  };
}

function overrideFrom(
  field: ConfigField | undefined,
  where: string,
  text: string | undefined,
): Override[] {
  if (field === undefined || text === undefined) return [];
  return [{ where, path: field.path, value: fromText(text, field.form) }];
}

const booleans = new Map([
  ['true', true],
  ['false', false],
]);

/** What cannot be converted stays text, and the schema says what is wrong with it. */
function fromText(text: string, form: FieldForm): unknown {
  switch (form) {
    case 'text':
      return text;
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return booleans.get(text) ?? text;
    case 'list':
      return parts(text);
    case 'map':
      return mapFrom(parts(text)) ?? text;
  }
}

function parts(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** From `key=value` parts. */
function mapFrom(pairs: readonly string[]): Record<string, string> | undefined {
  const entries = pairs.map((pair) => /^([^=]+)=(.*)$/.exec(pair));
  if (entries.includes(null)) return undefined;
  return Object.fromEntries(entries.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
}

/** The tree with the overrides in it; a new one, the argument is left alone. */
export function applyOverrides(tree: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce((result, { path, value }) => withValue(result, path, value), tree);
}

function withValue(tree: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  // Something of a wrong type is left as it is: the schema will complain about it.
  if (tree !== undefined && !isPlainObject(tree)) return tree;
  return { ...tree, [key]: withValue(tree?.[key], rest, value) };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
