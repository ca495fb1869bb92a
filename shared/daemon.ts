import { Command, CommanderError } from 'commander';
import type { z } from 'zod';

import { configFields } from './config/fields.ts';
import type { ConfigField } from './config/fields.ts';
import { formatProblem, loadConfig } from './config/load.ts';
import type { Environment, FlagValue } from './config/override.ts';
import { printConfig } from './config/print.ts';

export interface DaemonOptions<Schema extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly schema: Schema;
  /** Read when no file is named; need not exist. */
  readonly defaultFile: string;
  /** Arguments without node and script. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** What no single field can tell: returns what is wrong, one sentence each. */
  readonly check?: (config: z.output<Schema>) => readonly string[];
}

export type DaemonStart<Config> =
  | { readonly kind: 'run'; readonly config: Config; readonly warnings: readonly string[] }
  | {
      readonly kind: 'exit';
      readonly code: number;
      readonly output: string;
      readonly errors: string;
    };

function flagOf({ path }: ConfigField): string {
  return `--${path.join('-').replaceAll('_', '-')}`;
}

function commandOf(
  options: Omit<DaemonOptions<z.ZodObject>, 'check'>,
  fields: readonly ConfigField[],
): Command {
  const command = new Command(options.name)
    .description(options.description)
    .version(options.version)
    .option('--config <file>', `configuration file (YAML); ${options.defaultFile} if it is there`)
    .option('--check-config', 'check the configuration, say what is wrong, and end')
    .option('--print-config', 'print the configuration in force, and end')
    .allowExcessArguments(false)
    .exitOverride();
  for (const field of fields) {
    const preset =
      field.defaultValue === undefined ? '' : ` (default ${JSON.stringify(field.defaultValue)})`;
    command.option(`${flagOf(field)} <value>`, `${field.description}${preset} [${field.variable}]`);
  }
  return command;
}

/** What the command line and the configuration say the program shall do. Wrong ones end with exit code 2. */
export function startDaemon<Schema extends z.ZodObject>(
  options: DaemonOptions<Schema>,
): DaemonStart<z.output<Schema>> {
  const fields = configFields(options.schema);
  const written = { output: '', errors: '' };
  const { check, ...plain } = options;
  const command = commandOf(plain, fields).configureOutput({
    writeOut: (text) => (written.output += text),
    writeErr: (text) => (written.errors += text),
  });
  const ended = parse(command, options.argv);
  if (ended !== undefined) return { kind: 'exit', code: ended, ...written };
  const given = command.opts<Record<string, unknown>>();
  const flags = flagsGiven(command, fields);
  const file = typeof given['config'] === 'string' ? given['config'] : undefined;
  const outcome = loadConfig(options.schema, {
    ...{ file, flags, env: options.env, defaultFile: options.defaultFile },
  });
  if (outcome.kind === 'invalid') return refuse(outcome.problems.map(formatProblem));
  const problems = check?.(outcome.config) ?? [];
  if (problems.length > 0) return refuse(problems);
  if (given['printConfig'] === true) return finish(printConfig(options.schema, outcome.config));
  if (given['checkConfig'] === true) return finish('the configuration is sound\n');
  return { kind: 'run', config: outcome.config, warnings: outcome.warnings };
}

/** Exit code if the command line itself ends the program (--help, a wrong flag). */
function parse(command: Command, argv: readonly string[]): number | undefined {
  try {
    command.parse(argv, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

function flagsGiven(command: Command, fields: readonly ConfigField[]): FlagValue[] {
  const given = command.opts<Record<string, unknown>>();
  return fields.flatMap((field) => {
    const flag = flagOf(field);
    const option = command.options.find(({ long }) => long === flag);
    const value = option && given[option.attributeName()];
    return typeof value === 'string' ? [{ flag, path: field.path.join('.'), value }] : [];
  });
}

function refuse(lines: readonly string[]): DaemonStart<never> {
  return { kind: 'exit', code: 2, output: '', errors: lines.map((line) => `${line}\n`).join('') };
}

function finish(output: string): DaemonStart<never> {
  return { kind: 'exit', code: 0, output, errors: '' };
}
