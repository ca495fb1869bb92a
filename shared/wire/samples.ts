import {
  diskStatsFields,
  filesystemStatsFields,
  hostStatsFields,
  isSampleNumber,
  networkInterfaceStatsFields,
  vmStatsFields,
} from '../model/stats.ts';
import type { HostStats, Sample, VmSample } from '../model/stats.ts';
import type { HostStatsDelta, SampleDelta, VmStatsDelta } from '../model/protocol.ts';
import { limits } from '../limits.ts';
import { countOf, idOf, listOf, protoName, sampleNumberOf, textOf } from './fields.ts';
import type { HostStats as HostStatsWire } from './generated/muster/v1/HostStats.ts';
import type { HostStats__Output as HostStatsRead } from './generated/muster/v1/HostStats.ts';
import type { VmStats as VmStatsWire } from './generated/muster/v1/VmStats.ts';
import type { VmStats__Output as VmStatsRead } from './generated/muster/v1/VmStats.ts';

/*
 * The proto fields of a sample have the names of the model's field tables, so a sample goes over by copying them.
 */

/** Names of the fields of one kind of sample, in proto order. */
type FieldNames = readonly string[];

const hostFields = Object.keys(hostStatsFields);
const diskFields = Object.keys(diskStatsFields);
const filesystemFields = Object.keys(filesystemStatsFields);
const networkInterfaceFields = Object.keys(networkInterfaceStatsFields);
const vmFields = Object.keys(vmStatsFields);

/** Names the place of a message in errors; called only when there is one, since reports are the hottest path. */
type Path = () => string;

/**
 * The sample fields present in `wire`, each checked. Every sound value takes the one comparison; NaN fails it like
 * everything else that is wrong, and only then is the error made.
 */
function readFields<Fields>(names: FieldNames, wire: object, path: Path): Sample<Fields> {
  const values = wire as Readonly<Record<string, unknown>>;
  const fields: Record<string, number> = {};
  for (const name of names) {
    const value = values[name];
    if (value === undefined) continue;
    fields[name] =
      typeof value === 'number' && isSampleNumber(value)
        ? value
        : sampleNumberOf(`${path()}.${protoName(name)}`, value);
  }
  return fields;
}

function readIndex(value: unknown, path: Path): number {
  return typeof value === 'number' && value >= 0 ? value : countOf(`${path()}.index`, value);
}

/** The name of a thing, at its first mention; later there is none. */
function readKey(value: unknown, lengthMax: number, path: Path): string {
  return value === undefined ? '' : textOf(path(), value, lengthMax);
}

interface ListReading {
  /** Path of the list in the proto message. */
  readonly list: string;
  readonly names: FieldNames;
  /** The field that names a thing, as the model and as the proto file write it. */
  readonly key: string;
  readonly protoKey: string;
  readonly keyLengthMax: number;
  readonly lengthMax: number;
}

function readDeltas<Fields>(
  wire: readonly object[] | undefined,
  { list, names, key, protoKey, keyLengthMax, lengthMax }: ListReading,
): SampleDelta<Sample<Fields>>[] {
  return listOf(list, wire, lengthMax).map((item, i) => {
    const path = (): string => `${list}[${String(i)}]`;
    const values = item as Readonly<Record<string, unknown>>;
    return {
      index: readIndex(values['index'], path),
      key: readKey(values[key], keyLengthMax, () => `${path()}.${protoKey}`),
      fields: readFields<Fields>(names, item, path),
    };
  });
}

const devices = { lengthMax: limits.hostDevicesMax, keyLengthMax: limits.nameLengthMax };
const diskReading: ListReading = {
  ...{ list: 'report.host.disks', names: diskFields, key: 'name', protoKey: 'name', ...devices },
};
const networkInterfaceReading: ListReading = {
  ...{ list: 'report.host.network_interfaces', names: networkInterfaceFields },
  ...{ key: 'name', protoKey: 'name', ...devices },
};
const filesystemReading: ListReading = {
  ...{ list: 'report.host.filesystems', names: filesystemFields, key: 'mount', protoKey: 'mount' },
  ...{ ...devices, keyLengthMax: limits.mountLengthMax },
};
const vmReading: ListReading = {
  ...{ list: 'report.vms', names: vmFields, key: 'vmId', protoKey: 'vm_id' },
  ...{ lengthMax: limits.vmsPerReportMax, keyLengthMax: limits.idLengthMax },
};

/** Statistics of the host in a report, as an agent sent them. Throws FieldError. */
export function readHostStatsDelta(wire: HostStatsRead): HostStatsDelta {
  return {
    host: readFields(hostFields, wire, () => 'report.host'),
    disks: readDeltas(wire.disks, diskReading),
    filesystems: readDeltas(wire.filesystems, filesystemReading),
    networkInterfaces: readDeltas(wire.networkInterfaces, networkInterfaceReading),
  };
}

/** Statistics of the VMs in a report. Throws FieldError. */
export function readVmStatsDeltas(wire: readonly VmStatsRead[] | undefined): VmStatsDelta[] {
  return readDeltas(wire, vmReading);
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

/** A whole sample, as another replica answered it. Throws FieldError. */
export function readHostStats(wire: HostStatsRead): HostStats {
  const { host, disks, filesystems, networkInterfaces } = readHostStatsDelta(wire);
  return {
    host,
    disks: disks.map(({ key, fields }) => ({ name: key, ...fields })),
    filesystems: filesystems.map(({ key, fields }) => ({ mount: key, ...fields })),
    networkInterfaces: networkInterfaces.map(({ key, fields }) => ({ name: key, ...fields })),
  };
}

/** Throws FieldError. */
export function readVmSample(wire: VmStatsRead): VmSample {
  const path = (): string => 'stats';
  return {
    vmId: idOf('stats.vm_id', wire.vmId),
    ...readFields<typeof vmStatsFields>(vmFields, wire, path),
  };
}
