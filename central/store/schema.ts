import type { Database } from 'lmdb';

import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { StoredHost } from '../ports.ts';
import { rebuildDerived } from './derived.ts';
import { packHost } from './packed-host.ts';
import { packVm } from './packed-vm.ts';
import type { StateTables } from './tables.ts';

/** Raised with every change of keys or values that older code cannot read, together with a migration. */
const schemaVersion = 3;

/** Not in the table `meta`, whose keys belong to the users of the store. */
const versionKey = 'schema-version';

/** Entry n lifts version n to n + 1, inside one transaction for all. */
const migrations: readonly ((tables: StateTables) => void)[] = [
  // Version 0 had rows alone: what the next step builds anew is all there is to do.
  () => undefined,
  // Version 1 spelled out the names of fields in its rows, and had VMs that are UP in the index of statuses.
  (tables) => {
    packRows(tables);
  },
  // Version 2 did not add up what VMs may use.
  rebuildDerived,
];

function packRows({ hosts, vms }: StateTables): void {
  // The version of the file vouches for what is in it.
  packTable(hosts, (row) => packHost(row as StoredHost));
  packTable(vms, (row) => packVm(row as Vm));
}

function packTable(table: Database<unknown, string>, pack: (row: unknown) => unknown): void {
  const limit = limits.storeWalkRows;
  for (let start = ''; ;) {
    const page = Array.from(table.getRange({ start, exclusiveStart: true, limit }));
    for (const { key, value } of page) table.putSync(key, pack(value));
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    start = last.key;
  }
}

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
