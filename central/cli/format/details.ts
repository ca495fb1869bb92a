import { displayWidth, pad, printable } from './width.ts';

/** A line of a description: what it is, and its value. Without a value the line is left out. */
export type Fact = readonly [label: string, value: string | undefined];

/** Facts with their values in one column; ends with a line break unless there is nothing to say. */
export function renderFacts(facts: readonly Fact[], indent = ''): string {
  const said = facts.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [[`${label}:`, printable(value)] as const],
  );
  const width = Math.max(0, ...said.map(([label]) => displayWidth(label)));
  return said.map(([label, value]) => `${indent}${pad(label, width, 'left')}  ${value}\n`).join('');
}

/** A heading with its indented text; nothing if the text is empty. */
export function renderSection(heading: string, text: string): string {
  if (text === '') return '';
  const body = text.replace(/^(?=.)/gm, '  ');
  return `\n${heading}:\n${body}`;
}
