import {
  diskStatsFields,
  filesystemStatsFields,
  hostStatsFields,
  isSampleNumber,
  networkInterfaceStatsFields,
  vmStatsFields,
} from '../../shared/model/stats.ts';
import type { HostStats, Sample, VmSample } from '../../shared/model/stats.ts';
import type { HostStatsDelta, SampleDelta, VmStatsDelta } from '../../shared/model/protocol.ts';

/** The fields of one kind of sample, as the loop over them wants them. */
class FieldTable<Table> {
  readonly names: readonly (keyof Table & string)[];
  readonly quanta: readonly number[];

  constructor(table: Table & Readonly<Record<keyof Table, number>>) {
    this.names = Object.keys(table) as (keyof Table & string)[];
    this.quanta = this.names.map((name) => table[name]);
  }
}

const hostTable = new FieldTable(hostStatsFields);
const diskTable = new FieldTable(diskStatsFields);
const filesystemTable = new FieldTable(filesystemStatsFields);
const networkInterfaceTable = new FieldTable(networkInterfaceStatsFields);
const vmTable = new FieldTable(vmStatsFields);

/** The nearest multiple of the quantum, so that noise below it costs no bytes. */
export function quantize(value: number, quantum: number): number {
  const steps = Math.round(value / quantum);
  // Quanta below 1 are not exact in binary; their sum would drift from the decimal value.
  return quantum >= 1 ? steps * quantum : Math.round(steps * quantum * 1e4) / 1e4;
}

/** Remembers what was sent of one sample and tells what is new. */
class SentSample<Table> {
  readonly #table: FieldTable<Table>;
  /** Field by field; NaN: nothing yet. */
  readonly #sent: number[];

  constructor(table: FieldTable<Table>) {
    this.#table = table;
    this.#sent = new Array<number>(table.names.length).fill(NaN);
  }

  /**
   * Changed fields; undefined if there are none. A field that is not known any more keeps its last value, and so does one
   * with a number that no central takes: for one file system of absurd size the host would not be let in any more.
   */
  take(sample: Sample<Table>): Sample<Table> | undefined {
    const { names, quanta } = this.#table;
    const sent = this.#sent;
    let changed: Record<string, number> | undefined;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const value: unknown = name === undefined ? undefined : sample[name];
      if (name === undefined || typeof value !== 'number') continue;
      const rounded = quantize(value, quanta[i] ?? 1);
      if (sent[i] === rounded || !isSampleNumber(rounded)) continue;
      sent[i] = rounded;
      changed ??= {};
      changed[name] = rounded;
    }
    return changed;
  }
}

interface SentEntry<Table> {
  readonly index: number;
  readonly sent: SentSample<Table>;
  /** Round in which it was listed last. */
  round: number;
}

/** The same for many samples, each under a small index given at its first mention. */
class SentSamples<Table> {
  readonly #table: FieldTable<Table>;
  readonly #byKey = new Map<string, SentEntry<Table>>();
  #nextIndex = 0;
  #round = 0;
  /** Known ones listed in this round. */
  #listed = 0;

  constructor(table: FieldTable<Table>) {
    this.#table = table;
  }

  /** A new list begins. */
  begin(): void {
    this.#round += 1;
    this.#listed = 0;
  }

  /** It is listed, whether or not there is room to say more of it. */
  list(key: string): void {
    const known = this.#byKey.get(key);
    if (known !== undefined) this.#note(known);
  }

  take(key: string, sample: Sample<Table>): SampleDelta<Sample<Table>> | undefined {
    const known = this.#byKey.get(key);
    const entry = known ?? {
      ...{ index: this.#nextIndex, sent: new SentSample(this.#table), round: 0 },
    };
    const fields = entry.sent.take(sample);
    if (known === undefined && fields !== undefined) {
      this.#nextIndex += 1;
      this.#byKey.set(key, entry);
    }
    if (known !== undefined || fields !== undefined) this.#note(entry);
    if (fields === undefined) return undefined;
    return { index: entry.index, key: known === undefined ? key : '', fields };
  }

  /** Forgets what was not listed, so that a session that lives for months does not grow with every VM it ever saw. */
  end(): void {
    if (this.#listed === this.#byKey.size) return;
    for (const [key, { round }] of this.#byKey) {
      if (round !== this.#round) this.#byKey.delete(key);
    }
  }

  #note(entry: SentEntry<Table>): void {
    if (entry.round === this.#round) return;
    entry.round = this.#round;
    this.#listed += 1;
  }
}

function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** What one session has been told about statistics; a new session starts a new one. */
export class SessionSampling {
  readonly #host = new SentSample(hostTable);
  readonly #disks = new SentSamples(diskTable);
  readonly #filesystems = new SentSamples(filesystemTable);
  readonly #networkInterfaces = new SentSamples(networkInterfaceTable);
  readonly #vms = new SentSamples(vmTable);
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
    const start = this.#firstVm < samples.length ? this.#firstVm : 0;
    const deltas: VmStatsDelta[] = [];
    this.#firstVm = 0;
    let isFull = false;
    this.#vms.begin();
    for (let i = 0; i < samples.length; i++) {
      const place = (start + i) % samples.length;
      const sample = samples[place];
      if (sample === undefined) continue;
      if (deltas.length === countMax && !isFull) {
        this.#firstVm = place;
        isFull = true;
      }
      const delta = isFull ? undefined : this.#vms.take(sample.vmId, sample);
      if (isFull) this.#vms.list(sample.vmId);
      if (delta !== undefined) deltas.push(delta);
    }
    this.#vms.end();
    return deltas;
  }
}
