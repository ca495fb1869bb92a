import { sampleFields, sampleKinds } from '../../shared/model/stats-rows.ts';
import type { StatsRows } from '../../shared/model/stats-rows.ts';
import type { HostSample, HostStats, VmSample } from '../../shared/model/stats.ts';

/** Fields of each kind, by its place in `sampleKinds`. */
const fieldsOf = sampleKinds.map((kind) => sampleFields[kind]);
const [hostKind, diskKind, filesystemKind, networkInterfaceKind, vmKind] = [0, 1, 2, 3, 4] as const;

/** Before the numbers of the things stand `at` and the skew of the clock. */
const [atIndex, clockSkewIndex, headerLength] = [0, 1, 2] as const;
/** Room for a host and a few devices; the first report of a session grows it to what is needed. */
const startLength = 64;

/**
 * The last numbers of a host, its devices and its VMs, all in one array: 20 VMs as objects take four times the memory,
 * and every report would touch as many places of it. NaN: not known.
 */
export class SampleBlock {
  /** Where the numbers of each thing begin, by kind and name. */
  readonly #offsets: readonly Map<string, number>[] = sampleKinds.map(() => new Map());
  #values: Float64Array;
  #length: number = headerLength;
  /** Something was written since it was looked for. */
  #isChanged = false;
  #isReplaced = false;
  /** Offsets of things that are gone, while a session may still speak of them by index. */
  #hidden: Set<number> | undefined;

  constructor(length = startLength) {
    this.#values = new Float64Array(length).fill(NaN);
    this.#values.fill(0, 0, headerLength);
  }

  /** Unix ms by this replica's clock; 0: never. */
  get at(): number {
    return this.#values[atIndex] ?? 0;
  }

  /** Host clock minus this replica's, ms. */
  get clockSkewMs(): number {
    return this.#values[clockSkewIndex] ?? 0;
  }

  setTimes(at: number, clockSkewMs: number): void {
    this.#values[atIndex] = at;
    this.#values[clockSkewIndex] = clockSkewMs;
  }

  /** Begins to take over a report; `sentAt`: unix ms by the host's clock, 0: not said. False: another block took its place. */
  begin(at: number, sentAt: number): boolean {
    if (this.#isReplaced) return false;
    this.#isChanged = true;
    this.setTimes(at, sentAt > 0 ? sentAt - at : this.clockSkewMs);
    return true;
  }

  /** Whether anything was written since this was asked last. */
  takeChanged(): boolean {
    const isChanged = this.#isChanged;
    this.#isChanged = false;
    return isChanged;
  }

  /** Where the numbers of a thing begin; it gets room if it has none. Good until the block is packed. */
  offsetOf(kind: number, name: string): number {
    const offsets = this.#offsets[kind];
    const known = offsets?.get(name);
    if (known !== undefined) return known;
    const offset = this.#length;
    this.#length += fieldsOf[kind]?.length ?? 0;
    if (this.#length > this.#values.length) this.#grow();
    offsets?.set(name, offset);
    return offset;
  }

  /** Takes over the numbers `from` ... `to` of a report for the thing at `offset`; it is there (again). */
  write(offset: number, { slots, values }: StatsRows, [from, to]: readonly [number, number]): void {
    this.#hidden?.delete(offset);
    for (let i = from; i < to; i++) this.#values[offset + (slots[i] ?? 0)] = values[i] ?? NaN;
  }

  /** All numbers of a thing at once, as `entries` gives them; further ones are of a newer program. */
  restore(kind: number, name: string, values: ArrayLike<number>): void {
    const offset = this.offsetOf(kind, name);
    const width = Math.min(values.length, fieldsOf[kind]?.length ?? 0);
    for (let slot = 0; slot < width; slot++) this.#values[offset + slot] = values[slot] ?? NaN;
  }

  forgetVm(vmId: string): void {
    const offset = this.#offsets[vmKind]?.get(vmId);
    if (offset === undefined) return;
    this.#values.fill(NaN, offset, offset + (fieldsOf[vmKind]?.length ?? 0));
    this.#hidden ??= new Set();
    this.#hidden.add(offset);
  }

  /** Takes its place, without what is hidden and room never used; offsets handed out before are void. */
  packed(): SampleBlock {
    const packed = new SampleBlock(this.#length);
    packed.setTimes(this.at, this.clockSkewMs);
    packed.#isChanged = this.#isChanged;
    this.#isReplaced = true;
    for (const { kind, name, values } of this.entries()) packed.restore(kind, name, values);
    return packed;
  }

  get stats(): HostStats {
    return {
      host: this.#hostSample(),
      disks: this.#samples(diskKind, (name, fields) => ({ name, ...fields })),
      filesystems: this.#samples(filesystemKind, (mount, fields) => ({ mount, ...fields })),
      networkInterfaces: this.#samples(networkInterfaceKind, (name, fields) => ({
        name,
        ...fields,
      })),
    };
  }

  vm(vmId: string): VmSample | undefined {
    const offset = this.#offsets[vmKind]?.get(vmId);
    if (offset === undefined || this.#hidden?.has(offset) === true) return undefined;
    return { vmId, ...this.#fields(vmKind, offset) };
  }

  /** Everything listed, with its numbers, kind by kind. */
  *entries(): Generator<{ kind: number; name: string; values: Float64Array }> {
    for (const [kind, offsets] of this.#offsets.entries()) {
      const width = fieldsOf[kind]?.length ?? 0;
      for (const [name, offset] of offsets) {
        if (this.#hidden?.has(offset) === true) continue;
        yield { kind, name, values: this.#values.subarray(offset, offset + width) };
      }
    }
  }

  #hostSample(): HostSample {
    const offset = this.#offsets[hostKind]?.get('');
    return offset === undefined ? {} : this.#fields(hostKind, offset);
  }

  #samples<Sample>(
    kind: number,
    make: (name: string, fields: Record<string, number>) => Sample,
  ): Sample[] {
    const samples: Sample[] = [];
    for (const [name, offset] of this.#offsets[kind] ?? []) {
      if (this.#hidden?.has(offset) !== true) samples.push(make(name, this.#fields(kind, offset)));
    }
    return samples;
  }

  #fields(kind: number, offset: number): Record<string, number> {
    const fields: Record<string, number> = {};
    for (const [slot, name] of (fieldsOf[kind] ?? []).entries()) {
      const value = this.#values[offset + slot] ?? NaN;
      if (!Number.isNaN(value)) fields[name] = value;
    }
    return fields;
  }

  #grow(): void {
    const grown = new Float64Array(Math.max(this.#length, Math.ceil(1.25 * this.#values.length)));
    grown.fill(NaN, this.#values.length);
    grown.set(this.#values);
    this.#values = grown;
  }
}
