import { limits } from '../limits.ts';
import type {
  HostStatsDelta,
  Report,
  ReportDigest,
  SampleDelta,
  VmStatsDelta,
} from '../model/protocol.ts';
import { unixMsMax } from './fields.ts';
import { messageType } from './json.ts';

/**
 * Most messages of an agent are reports with statistics alone, and a central receives thousands a second. They are
 * read here in one pass over their bytes, into the model, with no object in between. Whatever is not exactly such a
 * report, sound in every field, is left to the reading of every other message (agent-message.ts), which also finds
 * the words for what is wrong. The two must agree: a property test compares them.
 */

/** Thrown and caught here alone: what follows is not for this reader. */
const notForUs = new Error('not a plain report of statistics');

const varintType = 0;
const lengthType = 2;
const fixed32Type = 5;

interface SampleField {
  readonly name: string;
  readonly isFloat: boolean;
  /** What the type can hold, and a number in JavaScript. */
  readonly max: number;
}

/** The numbers of a sample, by field number. */
type SampleFields = readonly (SampleField | undefined)[];

const uint32Max = 2 ** 32 - 1;

function sampleFields(message: string, from: number, to = Infinity): SampleFields {
  const fields: (SampleField | undefined)[] = [];
  for (const { id, name, type } of messageType(`muster.v1.${message}`).fieldsArray) {
    const max = type === 'uint32' ? uint32Max : Number.MAX_SAFE_INTEGER;
    if (id >= from && id < to) fields[id] = { name, isFloat: type === 'float', max };
  }
  return fields;
}

/** Where the lists of devices stand in HostStats; every field before them is a number. */
const deviceFields = { disks: 22, filesystems: 23, networkInterfaces: 24 } as const;
const hostFields = sampleFields('HostStats', 1, deviceFields.disks);
const diskFields = sampleFields('DiskStats', 3);
const filesystemFields = sampleFields('FilesystemStats', 3);
const networkInterfaceFields = sampleFields('NetworkInterfaceStats', 3);
const vmFields = sampleFields('VmStats', 3);

class Bytes {
  readonly #buffer: Buffer;
  position = 0;
  end: number;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
    this.end = buffer.length;
  }

  get isAtEnd(): boolean {
    return this.position >= this.end;
  }

  /** A number up to `max`, which is below 2^53. */
  varint(max = Number.MAX_SAFE_INTEGER): number {
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
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw notForUs;
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

  /** Reads a nested message with `read`, which must use up exactly its bytes. */
  nested<Value>(read: (bytes: Bytes) => Value): Value {
    const length = this.varint();
    const outerEnd = this.end;
    this.end = this.position + length;
    if (this.end > outerEnd) throw notForUs;
    const value = read(this);
    if (this.position !== this.end) throw notForUs;
    this.end = outerEnd;
    return value;
  }
}

function lengthTag(field: number): number {
  return (field << 3) | lengthType;
}

function varintTag(field: number): number {
  return (field << 3) | varintType;
}

type Sample = Record<string, number>;

class SampleReader {
  readonly #fields: SampleFields;

  constructor(fields: SampleFields) {
    this.#fields = fields;
  }

  /** One number of a sample, into it; the tag was read. */
  read(bytes: Bytes, tag: number, sample: Sample): void {
    const field = this.#fields[tag >>> 3];
    if (field === undefined || (tag & 7) !== (field.isFloat ? fixed32Type : varintType)) {
      throw notForUs;
    }
    sample[field.name] = field.isFloat ? bytes.float() : bytes.varint(field.max);
  }
}

function deltaReader(
  sampleFieldsOf: SampleFields,
  keyLengthMax: number,
): (bytes: Bytes) => SampleDelta<Sample> {
  const reader = new SampleReader(sampleFieldsOf);
  return (bytes) => {
    let index = 0;
    let key = '';
    const fields: Sample = {};
    while (!bytes.isAtEnd) {
      const tag = bytes.varint();
      if (tag === varintTag(1)) index = bytes.varint(uint32Max);
      else if (tag === lengthTag(2)) key = bytes.text(keyLengthMax);
      else reader.read(bytes, tag, fields);
    }
    return { index, key, fields };
  };
}

const readDisk = deltaReader(diskFields, limits.nameLengthMax);
const readFilesystem = deltaReader(filesystemFields, limits.mountLengthMax);
const readNetworkInterface = deltaReader(networkInterfaceFields, limits.nameLengthMax);
const readVm = deltaReader(vmFields, limits.idLengthMax);

const hostReader = new SampleReader(hostFields);

function readHost(bytes: Bytes): HostStatsDelta {
  const host: Sample = {};
  const disks: SampleDelta<Sample>[] = [];
  const filesystems: SampleDelta<Sample>[] = [];
  const networkInterfaces: SampleDelta<Sample>[] = [];
  while (!bytes.isAtEnd) {
    const tag = bytes.varint();
    if (tag === lengthTag(deviceFields.disks)) disks.push(bytes.nested(readDisk));
    else if (tag === lengthTag(deviceFields.filesystems)) {
      filesystems.push(bytes.nested(readFilesystem));
    } else if (tag === lengthTag(deviceFields.networkInterfaces)) {
      networkInterfaces.push(bytes.nested(readNetworkInterface));
    } else hostReader.read(bytes, tag, host);
  }
  const deviceCount = Math.max(disks.length, filesystems.length, networkInterfaces.length);
  if (deviceCount > limits.hostDevicesMax) throw notForUs;
  return { host, disks, filesystems, networkInterfaces };
}

function readDigest(bytes: Bytes): ReportDigest {
  const digest = { change: 0, vmCount: 0, hash: 0 };
  while (!bytes.isAtEnd) {
    switch (bytes.varint()) {
      case (1 << 3) | varintType:
        digest.change = bytes.varint();
        break;
      case (2 << 3) | varintType:
        digest.vmCount = bytes.varint(uint32Max);
        break;
      case (3 << 3) | fixed32Type:
        digest.hash = bytes.fixed32();
        break;
      default:
        throw notForUs;
    }
  }
  return digest;
}

interface PlainReport {
  frame: number;
  sentAt: number;
  host?: HostStatsDelta;
  digest?: ReportDigest;
  readonly vms: VmStatsDelta[];
  readonly changes: [];
}

function readReport(bytes: Bytes): Report {
  const report: PlainReport = { frame: 0, vms: [], changes: [], sentAt: 0 };
  while (!bytes.isAtEnd) readReportField(bytes, report);
  if (report.vms.length > limits.vmsPerReportMax) throw notForUs;
  return report;
}

function readReportField(bytes: Bytes, report: PlainReport): void {
  switch (bytes.varint()) {
    case frameTag:
      report.frame = bytes.varint();
      break;
    case hostTag:
      // A second one would have to be merged with the first; no agent of ours sends it.
      if (report.host !== undefined) throw notForUs;
      report.host = bytes.nested(readHost);
      break;
    case vmTag:
      report.vms.push(bytes.nested(readVm));
      break;
    case digestTag:
      if (report.digest !== undefined) throw notForUs;
      report.digest = bytes.nested(readDigest);
      break;
    case sentAtTag:
      report.sentAt = bytes.varint(unixMsMax);
      break;
    default:
      throw notForUs;
  }
}

const [frameTag, hostTag, vmTag] = [varintTag(1), lengthTag(2), lengthTag(3)];
const [digestTag, sentAtTag] = [lengthTag(6), varintTag(7)];

/** undefined: not a plain and sound report of statistics; read it like any other message. */
export function readStatsReport(buffer: Buffer): Report | undefined {
  try {
    const bytes = new Bytes(buffer);
    if (bytes.varint() !== lengthTag(2)) return undefined;
    const report = bytes.nested(readReport);
    return bytes.isAtEnd ? report : undefined;
  } catch (error) {
    if (error === notForUs) return undefined;
    throw error;
  }
}
