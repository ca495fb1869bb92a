import type { Clock, Timer } from '../../shared/clock.ts';
import type { Logger } from '../../shared/log.ts';
import type { HostStatsDelta, SampleDelta, VmStatsDelta } from '../../shared/model/protocol.ts';
import type {
  DiskSample,
  FilesystemSample,
  HostSample,
  NetworkInterfaceSample,
  VmSample,
} from '../../shared/model/stats.ts';
import { limits } from '../../shared/limits.ts';
import { FieldError } from '../../shared/wire/fields.ts';
import type { HostSamples, SampleView } from '../ports.ts';

/** Where samples outlive the process. */
export interface SampleStore {
  putSamples(samples: ReadonlyMap<string, HostSamples>): Promise<void>;
  getSamples(hostId: string): HostSamples | undefined;
}

/** The names behind the indexes of one session, for one kind of thing. */
class IndexNames {
  readonly #field: string;
  readonly #names = new Map<number, string>();

  constructor(field: string) {
    this.#field = field;
  }

  /** Throws FieldError for an index that was never named. */
  nameOf({ index, key }: SampleDelta<unknown>): string {
    if (key !== '') {
      if (this.#names.size >= limits.sampleIndexesMax && !this.#names.has(index)) {
        const message = `a session may name at most ${String(limits.sampleIndexesMax)}`;
        throw new FieldError(this.#field, 'too_many', message);
      }
      this.#names.set(index, key);
      return key;
    }
    const name = this.#names.get(index);
    if (name === undefined) {
      throw new FieldError(
        `${this.#field}.index`,
        'unknown_index',
        `${String(index)} was never named`,
      );
    }
    return name;
  }
}

/** The indexes of one session. */
export class SessionIndexes {
  readonly disks = new IndexNames('report.host.disks');
  readonly filesystems = new IndexNames('report.host.filesystems');
  readonly networkInterfaces = new IndexNames('report.host.network_interfaces');
  readonly vms = new IndexNames('report.vms');
}

/** A sample that is written over in place: a new object for each report would fill the old generation with dead ones. */
type Mutable<Sample> = { -readonly [Field in keyof Sample]: Sample[Field] };

interface Entry {
  /** Where the host is noted when its sample changed. */
  readonly changed: Set<string>;
  readonly host: Mutable<HostSample>;
  readonly disks: Map<string, Mutable<DiskSample>>;
  readonly filesystems: Map<string, Mutable<FilesystemSample>>;
  readonly networkInterfaces: Map<string, Mutable<NetworkInterfaceSample>>;
  readonly vms: Map<string, Mutable<VmSample>>;
  at: number;
  clockSkewMs: number;
}

const nothing: HostSamples = {
  stats: { host: {}, disks: [], filesystems: [], networkInterfaces: [] },
  vms: new Map(),
  at: 0,
  clockSkewMs: 0,
};

function newEntry({ stats, vms, at, clockSkewMs }: HostSamples, changed: Set<string>): Entry {
  return {
    changed,
    host: { ...stats.host },
    disks: new Map(stats.disks.map((disk) => [disk.name, { ...disk }])),
    filesystems: new Map(stats.filesystems.map((one) => [one.mount, { ...one }])),
    networkInterfaces: new Map(stats.networkInterfaces.map((nic) => [nic.name, { ...nic }])),
    vms: new Map([...vms].map(([vmId, sample]) => [vmId, { ...sample }])),
    at,
    clockSkewMs,
  };
}

function viewOf(entry: Entry): HostSamples {
  return {
    stats: {
      host: entry.host,
      disks: [...entry.disks.values()],
      filesystems: [...entry.filesystems.values()],
      networkInterfaces: [...entry.networkInterfaces.values()],
    },
    vms: entry.vms,
    at: entry.at,
    clockSkewMs: entry.clockSkewMs,
  };
}

const flushMs = 1_000;
/** A host is written every so many flushes. Encoding all of them each second cost more than receiving their reports. */
const flushTurns = 30;

/**
 * The last sample of everything, in memory; the latest wins (I3). One batch a second is written, of the changed hosts
 * whose turn it is: one value per host, never together with state.
 */
export class SampleTable implements SampleView {
  readonly #entries = new Map<string, Entry>();
  /** Changed hosts by the turn in which they are written. */
  readonly #changed = Array.from({ length: flushTurns }, () => new Set<string>());
  #turn = 0;
  readonly #store: SampleStore;
  readonly #clock: Clock;
  readonly #log: Logger;
  #timer: Timer | undefined;
  #isFailing = false;

  constructor(store: SampleStore, { clock, log }: { readonly clock: Clock; readonly log: Logger }) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  start(): void {
    this.#timer = this.#clock.setTimer(() => {
      this.#turn = (this.#turn + 1) % flushTurns;
      void this.#write([this.#changed[this.#turn] ?? new Set()]).then(() => {
        if (this.#timer !== undefined) this.start();
      });
    }, flushMs);
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.flush();
  }

  /** Writes every changed host. */
  flush(): Promise<void> {
    return this.#write(this.#changed);
  }

  samplesOf(hostId: string): HostSamples | undefined {
    const entry = this.#entries.get(hostId);
    return entry === undefined ? this.#store.getSamples(hostId) : viewOf(entry);
  }

  setSkew(hostId: string, clockSkewMs: number): void {
    this.#entry(hostId).clockSkewMs = clockSkewMs;
  }

  /** Throws FieldError for indexes that were never named; then part of the delta may have been taken over. */
  merge(
    hostId: string,
    delta: { readonly host: HostStatsDelta | undefined; readonly vms: readonly VmStatsDelta[] },
    { indexes, at }: { readonly indexes: SessionIndexes; readonly at: number },
  ): void {
    const entry = this.#entry(hostId);
    entry.at = at;
    entry.changed.add(hostId);
    if (delta.host !== undefined) mergeHost(entry, delta.host, indexes);
    for (const vm of delta.vms) {
      const vmId = indexes.vms.nameOf(vm);
      const sample = entry.vms.get(vmId);
      if (sample === undefined) entry.vms.set(vmId, { vmId, ...vm.fields });
      else Object.assign(sample, vm.fields);
    }
  }

  forgetVms(hostId: string, vmIds: readonly string[]): void {
    const entry = this.#entries.get(hostId);
    for (const vmId of vmIds) entry?.vms.delete(vmId);
  }

  async #write(turns: readonly Set<string>[]): Promise<void> {
    const batch = new Map<string, HostSamples>();
    for (const changed of turns) {
      for (const hostId of changed) batch.set(hostId, viewOf(this.#entry(hostId)));
      changed.clear();
    }
    if (batch.size === 0) return;
    try {
      await this.#store.putSamples(batch);
      this.#isFailing = false;
    } catch (error) {
      // The next second brings newer ones; say it once, not every second of a full disk.
      if (!this.#isFailing) this.#log.warn({ err: error }, 'samples could not be stored');
      this.#isFailing = true;
    }
  }

  #entry(hostId: string): Entry {
    const known = this.#entries.get(hostId);
    if (known !== undefined) return known;
    const changed = this.#changed[this.#entries.size % flushTurns] ?? new Set();
    const entry = newEntry(this.#store.getSamples(hostId) ?? nothing, changed);
    this.#entries.set(hostId, entry);
    return entry;
  }
}

function mergeHost(entry: Entry, delta: HostStatsDelta, indexes: SessionIndexes): void {
  Object.assign(entry.host, delta.host);
  for (const disk of delta.disks) {
    const name = indexes.disks.nameOf(disk);
    const sample = entry.disks.get(name);
    if (sample === undefined) entry.disks.set(name, { name, ...disk.fields });
    else Object.assign(sample, disk.fields);
  }
  for (const filesystem of delta.filesystems) {
    const mount = indexes.filesystems.nameOf(filesystem);
    const sample = entry.filesystems.get(mount);
    if (sample === undefined) entry.filesystems.set(mount, { mount, ...filesystem.fields });
    else Object.assign(sample, filesystem.fields);
  }
  for (const nic of delta.networkInterfaces) {
    const name = indexes.networkInterfaces.nameOf(nic);
    const sample = entry.networkInterfaces.get(name);
    if (sample === undefined) entry.networkInterfaces.set(name, { name, ...nic.fields });
    else Object.assign(sample, nic.fields);
  }
}
