import { sampleKinds } from '../../shared/model/stats-rows.ts';
import { SampleBlock } from './sample-block.ts';

const vmKind = sampleKinds.indexOf('vm');

/**
 * How samples stand in the store: two bytes to know them by, `at`, the skew, and then each thing with its kind, its
 * name and its numbers. Little-endian. Copying the numbers as they are is what makes it cheap.
 */
const magic = [0x4d, 0x01] as const;
const headerBytes = magic.length + 16;
/** Kind, length of the name in bytes, count of the numbers. */
const thingBytes = 1 + 2 + 1;
const numberBytes = 8;

export function encodeSamples(block: SampleBlock): Buffer {
  const things = [...block.entries()];
  const sizeBytes = things.reduce(
    (sum, { name, values }) =>
      sum + thingBytes + Buffer.byteLength(name) + numberBytes * values.length,
    headerBytes,
  );
  const bytes = Buffer.alloc(sizeBytes);
  bytes.set(magic);
  bytes.writeDoubleLE(block.at, 2);
  bytes.writeDoubleLE(block.clockSkewMs, 10);
  let position = headerBytes;
  for (const { kind, name, values } of things) {
    const nameBytes = bytes.write(name, position + thingBytes);
    bytes.writeUInt8(kind, position);
    bytes.writeUInt16LE(nameBytes, position + 1);
    bytes.writeUInt8(values.length, position + 3);
    position += thingBytes + nameBytes;
    for (const value of values) position = bytes.writeDoubleLE(value, position);
  }
  return bytes;
}

/** Which things of stored samples are wanted: all of them, those of the host itself, or one VM. */
export type WantedSamples = 'all' | 'host' | { readonly vmId: string };

/** undefined: of another program, or damaged; nothing is lost that the next report does not bring. */
export function decodeSamples(
  stored: Uint8Array,
  wanted: WantedSamples = 'all',
): SampleBlock | undefined {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  if (bytes.length < headerBytes || bytes[0] !== magic[0] || bytes[1] !== magic[1]) {
    return undefined;
  }
  const block = new SampleBlock();
  const isWanted = filterOf(wanted);
  let position = headerBytes;
  while (position < bytes.length) {
    const thing = thingAt(bytes, position);
    if (thing === undefined) return undefined;
    const { name, end } = thing;
    if (isWanted(thing)) {
      const values = Array.from({ length: (end - thing.valuesFrom) / numberBytes }, (_, i) =>
        bytes.readDoubleLE(thing.valuesFrom + numberBytes * i),
      );
      block.restore(thing.kind, name.toString('utf8'), values);
    }
    position = end;
  }
  block.setTimes(bytes.readDoubleLE(2), bytes.readDoubleLE(10));
  return block;
}

function filterOf(wanted: WantedSamples): (thing: Thing) => boolean {
  if (wanted === 'all') return () => true;
  if (wanted === 'host') return ({ kind }) => kind !== vmKind;
  const vmId = Buffer.from(wanted.vmId);
  return ({ kind, name }) => kind === vmKind && name.equals(vmId);
}

interface Thing {
  readonly kind: number;
  readonly name: Buffer;
  readonly valuesFrom: number;
  readonly end: number;
}

function thingAt(bytes: Buffer, position: number): Thing | undefined {
  const nameFrom = position + thingBytes;
  if (nameFrom > bytes.length) return undefined;
  const valuesFrom = nameFrom + bytes.readUInt16LE(position + 1);
  const end = valuesFrom + numberBytes * bytes.readUInt8(position + 3);
  if (end > bytes.length) return undefined;
  const name = bytes.subarray(nameFrom, valuesFrom);
  return { kind: bytes.readUInt8(position), name, valuesFrom, end };
}
