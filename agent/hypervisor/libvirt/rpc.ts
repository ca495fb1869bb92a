import { createConnection, type Socket } from 'node:net';

import type { Clock, Timer } from '../../../shared/clock.ts';
import { limits } from '../../../shared/limits.ts';
import { LibvirtFailure, malformed } from './failure.ts';
import { encodeFrame, FrameAssembler, type Frame, type FrameHeader } from './frame.ts';
import {
  frameStatuses,
  frameTypes,
  keepaliveProcedures,
  programs,
  protocolVersion,
} from './protocol.ts';
import { XdrReader, XdrWriter } from './xdr.ts';

export interface Call<Result> {
  readonly procedure: number;
  readonly write?: (writer: XdrWriter) => void;
  readonly read: (reader: XdrReader) => Result;
  /** Counted from the moment of the call, waiting for a free place included. */
  readonly timeoutMs: number;
}

export interface RpcListener {
  /** An event. May throw `malformed`, which ends the connection. */
  onMessage(procedure: number, reader: XdrReader): void;
  /** The connection ended, for whatever reason; said exactly once, after all calls were rejected. */
  onClose(failure: LibvirtFailure): void;
}

interface PendingCall {
  readonly header: FrameHeader;
  readonly payload: Buffer;
  readonly settle: (reader: XdrReader) => void;
  readonly reject: (failure: LibvirtFailure) => void;
  timer: Timer | undefined;
}

/**
 * One connection to a libvirt daemon: calls matched to replies by serial, events, pings both ways.
 *
 * A call that times out keeps its place in flight until its reply comes: the daemon is still busy with it, and more
 * than four would stop it from reading our pings.
 */
export class RpcConnection {
  readonly #socket: Socket;
  readonly #clock: Clock;
  #listener: RpcListener = { onMessage: () => undefined, onClose: () => undefined };
  readonly #assembler = new FrameAssembler();
  /** Serial -> call; undefined once it was given up. */
  readonly #inFlight = new Map<number, PendingCall | undefined>();
  #waiting: PendingCall[] = [];
  #serial = 0;
  #pingTimer: Timer | undefined;
  #heardSincePing = false;
  #failure: LibvirtFailure | undefined;

  private constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    socket.on('data', (chunk) => {
      this.#onData(chunk);
    });
    socket.on('error', (error) => {
      this.#close(new LibvirtFailure('lost', error.message));
    });
    socket.on('close', () => {
      this.#close(new LibvirtFailure('lost', 'libvirtd closed the connection'));
    });
  }

  /** Rejects with the system's error (ENOENT, ECONNREFUSED, EACCES ...) when the socket cannot be connected. */
  static connect(path: string, clock: Clock): Promise<RpcConnection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ path });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new RpcConnection(socket, clock));
      });
    });
  }

  /** Events before it are lost, so it comes before the first registration. */
  listen(listener: RpcListener): void {
    this.#listener = listener;
    if (this.#failure !== undefined) listener.onClose(this.#failure);
  }

  get isClosed(): boolean {
    return this.#failure !== undefined;
  }

  /** Rejects with a LibvirtFailure, and with nothing else. */
  call<Result>({ procedure, write, read, timeoutMs }: Call<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      const serial = (this.#serial = (this.#serial + 1) >>> 0);
      const writer = new XdrWriter();
      write?.(writer);
      const call: PendingCall = {
        header: header(programs.remote, procedure, { type: frameTypes.call, serial }),
        payload: writer.bytes(),
        settle: (reader) => {
          resolve(read(reader));
        },
        reject,
        timer: undefined,
      };
      call.timer = this.#clock.setTimer(() => {
        this.#giveUp(call, timeoutMs);
      }, timeoutMs);
      this.#waiting.push(call);
      this.#sendWaiting();
    });
  }

  /**
   * Pings at an interval; when nothing at all is heard in `missedMax` of them in a row, the connection fails as
   * `silent`. Pings are answered by the daemon's main loop, also while its workers are stuck. A process that was itself
   * stopped sees one interval pass, not many, and then what it was sent meanwhile.
   */
  startPinging(intervalMs: number, missedMax: number): void {
    const beat = (missedCount: number): void => {
      if (missedCount >= missedMax) {
        const silenceMs = missedMax * intervalMs;
        this.#close(new LibvirtFailure('silent', `no answer to pings for ${silenceMs} ms`));
        return;
      }
      this.#heardSincePing = false;
      this.#sendKeepalive(keepaliveProcedures.ping);
      this.#pingTimer = this.#clock.setTimer(() => {
        beat(this.#heardSincePing ? 0 : missedCount + 1);
      }, intervalMs);
    };
    beat(0);
  }

  close(): void {
    this.#close(new LibvirtFailure('closed', 'connection closed by us'));
  }

  #sendKeepalive(procedure: number): void {
    const ping = header(programs.keepalive, procedure, { type: frameTypes.message, serial: 0 });
    this.#socket.write(encodeFrame(ping, Buffer.alloc(0)));
  }

  #sendWaiting(): void {
    while (this.#inFlight.size < limits.libvirtCallsInFlightMax) {
      const call = this.#waiting.shift();
      if (call === undefined) return;
      this.#inFlight.set(call.header.serial, call);
      this.#socket.write(encodeFrame(call.header, call.payload));
    }
  }

  #giveUp(call: PendingCall, timeoutMs: number): void {
    if (this.#inFlight.has(call.header.serial)) this.#inFlight.set(call.header.serial, undefined);
    else this.#waiting = this.#waiting.filter((other) => other !== call);
    const { procedure } = call.header;
    call.reject(
      new LibvirtFailure('timeout', `procedure ${procedure} unanswered for ${timeoutMs} ms`),
    );
  }

  #onData(chunk: Buffer): void {
    this.#heardSincePing = true;
    try {
      this.#assembler.push(chunk, (frame) => {
        if (this.#failure === undefined) this.#onFrame(frame);
      });
    } catch (error) {
      if (!(error instanceof LibvirtFailure)) throw error;
      this.#close(error);
    }
  }

  #onFrame(frame: Frame): void {
    const { program, version, procedure, type } = frame.header;
    if (version !== protocolVersion) throw malformed(`protocol version ${version}`);
    if (program === programs.keepalive) {
      if (procedure === keepaliveProcedures.ping) this.#sendKeepalive(keepaliveProcedures.pong);
      return;
    }
    if (program !== programs.remote) throw malformed(`unknown program ${program}`);
    if (type === frameTypes.reply) this.#onReply(frame);
    else if (type === frameTypes.message) {
      this.#listener.onMessage(procedure, new XdrReader(frame.payload));
    } else throw malformed(`frame of type ${type}`);
  }

  #onReply({ header: { serial, status, procedure }, payload }: Frame): void {
    if (!this.#inFlight.has(serial)) throw malformed(`reply with serial ${serial}, never sent`);
    const call = this.#inFlight.get(serial);
    this.#inFlight.delete(serial);
    this.#sendWaiting();
    if (call === undefined) return;
    call.timer?.cancel();
    try {
      this.#settle(call, status, new XdrReader(payload));
    } catch (error) {
      if (!(error instanceof LibvirtFailure)) throw error;
      const failure = malformed(`reply to procedure ${procedure}: ${error.message}`);
      call.reject(failure);
      throw failure;
    }
  }

  #settle(call: PendingCall, status: number, reader: XdrReader): void {
    if (status === frameStatuses.ok) call.settle(reader);
    else if (status === frameStatuses.error) call.reject(readError(reader));
    else throw malformed(`status ${status}`);
  }

  #close(failure: LibvirtFailure): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#pingTimer?.cancel();
    this.#socket.destroy();
    const calls = [...this.#inFlight.values(), ...this.#waiting];
    this.#inFlight.clear();
    this.#waiting = [];
    for (const call of calls) {
      call?.timer?.cancel();
      call?.reject(failure);
    }
    this.#listener.onClose(failure);
  }
}

function header(
  program: number,
  procedure: number,
  { type, serial }: { readonly type: number; readonly serial: number },
): FrameHeader {
  const status = frameStatuses.ok;
  return { program, version: protocolVersion, procedure, type, serial, status };
}

/** Code, domain, text; what follows (the domain, pieces of the text) adds nothing. */
function readError(reader: XdrReader): LibvirtFailure {
  const code = reader.int();
  reader.int();
  const text = reader.optional(() => reader.string());
  return new LibvirtFailure('refused', text ?? `error ${code}`, code);
}
