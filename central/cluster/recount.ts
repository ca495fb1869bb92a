import { limits } from '../../shared/limits.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import type { StoredHost } from '../ports.ts';
import type { Rows } from './rows.ts';

export interface RecountOptions {
  readonly store: Rows;
  /** Of these hosts each step counts the VMs; all are unless told. */
  readonly isOurs?: (record: HostRecord) => boolean;
}

/** A host that lost a VM to another one says so in no event: the record that was read may count it still. */
export async function recount(
  hostIds: readonly string[],
  { store, isOurs = () => true }: RecountOptions,
): Promise<void> {
  let hosts: StoredHost[] = [];
  for (const hostId of hostIds) {
    const stored = store.getStoredHost(hostId);
    if (stored === undefined || isOurs(stored.record)) continue;
    const { record, revision } = stored;
    const vmCount = store.vmIdsOfHost(hostId).length;
    if (record.host.vmCount === vmCount) continue;
    hosts.push({ record: { ...record, host: { ...record.host, vmCount } }, revision });
    if (hosts.length < limits.reconcileBatchRows) continue;
    await store.apply({ hosts, keepsNewer: true });
    hosts = [];
  }
  if (hosts.length > 0) await store.apply({ hosts, keepsNewer: true });
}
