/** Numbers of the wire format: what follows a tag. */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const varintBytesMax = 10;

/** Reads the pieces of a protobuf message one after another. Throws RangeError where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  /** Unsigned; above 2^53 the last digits are lost, as in every number. */
  varint(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < varintBytesMax; i += 1) {
      const byte = this.#bytes.readUInt8(this.#position);
      this.#position += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    throw new RangeError('a number has more than 10 bytes');
  }

  /** A negative one has all 64 bits, of which a number would lose the last. */
  signedVarint(): number {
    const start = this.#position;
    const value = this.varint();
    if (value < 2 ** 63) return value;
    let bits = 0n;
    for (let i = this.#position - 1; i >= start; i -= 1) {
      bits = (bits << 7n) | BigInt(this.#bytes.readUInt8(i) & 0x7f);
    }
    return Number(BigInt.asIntN(64, bits));
  }

  fixed32(): number {
    const value = this.#bytes.readUInt32LE(this.#position);
    this.#position += 4;
    return value;
  }

  float(): number {
    const value = this.#bytes.readFloatLE(this.#position);
    this.#position += 4;
    return value;
  }

  /** Whatever has its length before it. */
  bytes(): Buffer {
    const length = this.varint();
    const start = this.#position;
    this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  skip(wireType: number): void {
    switch (wireType) {
      case wireTypes.varint:
        this.varint();
        break;
      case wireTypes.fixed64:
        this.#advance(8);
        break;
      case wireTypes.bytes:
        this.bytes();
        break;
      case wireTypes.fixed32:
        this.#advance(4);
        break;
      default:
        throw new RangeError(`wire type ${wireType} is not known`);
    }
  }

  #advance(length: number): void {
    if (this.#position + length > this.#bytes.length) throw new RangeError('ends too early');
    this.#position += length;
  }
}
