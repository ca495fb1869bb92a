import { limits } from '../../shared/limits.ts';
import type { Page, PageRequest } from '../../shared/model/query.ts';
import type { Candidates } from './candidates.ts';
import type { Rows } from './rows.ts';

export interface PageQuery<Stored, Row> {
  readonly stored: Rows<Stored>;
  /** Undefined: all rows. */
  readonly candidates: Candidates | undefined;
  /** The row to return, or undefined if it does not match. */
  readonly select: (stored: Stored) => Row | undefined;
}

/** Rows in id order. May end early, see `limits.listRowsExaminedMax`; `nextAfterId` then is the last id examined. */
export function readPage<Stored, Row>(
  query: PageQuery<Stored, Row>,
  { size, afterId }: PageRequest,
): Page<Row> {
  const rows: Row[] = [];
  let lastRowId = '';
  let examined = 0;
  for (const [id, stored] of walk(query, afterId.slice(0, limits.idLengthMax))) {
    const row = query.select(stored);
    if (row !== undefined) {
      if (rows.length === size) return { rows, nextAfterId: lastRowId };
      rows.push(row);
      lastRowId = id;
    }
    examined += 1;
    if (examined === limits.listRowsExaminedMax) return { rows, nextAfterId: id };
  }
  return { rows, nextAfterId: '' };
}

/** To be left within the turn: it holds a cursor (L3), closed when the loop over it ends in any way. */
function* walk<Stored, Row>(
  { stored, candidates }: PageQuery<Stored, Row>,
  afterId: string,
): Generator<readonly [string, Stored]> {
  if (candidates === undefined) {
    yield* stored.walk({ afterId });
    return;
  }
  for (const id of candidates.ids(afterId)) {
    const row = stored.get(id);
    if (row !== undefined) yield [id, row];
  }
}
