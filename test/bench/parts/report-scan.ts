/** The few bytes of a report that an acknowledgement needs, read in place. Field numbers: proto/muster/v1/agent.proto. */
export interface ScannedReport {
  readonly frame: number;
  /** Highest change or picture in it; 0: none. */
  readonly change: number;
}

const reportField = 2;
const frameField = 1;
const changesField = 4;
const snapshotField = 5;

class Cursor {
  readonly #bytes: Buffer;
  position: number;
  readonly end: number;

  constructor(bytes: Buffer, position: number, end: number) {
    this.#bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.position >= this.end;
  }

  varint(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.#bytes[this.position++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  /** The content of a length-delimited field, which is passed. */
  inner(): Cursor {
    const length = this.varint();
    this.position += length;
    return new Cursor(this.#bytes, this.position - length, this.position);
  }

  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 2) this.inner();
    else this.position += wireType === 1 ? 8 : 4;
  }
}

/** The first field of a message, if it is number 1: the change number, in a change as in a snapshot. */
function firstNumber(cursor: Cursor): number {
  return cursor.varint() >> 3 === 1 ? cursor.varint() : 0;
}

export function scanReport(bytes: Buffer): ScannedReport {
  const message = new Cursor(bytes, 0, bytes.length);
  if (message.varint() >> 3 !== reportField) return { frame: 0, change: 0 };
  const report = message.inner();
  let [frame, change] = [0, 0];
  while (!report.isAtEnd) {
    const tag = report.varint();
    const field = tag >> 3;
    if (field === frameField) frame = report.varint();
    else if (field === changesField || field === snapshotField) {
      change = Math.max(change, firstNumber(report.inner()));
    } else report.skip(tag & 7);
  }
  return { frame, change };
}

function varintBytes(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left >= 128) {
    bytes.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  return [...bytes, left];
}

/** CentralMessage{ack{received, safe}}. */
export function ackBytes(received: number, safe: number): Buffer {
  const ack = [8, ...varintBytes(received), 16, ...varintBytes(safe)];
  return Buffer.from([18, ack.length, ...ack]);
}
