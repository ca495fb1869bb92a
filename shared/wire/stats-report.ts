import { limits } from '../limits.ts';
import type { ReportDigest } from '../model/protocol.ts';
import { sampleFields, sampleKinds, StatsRows } from '../model/stats-rows.ts';
import type { SampleKind } from '../model/stats-rows.ts';
import { isSampleNumber } from '../model/stats.ts';
import { unixMsMax } from './fields.ts';
import { messageType } from './json.ts';

/**
 * Most messages of an agent are reports with statistics alone, and a central receives thousands a second. They are
 * read here in one pass over their bytes, into columns that are used again, with no object in between. Whatever is
 * not exactly such a report, sound in every field, is left to the reading of every other message (agent-message.ts),
 * which also finds the words for what is wrong. The two must agree: a property test compares them.
 */

/** Thrown and caught here alone: what follows is not for this reader. */
const notForUs = new Error('not a plain report of statistics');

const varintType = 0;
const lengthType = 2;
const fixed32Type = 5;

const uint32Max = 2 ** 32 - 1;

/** How the fields of one kind of sample stand in the bytes, by tag. */
class FieldsByTag {
  /** Slot of the field with this tag; -1: no field of a sample. */
  readonly slots: Int8Array;
  /** What the field's type can hold, and a number in JavaScript; 0: it is a float. */
  readonly max: Float64Array;

  constructor(kind: SampleKind, message: string) {
    const fields = messageType(`muster.v1.${message}`).fieldsArray;
    const tagMax = 8 * (Math.max(...fields.map(({ id }) => id)) + 1);
    this.slots = new Int8Array(tagMax).fill(-1);
    this.max = new Float64Array(tagMax);
    for (const { id, name, type } of fields) {
      const slot = sampleFields[kind].indexOf(name);
      if (slot < 0) continue;
      const tag = (id << 3) | (type === 'float' ? fixed32Type : varintType);
      this.slots[tag] = slot;
      if (type !== 'float') this.max[tag] = type === 'uint32' ? uint32Max : Number.MAX_SAFE_INTEGER;
    }
  }
}

function lengthTag(field: number): number {
  return (field << 3) | lengthType;
}

function varintTag(field: number): number {
  return (field << 3) | varintType;
}

class Bytes {
  #buffer: Buffer = Buffer.alloc(0);
  position = 0;
  end = 0;

  set(buffer: Buffer): void {
    this.#buffer = buffer;
    this.position = 0;
    this.end = buffer.length;
  }

  /** A number up to `max`, which is below 2^53. */
  varint(max = Number.MAX_SAFE_INTEGER): number {
    const first = this.#buffer[this.position];
    if (first !== undefined && first < 128 && this.position < this.end) {
      this.position += 1;
      return first;
    }
    let value = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.#buffer[this.position++];
      if (byte === undefined || this.position > this.end) throw notForUs;
      value += (byte & 127) * factor;
      if (byte < 128) {
        if (value > max) throw notForUs;
        return value;
      }
    }
    throw notForUs;
  }

  fixed32(): number {
    if (this.position + 4 > this.end) throw notForUs;
    this.position += 4;
    return this.#buffer.readUInt32LE(this.position - 4);
  }

  /** Not negative, finite, and in the range of all sample numbers. */
  float(): number {
    if (this.position + 4 > this.end) throw notForUs;
    const value = this.#buffer.readFloatLE(this.position);
    this.position += 4;
    if (!isSampleNumber(value)) throw notForUs;
    return value;
  }

  text(lengthMax: number): string {
    const length = this.varint();
    const start = this.position;
    this.position += length;
    if (this.position > this.end) throw notForUs;
    const text = this.#buffer.toString('utf8', start, this.position);
    if (text.length > lengthMax) throw notForUs;
    return text;
  }

  /** Enters a nested message; returns the end of the outer one, for `leave`. */
  enter(): number {
    const length = this.varint();
    const outerEnd = this.end;
    this.end = this.position + length;
    if (this.end > outerEnd) throw notForUs;
    return outerEnd;
  }

  leave(outerEnd: number): void {
    if (this.position !== this.end) throw notForUs;
    this.end = outerEnd;
  }
}

/** What statistics are about, and how much of it a report may hold. */
interface Thing {
  /** Place in `sampleKinds`. */
  readonly kind: number;
  readonly fields: FieldsByTag;
  readonly keyLengthMax: number;
  readonly countMax: number;
}

function thing(
  kind: SampleKind,
  message: string,
  sizes: Pick<Thing, 'keyLengthMax' | 'countMax'>,
): Thing {
  return { kind: sampleKinds.indexOf(kind), fields: new FieldsByTag(kind, message), ...sizes };
}

const named = { keyLengthMax: limits.nameLengthMax, countMax: limits.hostDevicesMax };
const mounted = { ...named, keyLengthMax: limits.mountLengthMax };
const host = thing('host', 'HostStats', { keyLengthMax: 0, countMax: 1 });
const vm = thing('vm', 'VmStats', {
  keyLengthMax: limits.idLengthMax,
  countMax: limits.vmsPerReportMax,
});
/** Where the lists of devices stand in HostStats; every field before them is a number. */
const devices = new Map([
  [lengthTag(22), thing('disk', 'DiskStats', named)],
  [lengthTag(23), thing('filesystem', 'FilesystemStats', mounted)],
  [lengthTag(24), thing('networkInterface', 'NetworkInterfaceStats', named)],
]);
const devicesFrom = lengthTag(22);
/** The same in everything that has a name. */
const [indexTag, keyTag] = [varintTag(1), lengthTag(2)];

const [frameTag, hostTag, vmTag] = [varintTag(1), lengthTag(2), lengthTag(3)];
const [digestTag, sentAtTag] = [lengthTag(6), varintTag(7)];

/** The plain report read last; everything in it is good until the next one is read. */
export class StatsReport {
  frame = 0;
  sentAt = 0;
  digest: ReportDigest | undefined;
  readonly rows = new StatsRows();
  readonly #bytes = new Bytes();
  /** Rows of each kind so far. */
  readonly #counts = new Uint32Array(sampleKinds.length);

  /** False: not a plain and sound report of statistics; read it like any other message. */
  read(buffer: Buffer): boolean {
    if (buffer.length > limits.messageBytesMax) return false;
    const bytes = this.#bytes;
    bytes.set(buffer);
    try {
      if (bytes.varint() !== lengthTag(2)) return false;
      const outerEnd = bytes.enter();
      this.#readReport();
      bytes.leave(outerEnd);
      return bytes.position === bytes.end;
    } catch (error) {
      if (error === notForUs) return false;
      throw error;
    }
  }

  #readReport(): void {
    const bytes = this.#bytes;
    this.frame = 0;
    this.sentAt = 0;
    this.digest = undefined;
    this.#counts.fill(0);
    this.rows.clear();
    while (bytes.position < bytes.end) this.#readField(bytes.varint());
  }

  #readField(tag: number): void {
    switch (tag) {
      case frameTag:
        this.frame = this.#bytes.varint();
        break;
      case hostTag:
        this.#readHost();
        break;
      case vmTag:
        this.#readThing(vm);
        break;
      case digestTag:
        if (this.digest !== undefined) throw notForUs;
        this.digest = this.#readDigest();
        break;
      case sentAtTag:
        this.sentAt = this.#bytes.varint(unixMsMax);
        break;
      default:
        throw notForUs;
    }
  }

  /** Its own numbers come before its devices, as every encoder writes them; so one row holds them all. */
  #readHost(): void {
    const bytes = this.#bytes;
    const outerEnd = bytes.enter();
    this.#begin(host);
    let isAtDevices = false;
    while (bytes.position < bytes.end) {
      const tag = bytes.varint();
      const device = tag < devicesFrom ? undefined : devices.get(tag);
      if (device !== undefined) {
        isAtDevices = true;
        this.#readThing(device);
      } else if (isAtDevices) throw notForUs;
      else this.#readNumber(host.fields, tag);
    }
    bytes.leave(outerEnd);
  }

  #readThing(thing: Thing): void {
    const bytes = this.#bytes;
    const outerEnd = bytes.enter();
    this.#begin(thing);
    while (bytes.position < bytes.end) {
      const tag = bytes.varint();
      if (tag === indexTag) this.rows.setIndex(bytes.varint(uint32Max));
      else if (tag === keyTag) this.rows.setKey(bytes.text(thing.keyLengthMax));
      else this.#readNumber(thing.fields, tag);
    }
    bytes.leave(outerEnd);
  }

  #begin({ kind, countMax }: Thing): void {
    const count = (this.#counts[kind] ?? 0) + 1;
    if (count > countMax) throw notForUs;
    this.#counts[kind] = count;
    this.rows.begin(kind);
  }

  #readNumber({ slots, max }: FieldsByTag, tag: number): void {
    const slot = slots[tag] ?? -1;
    if (slot < 0) throw notForUs;
    const valueMax = max[tag] ?? 0;
    const value = valueMax === 0 ? this.#bytes.float() : this.#bytes.varint(valueMax);
    if (!this.rows.put(slot, value)) throw notForUs;
  }

  #readDigest(): ReportDigest {
    const bytes = this.#bytes;
    const outerEnd = bytes.enter();
    const digest = { change: 0, vmCount: 0, hash: 0 };
    while (bytes.position < bytes.end) {
      switch (bytes.varint()) {
        case varintTag(1):
          digest.change = bytes.varint();
          break;
        case varintTag(2):
          digest.vmCount = bytes.varint(uint32Max);
          break;
        case (3 << 3) | fixed32Type:
          digest.hash = bytes.fixed32();
          break;
        default:
          throw notForUs;
      }
    }
    bytes.leave(outerEnd);
    return digest;
  }
}
