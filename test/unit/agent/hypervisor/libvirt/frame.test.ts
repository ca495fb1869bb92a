import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeFrame, FrameAssembler } from '../../../../../agent/hypervisor/libvirt/frame.ts';
import { frameBytesMax } from '../../../../../agent/hypervisor/libvirt/protocol.ts';

const int32 = fc.integer();
const uint32 = fc.nat({ max: 2 ** 32 - 1 });
const frames = fc.array(
  fc.record({
    header: fc.record({
      program: uint32,
      version: uint32,
      procedure: int32,
      type: int32,
      serial: uint32,
      status: int32,
    }),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 8 },
);

function assemble(chunks: readonly Buffer[]): unknown[] {
  const assembler = new FrameAssembler();
  const found: unknown[] = [];
  for (const chunk of chunks) {
    assembler.push(chunk, ({ header, payload }) => {
      found.push({ header, payload: Buffer.from(payload) });
    });
  }
  return found;
}

/** Cuts at the given places, in whatever order and number they come. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [...ends, bytes.length].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

describe('FrameAssembler', () => {
  it('finds the same frames however the stream is chunked', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(), { maxLength: 40 }), (sent, places) => {
        const bytes = Buffer.concat(
          sent.map(({ header, payload }) => encodeFrame(header, payload)),
        );
        expect(assemble(cut(bytes, places))).toEqual(sent);
      }),
    );
  });

  it('finds frames in a stream of single bytes', () => {
    fc.assert(
      fc.property(frames, (sent) => {
        const bytes = Buffer.concat(
          sent.map(({ header, payload }) => encodeFrame(header, payload)),
        );
        const chunks = [...bytes].map((byte) => Buffer.from([byte]));
        expect(assemble(chunks)).toEqual(sent);
      }),
    );
  });

  it.each([0, 4, 27, frameBytesMax + 1, 0xffffffff])('refuses a frame of %i bytes', (length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(length);
    expect(() => assemble([bytes])).toThrow(`frame of ${length} bytes`);
  });

  it('accepts the largest frame libvirt sends', () => {
    const header = { program: 1, version: 1, procedure: 1, type: 1, serial: 1, status: 0 };
    const bytes = encodeFrame(header, Buffer.alloc(frameBytesMax - 28));
    const chunks = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, i) =>
      bytes.subarray(i * 65_536, (i + 1) * 65_536),
    );
    expect(assemble(chunks)).toHaveLength(1);
  });
});
