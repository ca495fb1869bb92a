import type { Command, Option } from 'commander';

import { eventTypes } from '../../shared/model/event.ts';
import { hostStatuses, vmHealths, vmStatuses } from '../../shared/model/status.ts';

/** What may stand at the cursor; the ones that only the central or the contexts file know are asked for later. */
export type Candidates =
  | { readonly kind: 'words'; readonly words: readonly Candidate[] }
  | {
      readonly kind: 'hosts' | 'vms' | 'sites' | 'replicas' | 'contexts';
      /** What each must begin with. */
      readonly start: string;
      /** Stands in front of each: the `--host=` of `--host=node-1`. */
      readonly prefix?: string;
    }
  /** The shell's own completion of file names. */
  | { readonly kind: 'files' };

export interface Candidate {
  readonly word: string;
  /** One short sentence; may be empty. */
  readonly description: string;
}

/**
 * The candidates for the last of `words`, which may be empty; the others stand before the cursor. bash cuts
 * `--status=UP` into three words, the other shells do not.
 */
export function candidatesFor(program: Command, words: readonly string[]): Candidates {
  const { before, current, prefix } = splitAssignment(words);
  const place = walk(program, before);
  const found =
    place.pending !== undefined
      ? valuesOf(place.pending, place.command, current)
      : current.startsWith('-')
        ? optionWords(program, place.command)
        : argumentsOf(place, current);
  if (found.kind === 'files') return found;
  if (found.kind !== 'words') return { ...found, prefix };
  const fitting = found.words.filter(({ word }) => word.startsWith(current));
  return {
    kind: 'words',
    words: fitting.map((candidate) => ({ ...candidate, word: prefix + candidate.word })),
  };
}

function splitAssignment(words: readonly string[]): {
  readonly before: readonly string[];
  readonly current: string;
  readonly prefix: string;
} {
  const parts = words.filter((word) => word !== '=');
  const current = words.at(-1) === '=' ? '' : (words.at(-1) ?? '');
  const before = words.at(-1) === '=' ? parts : parts.slice(0, -1);
  const [option = '', value] = splitEqual(current);
  if (value === undefined) return { before, current, prefix: '' };
  return { before: [...before, option], current: value, prefix: `${option}=` };
}

/** Values that stand before the cursor for options of the program itself, such as --address, by attribute name. */
export function programValues(
  program: Command,
  words: readonly string[],
): ReadonlyMap<string, string> {
  const { before } = splitAssignment([...words.slice(0, -1), '']);
  const parts = before.flatMap((word) => splitEqual(word));
  return new Map(
    parts.flatMap((word, index) => {
      const option = findOption([program], word);
      const value = parts[index + 1];
      return option?.required === true && value !== undefined
        ? [[option.attributeName(), value] as const]
        : [];
    }),
  );
}

function splitEqual(word: string): readonly string[] {
  const match = /^(--[a-z-]+)=(.*)$/s.exec(word);
  return match?.[1] === undefined ? [word] : [match[1], match[2] ?? ''];
}

interface Place {
  readonly command: Command;
  /** Words that are neither options nor verbs. */
  readonly argumentCount: number;
  /** The option whose value is being typed. */
  readonly pending: Option | undefined;
}

function findOption(commands: readonly Command[], word: string): Option | undefined {
  return commands
    .flatMap(({ options }) => options)
    .find(({ short, long }) => word === short || word === long);
}

function walk(program: Command, before: readonly string[]): Place {
  let command = program;
  let argumentCount = 0;
  let pending: Option | undefined;
  for (const word of before) {
    if (pending !== undefined) {
      pending = undefined;
    } else if (word.startsWith('-')) {
      const option = findOption([command, program], word);
      pending = option?.required === true ? option : undefined;
    } else {
      const verb = command.commands.find((candidate) => candidate.name() === word);
      if (verb === undefined) argumentCount += 1;
      command = verb ?? command;
    }
  }
  return { command, argumentCount, pending };
}

const nothing: Candidates = { kind: 'words', words: [] };

const plain = (words: readonly string[]): readonly Candidate[] =>
  words.map((word) => ({ word, description: '' }));

/** Completes the part after the last comma of `A,B`. */
function listed(words: readonly string[], current: string): Candidates {
  const done = current.slice(0, current.lastIndexOf(',') + 1);
  const chosen = new Set(done.split(','));
  return {
    kind: 'words',
    words: plain(words.filter((word) => !chosen.has(word)).map((word) => done + word)),
  };
}

type ValueSource = (command: Command, current: string) => Candidates;

const files: ValueSource = () => ({ kind: 'files' });

const valueSources: ReadonlyMap<string | undefined, ValueSource> = new Map<string, ValueSource>([
  [
    '--status',
    (command, current) => listed(command.name() === 'vms' ? vmStatuses : hostStatuses, current),
  ],
  ['--health', (_command, current) => listed(vmHealths, current)],
  ['--type', (_command, current) => listed(eventTypes, current)],
  ['--host', (_command, start) => ({ kind: 'hosts', start })],
  ['--site', (_command, start) => ({ kind: 'sites', start })],
  ['--context', (_command, start) => ({ kind: 'contexts', start })],
  ['--tls-ca', files],
  ['--tls-cert', files],
  ['--tls-key', files],
]);

function valuesOf(option: Option, command: Command, current: string): Candidates {
  if (option.argChoices !== undefined) return { kind: 'words', words: plain(option.argChoices) };
  return valueSources.get(option.long)?.(command, current) ?? nothing;
}

function optionWords(program: Command, command: Command): Candidates {
  const options = [...new Set([...command.options, ...program.options])].filter(
    ({ hidden }) => !hidden,
  );
  return {
    kind: 'words',
    words: [
      ...options.map(({ long, short, description }) => ({
        word: long ?? short ?? '',
        description,
      })),
      { word: '--help', description: 'show help' },
    ],
  };
}

const argumentKinds: ReadonlyMap<string, 'hosts' | 'vms' | 'replicas' | 'contexts'> = new Map([
  ['host', 'hosts'],
  ['vm', 'vms'],
  ['drain', 'replicas'],
  ['use', 'contexts'],
  ['delete', 'contexts'],
  ['set', 'contexts'],
]);

function verbsOf(command: Command): Candidates {
  const verbs = command.createHelp().visibleCommands(command);
  return {
    kind: 'words',
    words: verbs.map((verb) => ({ word: verb.name(), description: verb.summary() })),
  };
}

/** Where an id may stand as well as a verb, what is typed decides. */
function isVerbNext(command: Command, current: string): boolean {
  if (command.registeredArguments.length === 0) return command.commands.length > 0;
  return current !== '' && command.commands.some((verb) => verb.name().startsWith(current));
}

function argumentsOf({ command, argumentCount }: Place, current: string): Candidates {
  if (isVerbNext(command, current)) return argumentCount > 0 ? nothing : verbsOf(command);
  const argument = command.registeredArguments[argumentCount];
  if (argument === undefined) return nothing;
  const isOfHost = command.parent?.name() === 'host';
  const kind = isOfHost ? 'hosts' : argumentKinds.get(command.name());
  if (kind !== undefined) return { kind, start: current };
  return { kind: 'words', words: plain(argument.argChoices ?? []) };
}
