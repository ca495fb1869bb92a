import type { Database } from 'lmdb';

import type { Host } from '../../shared/model/host.ts';
import type { Vm } from '../../shared/model/vm.ts';
import {
  hostCounterKeys,
  hostIndexKeys,
  keyText,
  vmCounterKeys,
  vmIndexKeys,
  type IndexKey,
} from './index-keys.ts';
import {
  committedBy,
  nothingCommitted,
  plus,
  type Committed,
} from '../../shared/model/capacity.ts';
import { sequenceCounterKey } from './plan.ts';
import { hostRows, vmRows } from './rows.ts';
import type { StateTables } from './tables.ts';

interface Index {
  readonly name: string;
  readonly table: Database<null, IndexKey>;
}

/** Counters by the text of their keys. */
type Counters = Map<string, { readonly key: IndexKey; count: number }>;

/** Each line names one entry that is wrong, missing or too much. Empty: indexes and counters agree with the rows. */
export function auditDerived(tables: StateTables): string[] {
  const lines: string[] = [];
  const counters = countRows(tables);
  const hostIndex = { name: 'host-index', table: tables.hostIndex };
  const vmIndex = { name: 'vm-index', table: tables.vmIndex };
  const [hosts, vms] = [hostRows(tables), vmRows(tables)];
  for (const [, { record }] of hosts.walk()) {
    auditIndexed(lines, hostIndex, hostIndexKeys(record.host));
  }
  for (const [, vm] of vms.walk()) auditIndexed(lines, vmIndex, vmIndexKeys(vm));
  auditIndex(lines, hostIndex, (id) => {
    const row = hosts.get(id);
    return row ? hostIndexKeys(row.record.host) : [];
  });
  auditIndex(lines, vmIndex, (id) => {
    const row = vms.get(id);
    return row ? vmIndexKeys(row) : [];
  });
  auditCounters(lines, tables, counters);
  auditCommitted(lines, tables);
  auditEvents(lines, tables);
  return lines;
}

/** Throws away all indexes and counters and builds them from the rows. To be called inside a transaction. */
export function rebuildDerived(tables: StateTables): void {
  const counters = countRows(tables);
  const { hostIndex, vmIndex, committed } = tables;
  for (const table of [hostIndex, vmIndex, tables.counters, committed]) table.clearSync();
  for (const [, { record }] of hostRows(tables).walk()) {
    for (const key of hostIndexKeys(record.host)) tables.hostIndex.putSync(key, null);
  }
  for (const [, vm] of vmRows(tables).walk()) {
    for (const key of vmIndexKeys(vm)) tables.vmIndex.putSync(key, null);
  }
  for (const { key, count } of counters.values()) tables.counters.putSync(key, count);
  for (const [hostId, { vcpuCount, memoryKib }] of sumCommitted(tables))
    committed.putSync(hostId, [vcpuCount, memoryKib]);
}

function countRows(tables: StateTables): Counters {
  const counters: Counters = new Map();
  for (const [, { record }] of hostRows(tables).walk()) countHost(counters, record.host);
  for (const [, vm] of vmRows(tables).walk()) countVm(counters, vm);
  const last = lastSequence(tables);
  if (last > 0) {
    counters.set(keyText(sequenceCounterKey), { key: sequenceCounterKey, count: last });
  }
  return counters;
}

/** Hosts with a sum that is not nothing. */
function sumCommitted(tables: StateTables): Map<string, Committed> {
  const sums = new Map<string, Committed>();
  for (const [, vm] of vmRows(tables).walk()) {
    const by = committedBy(vm);
    if (by !== nothingCommitted)
      sums.set(vm.hostId, plus(sums.get(vm.hostId) ?? nothingCommitted, by));
  }
  return sums;
}

function auditCommitted(lines: string[], tables: StateTables): void {
  const expected = new Map(
    [...sumCommitted(tables)].map(([id, { vcpuCount, memoryKib }]) => [
      id,
      `${vcpuCount} vCPUs, ${memoryKib} KiB`,
    ]),
  );
  for (const { key, value } of tables.committed.getRange()) {
    const text = `${value[0]} vCPUs, ${value[1]} KiB`;
    const wanted = expected.get(key) ?? 'nothing';
    if (wanted !== text) lines.push(`committed: ${key} is ${text}, rows give ${wanted}`);
    expected.delete(key);
  }
  for (const [id, wanted] of expected)
    lines.push(`committed: ${id} is missing, rows give ${wanted}`);
}

function countHost(counters: Counters, host: Host): void {
  for (const key of hostCounterKeys(host)) increment(counters, key);
}

function countVm(counters: Counters, vm: Vm): void {
  for (const key of vmCounterKeys(vm)) increment(counters, key);
}

function increment(counters: Counters, key: IndexKey): void {
  const counter = counters.get(keyText(key));
  if (counter) counter.count += 1;
  else counters.set(keyText(key), { key, count: 1 });
}

/** The counter may be ahead of an empty log, never behind it. */
function lastSequence(tables: StateTables): number {
  const [newest] = tables.events.getKeys({ reverse: true, limit: 1 });
  return newest ?? tables.counters.get(sequenceCounterKey) ?? 0;
}

function auditIndexed(lines: string[], { name, table }: Index, keys: readonly IndexKey[]): void {
  for (const key of keys) {
    if (!table.doesExist(key)) lines.push(`${name}: ${keyText(key)} is missing`);
  }
}

function auditIndex(
  lines: string[],
  { name, table }: Index,
  keysOfRow: (id: string) => readonly IndexKey[],
): void {
  for (const key of table.getKeys()) {
    const text = keyText(key);
    const isBacked = keysOfRow(key.at(-1) ?? '').some((rowKey) => keyText(rowKey) === text);
    if (!isBacked) lines.push(`${name}: ${text} has no row behind it`);
  }
}

function auditCounters(lines: string[], tables: StateTables, expected: Counters): void {
  for (const { key, value } of tables.counters.getRange()) {
    const wanted = expected.get(keyText(key))?.count ?? 0;
    if (wanted !== value) lines.push(`counters: ${keyText(key)} is ${value}, rows give ${wanted}`);
    expected.delete(keyText(key));
  }
  for (const { key, count } of expected.values()) {
    lines.push(`counters: ${keyText(key)} is missing, rows give ${count}`);
  }
}

function auditEvents(lines: string[], tables: StateTables): void {
  let before: number | undefined;
  for (const sequence of tables.events.getKeys()) {
    if (before !== undefined && sequence !== before + 1) {
      lines.push(`events: ${before} is followed by ${sequence}`);
    }
    before = sequence;
  }
}
