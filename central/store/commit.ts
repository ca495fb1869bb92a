import { asBinary, type Database } from 'lmdb';

import { encodeFor } from './encode.ts';
import type { Write } from './plan.ts';
import type { StateTables } from './tables.ts';

/** One transaction. Resolves when it is visible, rejects with LMDB's reason when nothing of it is. */
export async function commitWrites(tables: StateTables, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const encoded = writes.map((write) => encodeWrite(tables, write));
  const commit = tables.root.batch(() => {
    for (const { table, key, bytes } of encoded) {
      if (bytes === undefined) void table.remove(key);
      else void table.put(key, asBinary(bytes));
    }
  });
  await reasoned(commit);
}

interface EncodedWrite {
  readonly table: Database<unknown, Write['key']>;
  readonly key: Write['key'];
  /** Undefined: remove. */
  readonly bytes: Uint8Array | undefined;
}

function encodeWrite(tables: StateTables, { table, key, value }: Write): EncodedWrite {
  const bytes = value === undefined ? undefined : encodeFor(tables[table], value);
  return { table: tables[table], key, bytes };
}

/** LMDB rejects with a mere "commit failed"; why stands in a second promise, which it settles later, if at all. */
export async function reasoned(commit: Promise<unknown>): Promise<void> {
  try {
    await commit;
  } catch (error) {
    throw (await reasonOf(error)) ?? error;
  }
}

async function reasonOf(error: unknown): Promise<unknown> {
  if (typeof error !== 'object' || error === null || !('commitError' in error)) return undefined;
  const reason = Promise.resolve(error.commitError).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return Promise.race([reason, nextTurns()]);
}

/** LMDB settles the reason in the callback that ends the same write. */
async function nextTurns(): Promise<undefined> {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  return undefined;
}
