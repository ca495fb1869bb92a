import {
  diskStatsFields,
  filesystemStatsFields,
  hostStatsFields,
  networkInterfaceStatsFields,
  vmStatsFields,
} from '../model/stats.ts';
import type { HostStats, Sample, VmSample } from '../model/stats.ts';
import type { HostStatsDelta, SampleDelta, VmStatsDelta } from '../model/protocol.ts';
import { limits } from '../limits.ts';
import { countOf, listOf, nameOf, sampleNumberOf, textOf } from './fields.ts';
import type { HostStats as HostStatsWire } from './generated/muster/v1/HostStats.ts';
import type { HostStats__Output as HostStatsRead } from './generated/muster/v1/HostStats.ts';
import type { VmStats as VmStatsWire } from './generated/muster/v1/VmStats.ts';
import type { VmStats__Output as VmStatsRead } from './generated/muster/v1/VmStats.ts';

/*
 * The proto fields of a sample have the names of the model's field tables, so a sample goes over by copying them.
 */

type FieldTable = Readonly<Record<string, number>>;

/** The sample fields present in `wire`, each checked; `path` names them in errors. */
function readFields<Table extends FieldTable>(
  table: Table,
  path: string,
  wire: object,
): Sample<Table> {
  const fields: Record<string, number> = {};
  for (const [name, value] of Object.entries(wire)) {
    if (value === undefined || !Object.hasOwn(table, name)) continue;
    fields[name] = sampleNumberOf(`${path}.${name}`, value);
  }
  return fields;
}

function readDelta<Table extends FieldTable>(
  table: Table,
  path: string,
  wire: { readonly index?: number; readonly key: string },
): SampleDelta<Sample<Table>> {
  return {
    index: countOf(`${path}.index`, wire.index),
    key: wire.key,
    fields: readFields(table, path, wire),
  };
}

/** Statistics of a report, as an agent sent them. Throws FieldError. */
export function readHostStatsDelta(path: string, wire: HostStatsRead): HostStatsDelta {
  const max = limits.hostDevicesMax;
  return {
    host: readFields(hostStatsFields, path, wire),
    disks: listOf(`${path}.disks`, wire.disks, max).map((disk, i) => {
      const at = `${path}.disks[${String(i)}]`;
      return readDelta(diskStatsFields, at, { ...disk, key: nameOf(`${at}.name`, disk.name) });
    }),
    filesystems: listOf(`${path}.filesystems`, wire.filesystems, max).map((filesystem, i) => {
      const at = `${path}.filesystems[${String(i)}]`;
      const key = textOf(`${at}.mount`, filesystem.mount, limits.mountLengthMax);
      return readDelta(filesystemStatsFields, at, { ...filesystem, key });
    }),
    networkInterfaces: listOf(`${path}.network_interfaces`, wire.networkInterfaces, max).map(
      (nic, i) => {
        const at = `${path}.network_interfaces[${String(i)}]`;
        const key = nameOf(`${at}.name`, nic.name);
        return readDelta(networkInterfaceStatsFields, at, { ...nic, key });
      },
    ),
  };
}

export function readVmStatsDelta(path: string, wire: VmStatsRead): VmStatsDelta {
  return readDelta(vmStatsFields, path, { ...wire, key: nameOf(`${path}.vm_id`, wire.vmId) });
}

export function hostStatsDeltaToWire(delta: HostStatsDelta): HostStatsWire {
  return {
    ...delta.host,
    disks: delta.disks.map(({ index, key, fields }) => ({ index, name: key, ...fields })),
    filesystems: delta.filesystems.map(({ index, key, fields }) => ({
      index,
      mount: key,
      ...fields,
    })),
    networkInterfaces: delta.networkInterfaces.map(({ index, key, fields }) => ({
      index,
      name: key,
      ...fields,
    })),
  };
}

export function vmStatsDeltaToWire({ index, key, fields }: VmStatsDelta): VmStatsWire {
  return { index, vmId: key, ...fields };
}

/** A whole sample, for API answers. */
export function hostStatsToWire(stats: HostStats): HostStatsWire {
  return {
    ...stats.host,
    disks: [...stats.disks],
    filesystems: [...stats.filesystems],
    networkInterfaces: [...stats.networkInterfaces],
  };
}

export function vmSampleToWire(sample: VmSample): VmStatsWire {
  return { ...sample };
}
