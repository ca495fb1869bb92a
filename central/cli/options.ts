import { InvalidArgumentError, Option } from 'commander';

import { duration } from '../../shared/config/units.ts';
import { eventTypes } from '../../shared/model/event.ts';
import { hostStatuses, vmHealths, vmStatuses } from '../../shared/model/status.ts';

export const outputFormats = ['table', 'wide', 'json', 'yaml'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** `A,B` and repeated options both add up. */
function collect<Word>(
  parse: (text: string) => Word,
): (text: string, previous: readonly Word[] | undefined) => readonly Word[] {
  return (text, previous = []) => [
    ...previous,
    ...text.split(',').map((part) => parse(part.trim())),
  ];
}

function wordIn<Word extends string>(words: readonly Word[], what: string): (text: string) => Word {
  const fold = (text: string): string => text.toLowerCase().replaceAll('-', '_');
  return (text) => {
    const word = words.find((candidate) => fold(candidate) === fold(text));
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`"${text}" is no ${what}. Known: ${words.join(', ')}.`);
  };
}

function text(what: string): (value: string) => string {
  return (value) => {
    if (value !== '') return value;
    throw new InvalidArgumentError(`A ${what} must not be empty.`);
  };
}

/** Ends at a comma only where another selector begins, because values may hold commas. */
const selectorBoundary = /,(?=[\w./-]+!?=)/;
const selectorPattern = /^[^=!,\s]+(?:!?=.*)?$/s;

function parseSelectors(value: string, previous: readonly string[] = []): readonly string[] {
  const selectors = value.split(selectorBoundary);
  const wrong = selectors.find((selector) => !selectorPattern.test(selector));
  if (wrong === undefined) return [...previous, ...selectors];
  throw new InvalidArgumentError(`"${wrong}" is no selector: write key=value, key!=value or key.`);
}

const positive = duration({ min: '1ms', max: '24d' });

/** Milliseconds. */
export function parseTimeout(value: string): number {
  const parsed = positive.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message ?? 'is not a time'}.`);
}

export function parseCount(value: string): number {
  const count = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('It must be a whole number, 1 or more.');
}

export const labelOption = (): Option =>
  new Option(
    '-l, --label <selector>',
    'only hosts with this label: key=value, key!=value or key; may be repeated',
  ).argParser(parseSelectors);

export const siteOption = (): Option =>
  new Option('--site <site>', 'only hosts of this site; several: a,b').argParser(
    collect(text('site')),
  );

export const namePrefixOption = (what: string): Option =>
  new Option('--name-prefix <text>', `only ${what} whose name begins like this`);

export const hostStatusOption = (): Option =>
  new Option('--status <status>', 'only hosts with this status; several: UP,DOWN').argParser(
    collect(wordIn(hostStatuses, 'host status')),
  );

export const vmStatusOption = (): Option =>
  new Option('--status <status>', 'only VMs with this status; several: UP,PAUSED').argParser(
    collect(wordIn(vmStatuses, 'VM status')),
  );

export const vmHealthOption = (): Option =>
  new Option('--health <health>', 'only VMs with this health; several: MISSING,ZOMBIE').argParser(
    collect(wordIn(vmHealths, 'VM health')),
  );

export const hostOption = (): Option =>
  new Option('--host <id>', 'only VMs on this host; several: a,b').argParser(
    collect(text('host id')),
  );

export const typeOption = (): Option =>
  new Option(
    '--type <type>',
    'only changes of this type, such as VmStatusChanged; several: a,b',
  ).argParser(collect(wordIn(eventTypes, 'event type')));

export const limitOption = (what: string): Option =>
  new Option('--limit <n>', `show at most this many ${what} (default: all)`).argParser(parseCount);

/** Values of the options that choose hosts. */
export interface HostChoice {
  readonly label?: readonly string[];
  readonly site?: readonly string[];
  readonly namePrefix?: string;
}
