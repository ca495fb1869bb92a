import { SampleBlock } from './sample-block.ts';

/** The samples of one host. */
export interface StoredSamples {
  readonly block: SampleBlock;
  /** Unix ms by this replica's clock. */
  readonly at: number;
  readonly clockSkewMs: number;
}

/**
 * How samples stand in the store: two bytes to know them by, `at`, the skew, and then each thing with its kind, its
 * name and its numbers. Little-endian. Copying the numbers as they are is what makes it cheap.
 */
const magic = [0x4d, 0x01] as const;
const headerBytes = magic.length + 16;
/** Kind, length of the name in bytes, count of the numbers. */
const thingBytes = 1 + 2 + 1;
const numberBytes = 8;

export function encodeSamples({ block, at, clockSkewMs }: StoredSamples): Buffer {
  const things = [...block.entries()];
  const sizeBytes = things.reduce(
    (sum, { name, values }) =>
      sum + thingBytes + Buffer.byteLength(name) + numberBytes * values.length,
    headerBytes,
  );
  const bytes = Buffer.alloc(sizeBytes);
  bytes.set(magic);
  bytes.writeDoubleLE(at, 2);
  bytes.writeDoubleLE(clockSkewMs, 10);
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

/** undefined: of another program, or damaged. Nothing is lost that the next report does not bring. */
export function decodeSamples(stored: Uint8Array): StoredSamples | undefined {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  if (bytes.length < headerBytes || bytes[0] !== magic[0] || bytes[1] !== magic[1]) {
    return undefined;
  }
  const block = new SampleBlock();
  let position = headerBytes;
  while (position < bytes.length) {
    const next = restoreThing(bytes, position, block);
    if (next === undefined) return undefined;
    position = next;
  }
  return { block, at: bytes.readDoubleLE(2), clockSkewMs: bytes.readDoubleLE(10) };
}

/** Where the next thing begins. */
function restoreThing(bytes: Buffer, position: number, block: SampleBlock): number | undefined {
  if (position + thingBytes > bytes.length) return undefined;
  const nameFrom = position + thingBytes;
  const valuesFrom = nameFrom + bytes.readUInt16LE(position + 1);
  const count = bytes.readUInt8(position + 3);
  const end = valuesFrom + numberBytes * count;
  if (end > bytes.length) return undefined;
  const values = Array.from({ length: count }, (_, i) =>
    bytes.readDoubleLE(valuesFrom + numberBytes * i),
  );
  block.restore(bytes.readUInt8(position), bytes.toString('utf8', nameFrom, valuesFrom), values);
  return end;
}
