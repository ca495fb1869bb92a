import { MusterError } from '../../shared/errors.ts';
import { rebuildDerived } from './derived.ts';
import type { StateTables } from './tables.ts';

/** Raised with every change of keys or values that older code cannot read, together with a migration. */
const schemaVersion = 1;

/** Not in the table `meta`, whose keys belong to the users of the store. */
const versionKey = 'schema-version';

/** Entry n lifts version n to n + 1, inside one transaction for all. */
const migrations: readonly ((tables: StateTables) => void)[] = [
  // Version 0 had rows alone.
  rebuildDerived,
];

/** Stamps a new store, lifts an older one. Throws STORE_VERSION for one of a newer Muster; that one stays untouched. */
export function bringUpToDate(tables: StateTables, folder: string): void {
  const found = tables.root.get(versionKey);
  if (found === schemaVersion) return;
  if (found !== undefined && !(found < schemaVersion)) throw newerVersion(folder, found);
  tables.root.transactionSync(() => {
    if (found !== undefined) for (const migrate of migrations.slice(found)) migrate(tables);
    void tables.root.put(versionKey, schemaVersion);
  });
}

function newerVersion(folder: string, found: number): MusterError {
  return new MusterError(
    'STORE_VERSION',
    `the store in ${folder} has version ${found}, this Muster reads up to ${schemaVersion}; run the newer Muster, or move the folder away to start with an empty store`,
    { details: { folder, found, supported: schemaVersion } },
  );
}
