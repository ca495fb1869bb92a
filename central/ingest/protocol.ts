import { limits } from '../../shared/limits.ts';
import type { AgentMessage, Hello, Report, SnapshotChunk } from '../../shared/model/protocol.ts';
import type { GoodbyeKind } from '../../shared/model/status.ts';
import { FieldError } from '../../shared/wire/fields.ts';
import type { SessionEnd } from '../ports.ts';

type Snapshot = Omit<SnapshotChunk, 'chunk' | 'isLast'>;

export type Received =
  | { readonly kind: 'hello'; readonly hello: Hello }
  /** `snapshot` is set when its last chunk has come. */
  | { readonly kind: 'report'; readonly report: Report; readonly snapshot: Snapshot | undefined }
  | { readonly kind: 'goodbye'; readonly goodbye: GoodbyeKind }
  | Refused;

interface Refused {
  readonly kind: 'refused';
  readonly end: SessionEnd;
}

function outOfOrder(reason: string, message: string): Refused {
  return { kind: 'refused', end: { kind: 'out-of-order', reason, message } };
}

function helloMissing(kind: string): Refused {
  return outOfOrder('hello_missing', `${kind}: the first message must be hello`);
}

/**
 * What may follow what on an agent's stream: one Hello first, then frames without a gap (I4), pictures in whole.
 * Knows nothing of connections, so the simulation runs it as it is.
 */
export class SessionProtocol {
  #hello: Hello | undefined;
  #frame = 0;
  #snapshot: Snapshot | undefined;
  #nextChunk = 0;

  /** Highest frame received. */
  get frame(): number {
    return this.#frame;
  }

  /** Throws FieldError for a picture that does not fit together. */
  receive(message: AgentMessage): Received {
    if (message.kind === 'hello') {
      if (this.#hello !== undefined) {
        return outOfOrder('second_hello', 'hello: was sent already on this stream');
      }
      this.#hello = message.hello;
      return message;
    }
    if (message.kind === 'report') return this.#receiveReport(message.report);
    return this.#hello === undefined ? helloMissing('goodbye') : message;
  }

  /** A report whose other content is not looked at here; undefined: it may come now. */
  receiveFrame(frame: number): Refused | undefined {
    if (this.#hello === undefined) {
      return helloMissing('report');
    }
    const expected = this.#frame + 1;
    if (frame !== expected) {
      const said = `report.frame: must be ${String(expected)}, is ${String(frame)}`;
      return outOfOrder('frame_gap', said);
    }
    this.#frame = frame;
    return undefined;
  }

  #receiveReport(report: Report): Received {
    const refused = this.receiveFrame(report.frame);
    if (refused !== undefined) return refused;
    const snapshot = report.snapshot && this.#assemble(report.snapshot);
    return { kind: 'report', report, snapshot };
  }

  /** The picture so far, if `chunk` is the one that must follow. */
  #continued(chunk: number, change: number): Snapshot {
    if (chunk === this.#nextChunk && this.#snapshot?.change === change) return this.#snapshot;
    const message = `must be ${String(this.#nextChunk)} of the same picture`;
    throw new FieldError('report.snapshot.chunk', 'out_of_order', message);
  }

  /** The picture, once its last chunk is here. */
  #assemble({ chunk, isLast, ...part }: SnapshotChunk): Snapshot | undefined {
    const known = chunk === 0 ? undefined : this.#continued(chunk, part.change);
    const snapshot = known === undefined ? part : { ...known, vms: [...known.vms, ...part.vms] };
    if (snapshot.vms.length > limits.vmsPerHostMax) {
      const message = `a host may have at most ${String(limits.vmsPerHostMax)} VMs`;
      throw new FieldError('report.snapshot.vms', 'too_many', message);
    }
    this.#snapshot = isLast ? undefined : snapshot;
    this.#nextChunk = isLast ? 0 : chunk + 1;
    if (!isLast) return undefined;
    refuseTwins(snapshot);
    return snapshot;
  }
}

function refuseTwins(snapshot: Snapshot): void {
  const seen = new Set<string>();
  for (const { id } of snapshot.vms) {
    if (seen.has(id)) {
      throw new FieldError('report.snapshot.vms', 'duplicate', `VM "${id}" is listed twice`);
    }
    seen.add(id);
  }
}
