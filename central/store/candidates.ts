import type { Database } from 'lmdb';

import { limits } from '../../shared/limits.ts';
import { indexText, lastText, type IndexKey } from './index-keys.ts';

/** Where the ids of a listing may come from: a superset of the rows that match, cut down by the filter itself. */
export interface Candidates {
  /** How many ids there are; counting stops at `limits.listIndexKeysMax`. */
  readonly count: number;
  /** Ids after `afterId`, ascending; lazy, and to be left within the same turn (L3). */
  readonly ids: (afterId: string) => Iterable<string>;
}

export type IndexTable = Database<null, IndexKey>;

/** Ranges that are each in id order are merged while they are few; more cursors than this cost more than sorting. */
const mergedRangesMax = 16;

/** Rows with any of these values: one index range each, in id order. Undefined: too many to use the index. */
export function valueCandidates(
  table: IndexTable,
  prefixes: readonly IndexKey[],
): Candidates | undefined {
  const count = countAll(
    table,
    prefixes.map((prefix) => valueRange(prefix, '')),
  );
  if (prefixes.length <= mergedRangesMax) {
    return {
      count,
      ids: (afterId) => mergeIds(prefixes.map((prefix) => idsOf(table, prefix, afterId))),
    };
  }
  return sortedCandidates(
    table,
    prefixes.map((prefix) => valueRange(prefix, '')),
    count,
  );
}

/** Rows whose name starts with `namePrefix`. The index is in name order, so its ids must be sorted. */
export function nameCandidates(table: IndexTable, namePrefix: string): Candidates | undefined {
  const text = indexText(namePrefix);
  const range = { start: ['name', text], end: ['name', text + lastText] };
  return sortedCandidates(table, [range], countAll(table, [range]));
}

/** Rows with this label, whatever its value. */
export function labelKeyCandidates(table: IndexTable, labelKey: string): Candidates | undefined {
  const range = valueRange(['label', indexText(labelKey)], '');
  return sortedCandidates(table, [range], countAll(table, [range]));
}

interface KeyRange {
  readonly start: IndexKey;
  readonly end: IndexKey;
}

/** All keys below `prefix` whose next part is above `after`. */
function valueRange(prefix: IndexKey, after: string): KeyRange {
  return { start: [...prefix, after], end: [...prefix, lastText] };
}

function countAll(table: IndexTable, ranges: readonly KeyRange[]): number {
  let count = 0;
  for (const range of ranges) {
    count += table.getKeysCount({ ...range, limit: limits.listIndexKeysMax - count });
    if (count >= limits.listIndexKeysMax) break;
  }
  return count;
}

/** Undefined when there are too many keys to sort: then walking the rows finds a page sooner. */
function sortedCandidates(
  table: IndexTable,
  ranges: readonly KeyRange[],
  count: number,
): Candidates | undefined {
  if (count >= limits.listIndexKeysMax) return undefined;
  return {
    count,
    ids: (afterId) => {
      const ids = new Set<string>();
      for (const range of ranges) {
        for (const key of table.getKeys(range)) {
          const id = key.at(-1) ?? '';
          if (id > afterId) ids.add(id);
        }
      }
      return [...ids].sort();
    },
  };
}

/** Ids of the rows with just this value, ascending. */
export function* idsOf(table: IndexTable, prefix: IndexKey, afterId = ''): Generator<string> {
  const range = { ...valueRange(prefix, afterId), exclusiveStart: true };
  for (const key of table.getKeys(range)) yield key.at(-1) ?? '';
}

/** Ascending sources as one, each id once. */
export function* mergeIds(sources: readonly Generator<string>[]): Generator<string> {
  const heads = sources.map((source) => ({ source, id: nextOf(source) }));
  try {
    for (let id = least(heads); id !== undefined; id = least(heads)) {
      yield id;
      for (const head of heads) if (head.id === id) head.id = nextOf(head.source);
    }
  } finally {
    // An open cursor would hold its read transaction and with it every page written since (L3).
    for (const { source } of heads) source.return(undefined);
  }
}

function nextOf(source: Generator<string>): string | undefined {
  const next = source.next();
  return next.done === true ? undefined : next.value;
}

function least(heads: readonly { readonly id: string | undefined }[]): string | undefined {
  let found: string | undefined;
  for (const { id } of heads) {
    if (id !== undefined && (found === undefined || id < found)) found = id;
  }
  return found;
}
