import type { Database } from 'lmdb';

import type { Vm } from '../../shared/model/vm.ts';
import type { StoredHost } from '../ports.ts';
import { unpackHost } from './packed-host.ts';
import { unpackVm } from './packed-vm.ts';
import type { StateTables } from './tables.ts';

interface RowRange {
  /** Id after which to begin; empty: with the first. */
  readonly afterId: string;
  readonly limit?: number;
}

/** Rows of one kind by id, in id order. */
export interface Rows<Row> {
  readonly get: (id: string) => Row | undefined;
  /** Lazy; it holds a cursor and is to be left within the turn (L3). */
  walk(range?: RowRange): Iterable<readonly [id: string, row: Row]>;
}

export function hostRows({ hosts }: StateTables): Rows<StoredHost> {
  return rowsOf(hosts, unpackHost);
}

export function vmRows({ vms }: StateTables): Rows<Vm> {
  return rowsOf(vms, unpackVm);
}

function rowsOf<Packed, Row>(
  table: Database<Packed, string>,
  unpack: (id: string, packed: Packed) => Row,
): Rows<Row> {
  return {
    get: (id) => {
      const packed = table.get(id);
      return packed === undefined ? undefined : unpack(id, packed);
    },
    *walk({ afterId, limit }: RowRange = { afterId: '' }) {
      const range = { start: afterId, exclusiveStart: true, ...(limit !== undefined && { limit }) };
      for (const { key, value } of table.getRange(range)) yield [key, unpack(key, value)] as const;
    },
  };
}
