import { limits } from '../../../shared/limits.ts';
import { malformed } from './failure.ts';

/**
 * Reads XDR (RFC 4506) values one after another. Every read past the end, every length beyond a limit and every
 * impossible flag is a `malformed` failure. Nothing it returns refers to the buffer handed in.
 */
export class XdrReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  int(): number {
    return this.#bytes.readInt32BE(this.#advance(4));
  }

  uint(): number {
    return this.#bytes.readUInt32BE(this.#advance(4));
  }

  hyper(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8));
  }

  unsignedHyper(): bigint {
    return this.#bytes.readBigUInt64BE(this.#advance(8));
  }

  double(): number {
    return this.#bytes.readDoubleBE(this.#advance(8));
  }

  bool(): boolean {
    const value = this.uint();
    if (value > 1) throw malformed(`flag is ${value}, neither 0 nor 1`);
    return value === 1;
  }

  string(): string {
    const length = this.uint();
    if (length > limits.libvirtStringBytesMax) throw malformed(`string of ${length} bytes`);
    const start = this.#advance(length + padding(length));
    return this.#bytes.toString('utf8', start, start + length);
  }

  optional<T>(read: () => T): T | undefined {
    return this.bool() ? read() : undefined;
  }

  /** @param countMax elements; more is `malformed`. */
  array<T>(countMax: number, read: () => T): T[] {
    const count = this.uint();
    if (count > countMax) throw malformed(`array of ${count} elements, more than ${countMax}`);
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(read());
    return items;
  }

  /** 16 raw bytes, as lower-case text with dashes. */
  uuid(): string {
    const start = this.#advance(16);
    const hex = this.#bytes.toString('hex', start, start + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  #advance(length: number): number {
    const start = this.#offset;
    if (length > this.remaining) {
      throw malformed(`${length} bytes wanted, ${this.remaining} left at offset ${start}`);
    }
    this.#offset = start + length;
    return start;
  }
}

/** Collects XDR values; `bytes()` joins them. */
export class XdrWriter {
  readonly #parts: Buffer[] = [];

  int(value: number): this {
    const part = Buffer.allocUnsafe(4);
    part.writeInt32BE(value);
    return this.#add(part);
  }

  uint(value: number): this {
    const part = Buffer.allocUnsafe(4);
    part.writeUInt32BE(value);
    return this.#add(part);
  }

  hyper(value: bigint): this {
    const part = Buffer.allocUnsafe(8);
    part.writeBigInt64BE(value);
    return this.#add(part);
  }

  unsignedHyper(value: bigint): this {
    const part = Buffer.allocUnsafe(8);
    part.writeBigUInt64BE(value);
    return this.#add(part);
  }

  double(value: number): this {
    const part = Buffer.allocUnsafe(8);
    part.writeDoubleBE(value);
    return this.#add(part);
  }

  bool(value: boolean): this {
    return this.uint(value ? 1 : 0);
  }

  string(value: string): this {
    const text = Buffer.from(value, 'utf8');
    this.uint(text.length);
    return this.#add(text).#add(Buffer.alloc(padding(text.length)));
  }

  optional<T>(value: T | undefined, write: (value: T) => void): this {
    this.bool(value !== undefined);
    if (value !== undefined) write(value);
    return this;
  }

  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.uint(items.length);
    items.forEach(write);
    return this;
  }

  uuid(value: string): this {
    return this.#add(Buffer.from(value.replaceAll('-', ''), 'hex'));
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #add(part: Buffer): this {
    this.#parts.push(part);
    return this;
  }
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}
