import { limits } from '../limits.ts';
import type { HostStatsDelta, SampleDelta, VmStatsDelta } from './protocol.ts';
import {
  diskStatsFields,
  filesystemStatsFields,
  hostStatsFields,
  networkInterfaceStatsFields,
  vmStatsFields,
} from './stats.ts';

/** What has statistics; each kind has its own table of fields. */
export const sampleKinds = ['host', 'disk', 'filesystem', 'networkInterface', 'vm'] as const;
export type SampleKind = (typeof sampleKinds)[number];

/** Names of the fields of each kind; a field's place among them is its slot. */
export const sampleFields: Readonly<Record<SampleKind, readonly string[]>> = {
  host: Object.keys(hostStatsFields),
  disk: Object.keys(diskStatsFields),
  filesystem: Object.keys(filesystemStatsFields),
  networkInterface: Object.keys(networkInterfaceStatsFields),
  vm: Object.keys(vmStatsFields),
};

const slots = sampleKinds.map(
  (kind) => new Map(sampleFields[kind].map((name, slot) => [name, slot])),
);

const rowsMax = limits.vmsPerReportMax + 3 * limits.hostDevicesMax + 1;
const valuesMax =
  sampleFields.host.length +
  limits.vmsPerReportMax * sampleFields.vm.length +
  limits.hostDevicesMax *
    (sampleFields.disk.length +
      sampleFields.filesystem.length +
      sampleFields.networkInterface.length);

/**
 * The changed statistics of one report as plain columns: a row for each thing mentioned, and the numbers of all rows
 * one after another. A central fills and reads the same object thousands of times a second, so that a report leaves
 * no garbage behind.
 */
export class StatsRows {
  rowCount = 0;
  /** Place of each row's kind in `sampleKinds`. */
  readonly kinds = new Uint8Array(rowsMax);
  /** Index of the thing within its kind and session. */
  readonly indexes = new Uint32Array(rowsMax);
  /** Its name, at its first mention in a session; else empty. */
  readonly keys: string[] = Array.from({ length: rowsMax }, () => '');
  /** Where in `slots` and `values` each row ends; the next one begins there. */
  readonly ends = new Uint32Array(rowsMax);
  readonly slots = new Uint8Array(valuesMax);
  readonly values = new Float64Array(valuesMax);
  #valueCount = 0;

  clear(): void {
    this.rowCount = 0;
    this.#valueCount = 0;
  }

  /** Begins a row; false: there are more than a report may have. */
  begin(kind: number): boolean {
    const row = this.rowCount;
    if (row >= rowsMax) return false;
    this.rowCount = row + 1;
    this.kinds[row] = kind;
    this.indexes[row] = 0;
    this.keys[row] = '';
    this.ends[row] = this.#valueCount;
    return true;
  }

  /** Names the thing of the row begun last. */
  setIndex(index: number): void {
    this.indexes[this.rowCount - 1] = index;
  }

  setKey(key: string): void {
    this.keys[this.rowCount - 1] = key;
  }

  /** Adds a number to the row begun last; false: there are more than a report may have. */
  put(slot: number, value: number): boolean {
    const at = this.#valueCount;
    if (at >= valuesMax) return false;
    this.slots[at] = slot;
    this.values[at] = value;
    this.#valueCount = at + 1;
    this.ends[this.rowCount - 1] = at + 1;
    return true;
  }

  /** The same from objects, for reports that are rare. */
  fill(host: HostStatsDelta | undefined, vms: readonly VmStatsDelta[]): void {
    this.clear();
    if (host !== undefined) {
      this.#add('host', { index: 0, key: '', fields: host.host });
      for (const disk of host.disks) this.#add('disk', disk);
      for (const filesystem of host.filesystems) this.#add('filesystem', filesystem);
      for (const nic of host.networkInterfaces) this.#add('networkInterface', nic);
    }
    for (const vm of vms) this.#add('vm', vm);
  }

  #add(kind: SampleKind, { index, key, fields }: SampleDelta<object>): void {
    const kindNumber = sampleKinds.indexOf(kind);
    this.begin(kindNumber);
    this.setIndex(index);
    this.setKey(key);
    for (const [name, value] of Object.entries(fields) as [string, number][]) {
      const slot = slots[kindNumber]?.get(name);
      if (slot !== undefined) this.put(slot, value);
    }
  }
}
