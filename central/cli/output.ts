import { stringify } from 'yaml';

import { cellsOf, columnsFor, renderTable, type Column } from './format/table.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** A message as it came from the central, to be shown in proto3 JSON mapping. */
export interface ShownMessage {
  /** Full name, such as muster.v1.Host. */
  readonly type: string;
  readonly message: object;
}

/** Loaded late: the JSON mapping needs the whole contract. */
async function toJson({ type, message }: ShownMessage): Promise<Readonly<Record<string, unknown>>> {
  const { messageToJson, messageType } = await import('../../shared/wire/json.ts');
  return messageToJson(messageType(type), { ...message });
}

/** JSON leaves control characters above ASCII as they are; a terminal may obey them. */
function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}

/** One message as a document of its own. */
export async function printMessage(
  terminal: Terminal,
  format: 'json' | 'yaml',
  shown: ShownMessage,
): Promise<void> {
  await printValue(terminal, format, await toJson(shown));
}

/** Something that is no message of the contract. */
export async function printValue(
  terminal: Terminal,
  format: 'json' | 'yaml',
  value: unknown,
): Promise<void> {
  await terminal.out(format === 'json' ? `${jsonText(value, 2)}\n` : stringify(value));
}

/** One message of many: a line of JSON, or a YAML document. */
export async function printStreamed(
  terminal: Terminal,
  format: 'json' | 'yaml',
  shown: ShownMessage,
): Promise<void> {
  const json = await toJson(shown);
  await terminal.out(format === 'json' ? `${jsonText(json)}\n` : `---\n${stringify(json)}`);
}

export interface Listing<Item, Row> {
  /** Full name of the message type of an item. */
  readonly type: string;
  /** What is listed, in words: `hosts`. */
  readonly what: string;
  /** Returns true when --limit left something out. */
  readonly pages: AsyncGenerator<readonly (Item & object)[], boolean>;
  readonly columns: readonly Column<Row>[];
  readonly toRow: (item: Item) => Row;
}

/** A list in the format asked for: a table, or one array of messages. */
export async function printListing<Item, Row>(
  session: Session,
  listing: Listing<Item, Row>,
): Promise<void> {
  const { format, terminal } = session;
  const { count, isCut } =
    format === 'json' || format === 'yaml'
      ? await printArray(terminal, format, listing)
      : await printTable(session, listing);
  if (count === 0) terminal.err(`No ${listing.what}.\n`);
  if (isCut) {
    terminal.err(`There are more ${listing.what}; --limit stopped after ${count}.\n`);
  }
}

interface Printed {
  readonly count: number;
  readonly isCut: boolean;
}

async function printTable<Item, Row>(
  { terminal, format }: Session,
  { pages, columns, toRow }: Listing<Item, Row>,
): Promise<Printed> {
  const isWide = format === 'wide';
  const shown = columnsFor(columns, isWide);
  const now = terminal.clock.unixMs();
  const cells: string[][] = [];
  let page = await pages.next();
  for (; page.done !== true; page = await pages.next()) {
    for (const item of page.value) cells.push(cellsOf(shown, toRow(item), now));
  }
  if (cells.length > 0) {
    const { hasColor, width } = terminal;
    await terminal.out(renderTable(shown, cells, { hasColor, width: isWide ? undefined : width }));
  }
  return { count: cells.length, isCut: page.value };
}

/** Page by page, so that a fleet of any size passes through. */
async function printArray<Item, Row>(
  terminal: Terminal,
  format: 'json' | 'yaml',
  { pages, type }: Listing<Item, Row>,
): Promise<Printed> {
  let count = 0;
  let page = await pages.next();
  for (; page.done !== true; page = await pages.next()) {
    const items = await Promise.all(page.value.map((message) => toJson({ type, message })));
    if (items.length === 0) continue;
    if (format === 'yaml') await terminal.out(stringify(items));
    else await terminal.out(`${count === 0 ? '[' : ','}\n${arrayEntries(items)}`);
    count += items.length;
  }
  if (count === 0) await terminal.out('[]\n');
  else if (format === 'json') await terminal.out('\n]\n');
  return { count, isCut: page.value };
}

function arrayEntries(items: readonly unknown[]): string {
  return items.map((item) => jsonText(item, 2).replace(/^/gm, '  ')).join(',\n');
}
