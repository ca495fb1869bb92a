import {
  diskStatsFields,
  filesystemStatsFields,
  hostStatsFields,
  networkInterfaceStatsFields,
  vmStatsFields,
} from '../../shared/model/stats.ts';
import type { HostStats, Sample, VmSample } from '../../shared/model/stats.ts';
import type { HostStatsDelta, SampleDelta, VmStatsDelta } from '../../shared/model/protocol.ts';

type FieldTable = Readonly<Record<string, number>>;

/** The nearest multiple of the quantum, so that noise below it costs no bytes. */
export function quantize(value: number, quantum: number): number {
  const steps = Math.round(value / quantum);
  // Quanta below 1 are not exact in binary; their sum would drift from the decimal value.
  return quantum >= 1 ? steps * quantum : Number((steps * quantum).toFixed(4));
}

/** Remembers what was sent of one sample and tells what is new. */
class SentSample<Table extends FieldTable> {
  readonly #table: Table;
  readonly #sent = new Map<string, number>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** Changed fields; undefined if there are none. A field that is not known any more keeps its last value. */
  take(sample: Sample<Table>): Sample<Table> | undefined {
    const changed: Record<string, number> = {};
    let hasChanged = false;
    for (const [name, quantum] of Object.entries(this.#table)) {
      const value: unknown = sample[name];
      if (typeof value !== 'number') continue;
      const rounded = quantize(value, quantum);
      if (this.#sent.get(name) === rounded) continue;
      this.#sent.set(name, rounded);
      changed[name] = rounded;
      hasChanged = true;
    }
    return hasChanged ? changed : undefined;
  }
}

/** The same for many samples, each under a small index given at its first mention. */
class SentSamples<Table extends FieldTable> {
  readonly #table: Table;
  readonly #byKey = new Map<string, { index: number; sent: SentSample<Table> }>();
  #nextIndex = 0;

  constructor(table: Table) {
    this.#table = table;
  }

  take(key: string, sample: Sample<Table>): SampleDelta<Sample<Table>> | undefined {
    const known = this.#byKey.get(key);
    const entry = known ?? { index: this.#nextIndex, sent: new SentSample(this.#table) };
    const fields = entry.sent.take(sample);
    if (fields === undefined) return undefined;
    if (known === undefined) {
      this.#nextIndex += 1;
      this.#byKey.set(key, entry);
    }
    return { index: entry.index, key: known === undefined ? key : '', fields };
  }

  /** Forgets keys that are gone, so that a session that lives for months does not grow with every VM it ever saw. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#byKey.keys()) {
      if (!keys.has(key)) this.#byKey.delete(key);
    }
  }
}

function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** What one session has been told about statistics; a new session starts a new one. */
export class SessionSampling {
  readonly #host = new SentSample(hostStatsFields);
  readonly #disks = new SentSamples(diskStatsFields);
  readonly #filesystems = new SentSamples(filesystemStatsFields);
  readonly #networkInterfaces = new SentSamples(networkInterfaceStatsFields);
  readonly #vms = new SentSamples(vmStatsFields);
  /** Where in the list of VMs the next report begins. */
  #firstVm = 0;

  host(stats: HostStats): HostStatsDelta | undefined {
    const delta = {
      host: this.#host.take(stats.host) ?? {},
      disks: stats.disks.map((disk) => this.#disks.take(disk.name, disk)).filter(isPresent),
      filesystems: stats.filesystems
        .map((filesystem) => this.#filesystems.take(filesystem.mount, filesystem))
        .filter(isPresent),
      networkInterfaces: stats.networkInterfaces
        .map((nic) => this.#networkInterfaces.take(nic.name, nic))
        .filter(isPresent),
    };
    const isEmpty =
      Object.keys(delta.host).length === 0 &&
      delta.disks.length + delta.filesystems.length + delta.networkInterfaces.length === 0;
    return isEmpty ? undefined : delta;
  }

  /** Changed samples of at most `countMax` VMs; the next report begins with the others, so that each has its turn. */
  vms(samples: readonly VmSample[], countMax: number): VmStatsDelta[] {
    this.#vms.keep(new Set(samples.map((sample) => sample.vmId)));
    const start = this.#firstVm < samples.length ? this.#firstVm : 0;
    const deltas: VmStatsDelta[] = [];
    this.#firstVm = 0;
    for (const [i, sample] of [...samples.slice(start), ...samples.slice(0, start)].entries()) {
      if (deltas.length === countMax) {
        this.#firstVm = (start + i) % samples.length;
        break;
      }
      const delta = this.#vms.take(sample.vmId, sample);
      if (delta !== undefined) deltas.push(delta);
    }
    return deltas;
  }
}
