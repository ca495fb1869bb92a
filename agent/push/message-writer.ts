import { wireTypeOf } from './message-shape.ts';
import type { FieldShape, FieldType, MessageShape } from './message-shape.ts';

const firstBytes = 4096;
/** Longest varint, and so the most that any single number takes. */
const numberBytesMax = 10;

type Scalar = Exclude<FieldType['kind'], 'message' | 'enum'>;

/** Writes messages in the shape of the generated types as protobuf. One buffer is used again for each. */
export class MessageWriter {
  #buffer = Buffer.allocUnsafe(firstBytes);
  #length = 0;

  /** Zeros and empty texts are left out where the contract does not tell them from nothing. */
  write(shape: MessageShape, message: object): Buffer {
    this.#length = 0;
    this.#message(shape, message);
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  #message({ fields }: MessageShape, message: object): void {
    const values = message as Readonly<Record<string, unknown>>;
    for (const field of fields) {
      const value = values[field.name];
      if (value !== undefined && value !== null) this.#field(field, value);
    }
  }

  #field(field: FieldShape, value: unknown): void {
    if (field.isMap) {
      for (const [key, entry] of Object.entries(value as object)) {
        this.#value(field, { key, value: entry as unknown });
      }
    } else if (field.isRepeated) {
      for (const one of value as readonly unknown[]) this.#value(field, one);
    } else if (field.hasPresence || !isZero(field.type, value)) {
      this.#value(field, value);
    }
  }

  #value({ number, type }: FieldShape, value: unknown): void {
    this.#varint(number * 8 + wireTypeOf[type.kind]);
    if (type.kind === 'message') {
      this.#sized(() => {
        this.#message(type.shape, value as object);
      });
    } else if (type.kind === 'enum') this.#varint(type.numbers.get(value) ?? Number(value));
    else this.#scalar(type.kind, value);
  }

  #scalar(kind: Scalar, value: unknown): void {
    switch (kind) {
      case 'text': {
        const text = String(value);
        this.#varint(Buffer.byteLength(text));
        this.#reserve(text.length * 3);
        this.#length += this.#buffer.write(text, this.#length);
        break;
      }
      case 'boolean':
        this.#varint(value === true ? 1 : 0);
        break;
      case 'unsigned':
      case 'signed':
        this.#varint(Number(value));
        break;
      case 'float':
        this.#reserve(4);
        this.#length = this.#buffer.writeFloatLE(Number(value), this.#length);
        break;
      case 'fixed32':
        this.#reserve(4);
        this.#length = this.#buffer.writeUInt32LE(Number(value), this.#length);
        break;
    }
  }

  /** Nearly everything is shorter than 128 bytes, so one byte is kept for the length, and the rest moved if it is not. */
  #sized(write: () => void): void {
    this.#reserve(1);
    this.#length += 1;
    const start = this.#length;
    write();
    const end = this.#length;
    const moreBytes = varintBytes(end - start) - 1;
    if (moreBytes > 0) {
      // A buffer that grows takes along only what comes before #length.
      this.#reserve(moreBytes);
      this.#buffer.copyWithin(start + moreBytes, start, end);
    }
    this.#length = start - 1;
    this.#varint(end - start);
    this.#length = end + moreBytes;
  }

  /** Whole numbers; of a negative one all 64 bits, as the format wants it. */
  #varint(value: number): void {
    this.#reserve(numberBytesMax);
    if (value < 0) {
      let bits = BigInt.asUintN(64, BigInt(value));
      for (; bits >= 0x80n; bits >>= 7n) {
        this.#buffer[this.#length++] = Number(bits & 0x7fn) | 0x80;
      }
      this.#buffer[this.#length++] = Number(bits);
      return;
    }
    // Neither would the loop below end, nor can anything be meant by it.
    if (!(value < 2 ** 64)) throw new RangeError(`${value} is no whole number of 64 bits`);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

function isZero(type: FieldType, value: unknown): boolean {
  if (type.kind === 'enum') return type.numbers.get(value) === 0;
  return value === 0 || value === '' || value === false;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
}
