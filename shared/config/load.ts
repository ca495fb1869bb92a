import { readConfigFile, type ConfigFile } from './file.ts';
import {
  applyOverrides,
  collectOverrides,
  fileVariable,
  type Environment,
  type FlagValue,
  type Override,
} from './override.ts';

import type { z } from 'zod';

export interface ConfigProblem {
  /** The field, such as `nats.servers`; empty when it is the file as a whole. */
  readonly path: string;
  /** The file, variable or flag to mend. */
  readonly where: string;
  /** In the file, from 1. */
  readonly line?: number;
  readonly message: string;
}

export type ConfigOutcome<T> =
  | { readonly kind: 'ok'; readonly config: T; readonly warnings: readonly string[] }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

export interface ConfigSources {
  /** The file the user named; must exist. Without it, the one named by MUSTER_CONFIG. */
  readonly file?: string | undefined;
  /** Read when no file is named; need not exist. */
  readonly defaultFile?: string;
  readonly env: Environment;
  readonly flags?: readonly FlagValue[];
}

/**
 * One YAML file, overridden by MUSTER_* variables, overridden by flags, checked against the schema and deeply frozen.
 * Every object of the schema must be a `z.strictObject`, so that a key nobody knows is a problem, not a silence.
 *
 * In a variable or flag a list is written `a,b,c` and a map `key=value,key=value`.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  sources: ConfigSources,
): ConfigOutcome<z.output<Schema>> {
  const source = openSource(sources);
  if (source.kind === 'invalid') return source;
  const { file } = source;
  const found = collectOverrides(schema, sources.env, sources.flags ?? []);
  const tree = applyOverrides(file.value, found.overrides);
  const parsed = schema.safeParse(tree, { error: plainMessage });
  const problems = [
    ...found.unknownFlags.map(({ flag, path }) => unknownFlag(flag, path)),
    ...(parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, file, found.overrides)),
  ];
  if (!parsed.success || problems.length > 0) return { kind: 'invalid', problems };
  const warnings = found.unknownVariables.map(
    (name) => `the environment variable ${name} sets nothing that this program knows`,
  );
  return { kind: 'ok', config: deepFreeze(parsed.data), warnings };
}

/** `central.yaml:12: nats.servers: must be a list`, ready for a terminal. */
export function formatProblem({ path, where, line, message }: ConfigProblem): string {
  const place = line === undefined ? where : `${where}:${line}`;
  return path === '' ? `${place}: ${message}` : `${place}: ${path}: ${message}`;
}

type Source =
  | { readonly kind: 'open'; readonly file: ConfigFile }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

function openSource({ file, defaultFile, env }: ConfigSources): Source {
  const named = file ?? env[fileVariable];
  const name = named ?? defaultFile;
  if (name === undefined) return { kind: 'open', file: noFile };
  const outcome = readConfigFile(name);
  switch (outcome.kind) {
    case 'read':
      return { kind: 'open', file: outcome.file };
    case 'missing':
      if (named === undefined) return { kind: 'open', file: noFile };
      return { kind: 'invalid', problems: [{ path: '', where: name, message: 'does not exist' }] };
    case 'unreadable': {
      const problems = outcome.problems.map((problem) => ({ path: '', where: name, ...problem }));
      return { kind: 'invalid', problems };
    }
  }
}

const noFile: ConfigFile = { name: 'configuration', value: {}, lineOf: () => undefined };

function unknownFlag(flag: string, path: string): ConfigProblem {
  return { path, where: flag, message: 'is not a field of this configuration' };
}

function problemsOf(
  issue: z.core.$ZodIssue,
  file: ConfigFile,
  overrides: readonly Override[],
): ConfigProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    return [problemAt(issue.path, issue.message, { file, overrides })];
  }
  return issue.keys.map((key) =>
    problemAt([...issue.path, key], 'is not a field of this configuration', { file, overrides }),
  );
}

function problemAt(
  path: readonly PropertyKey[],
  message: string,
  { file, overrides }: { file: ConfigFile; overrides: readonly Override[] },
): ConfigProblem {
  const name = path.map(String).join('.');
  const override = overrides.findLast((candidate) =>
    candidate.path.every((key, index) => path[index] === key),
  );
  if (override !== undefined) return { path: name, where: override.where, message };
  const line = file.lineOf(path);
  return { path: name, where: file.name, message, ...(line === undefined ? {} : { line }) };
}

/** Our words where the library's are for programmers; undefined leaves it to the library. */
function plainMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'is required';
    return `must be ${typeNames[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value')
    return `must be one of ${issue.values.map(String).join(', ')}`;
  return undefined;
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a group of fields',
  record: 'a map of names to values',
  string: 'text',
};

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
