import { malformed } from './failure.ts';
import { frameBytesMax, frameHeaderBytes } from './protocol.ts';

export interface FrameHeader {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
}

export interface Frame {
  readonly header: FrameHeader;
  /** Valid only until the next chunk is pushed. */
  readonly payload: Buffer;
}

export function encodeFrame(header: FrameHeader, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(frameHeaderBytes + payload.length);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(header.program, 4);
  frame.writeUInt32BE(header.version, 8);
  frame.writeInt32BE(header.procedure, 12);
  frame.writeInt32BE(header.type, 16);
  frame.writeUInt32BE(header.serial, 20);
  frame.writeInt32BE(header.status, 24);
  payload.copy(frame, frameHeaderBytes);
  return frame;
}

function decodeFrame(bytes: Buffer): Frame {
  const header = {
    program: bytes.readUInt32BE(4),
    version: bytes.readUInt32BE(8),
    procedure: bytes.readInt32BE(12),
    type: bytes.readInt32BE(16),
    serial: bytes.readUInt32BE(20),
    status: bytes.readInt32BE(24),
  };
  return { header, payload: bytes.subarray(frameHeaderBytes) };
}

/** Cuts the byte stream into frames, however it is chunked. */
export class FrameAssembler {
  /** Bytes of an unfinished frame, joined only once it is complete: a large one in small chunks stays O(n). */
  #chunks: Buffer[] = [];
  #bufferedBytes = 0;
  /** Total length of the unfinished frame; 0 while its length word is incomplete. */
  #expectedBytes = 0;

  /** Hands each frame that is complete now to `onFrame`, in order. Throws `malformed` on an impossible length. */
  push(chunk: Buffer, onFrame: (frame: Frame) => void): void {
    this.#chunks.push(chunk);
    this.#bufferedBytes += chunk.length;
    if (!this.#isFrameBuffered()) return;
    const bytes = this.#join();
    let offset = 0;
    while (this.#isFrameBuffered()) {
      const end = offset + this.#expectedBytes;
      onFrame(decodeFrame(bytes.subarray(offset, end)));
      offset = end;
      this.#bufferedBytes = bytes.length - offset;
      this.#chunks = this.#bufferedBytes === 0 ? [] : [bytes.subarray(offset)];
      this.#expectedBytes = 0;
    }
  }

  #isFrameBuffered(): boolean {
    if (this.#bufferedBytes < 4) return false;
    if (this.#expectedBytes === 0) {
      this.#expectedBytes = this.#join().readUInt32BE(0);
      if (this.#expectedBytes < frameHeaderBytes || this.#expectedBytes > frameBytesMax) {
        throw malformed(`frame of ${this.#expectedBytes} bytes`);
      }
    }
    return this.#bufferedBytes >= this.#expectedBytes;
  }

  #join(): Buffer {
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first !== undefined) return first;
    const joined = Buffer.concat(this.#chunks, this.#bufferedBytes);
    this.#chunks = [joined];
    return joined;
  }
}
