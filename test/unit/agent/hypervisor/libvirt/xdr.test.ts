import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LibvirtFailure } from '../../../../../agent/hypervisor/libvirt/failure.ts';
import { XdrReader, XdrWriter } from '../../../../../agent/hypervisor/libvirt/xdr.ts';

const uuids = fc.uuid();
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const values = fc.record({
  int: fc.integer(),
  uint: fc.nat({ max: 2 ** 32 - 1 }),
  hyper: int64,
  unsignedHyper: uint64,
  double: fc.double({ noNaN: true }),
  bool: fc.boolean(),
  string: fc.string({ unit: 'grapheme' }),
  optional: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
  array: fc.array(fc.integer(), { maxLength: 20 }),
  uuid: uuids,
});

type Values = typeof values extends fc.Arbitrary<infer T> ? T : never;

function write(value: Values): Buffer {
  const writer = new XdrWriter();
  writer.int(value.int).uint(value.uint).hyper(value.hyper).unsignedHyper(value.unsignedHyper);
  writer.double(value.double).bool(value.bool).string(value.string);
  writer.optional(value.optional, (text) => writer.string(text));
  writer.array(value.array, (item) => writer.int(item)).uuid(value.uuid);
  return writer.bytes();
}

function read(reader: XdrReader): Values {
  return {
    int: reader.int(),
    uint: reader.uint(),
    hyper: reader.hyper(),
    unsignedHyper: reader.unsignedHyper(),
    double: reader.double(),
    bool: reader.bool(),
    string: reader.string(),
    optional: reader.optional(() => reader.string()),
    array: reader.array(20, () => reader.int()),
    uuid: reader.uuid(),
  };
}

describe('XDR', () => {
  it('reads back whatever was written, to the last byte', () => {
    fc.assert(
      fc.property(values, (value) => {
        const reader = new XdrReader(write(value));
        expect(read(reader)).toEqual(value);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  it('keeps everything on multiples of four bytes', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(write(value).length % 4).toBe(0);
      }),
    );
  });

  it('calls every cut-off value malformed, wherever it is cut', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 0.999, noNaN: true }), (value, part) => {
        const bytes = write(value);
        const cut = bytes.subarray(0, Math.floor(bytes.length * part));
        expect(() => read(new XdrReader(cut))).toThrow(LibvirtFailure);
      }),
    );
  });

  it('never throws anything but a malformed failure on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          read(new XdrReader(Buffer.from(bytes)));
        } catch (error) {
          expect(error).toMatchObject({ name: 'LibvirtFailure', kind: 'malformed' });
        }
      }),
    );
  });

  it('knows the encoding libvirt uses: big-endian, padded strings, raw uuids', () => {
    const writer = new XdrWriter();
    writer.string('abcde').uuid('00112233-4455-6677-8899-aabbccddeeff').int(-1);
    expect(writer.bytes().toString('hex')).toBe(
      '000000056162636465000000' + '00112233445566778899aabbccddeeff' + 'ffffffff',
    );
  });

  it('refuses lengths beyond the limits before it allocates anything', () => {
    const huge = Buffer.from([0x7f, 0xff, 0xff, 0xff]);
    expect(() => new XdrReader(huge).string()).toThrow('string of 2147483647 bytes');
    expect(() => new XdrReader(huge).array(4, () => 0)).toThrow('more than 4');
  });

  it('refuses a flag that is neither 0 nor 1', () => {
    expect(() => new XdrReader(Buffer.from([0, 0, 0, 2])).bool()).toThrow('neither 0 nor 1');
  });

  it('reads names as UTF-8', () => {
    const bytes = new XdrWriter().string('zoë 🖥').bytes();
    expect(new XdrReader(bytes).string()).toBe('zoë 🖥');
  });
});
