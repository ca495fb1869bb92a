import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { writeDomain, type DomainRef } from '../../agent/hypervisor/libvirt/domain.ts';
import { encodeFrame, FrameAssembler } from '../../agent/hypervisor/libvirt/frame.ts';
import {
  errorCodes,
  frameStatuses,
  frameTypes,
  listFlags,
  procedures,
  programs,
} from '../../agent/hypervisor/libvirt/protocol.ts';
import { XdrReader, XdrWriter } from '../../agent/hypervisor/libvirt/xdr.ts';

export type Answer =
  | { readonly kind: 'ok'; readonly write?: (writer: XdrWriter) => void }
  | { readonly kind: 'error'; readonly code: number; readonly text: string }
  | { readonly kind: 'none' };

export interface ScriptedDomain {
  readonly ref: DomainRef;
  readonly state: number;
  readonly reason: number;
  readonly isPersistent: boolean;
}

type Handler = (args: XdrReader) => Answer | Promise<Answer>;

/**
 * A libvirt daemon that says what the test tells it to, for faults a real one cannot be made to have: hostile bytes,
 * late answers, events in a given order. It serves `domains` unless `on(...)` replaces an answer.
 */
export class ScriptedLibvirtd {
  domains: ScriptedDomain[] = [];
  readonly #server: Server;
  readonly #folder: string;
  readonly #sockets = new Set<Socket>();
  readonly #handlers = new Map<number, Handler>();
  /** Every call, keepalive pings as -1, in the order they came. */
  readonly calls: number[] = [];
  answersPings = true;

  private constructor(server: Server, folder: string) {
    this.#server = server;
    this.#folder = folder;
    server.on('connection', (socket) => {
      this.#serve(socket);
    });
    this.#serveDomains();
  }

  static async start(): Promise<ScriptedLibvirtd> {
    const folder = await mkdtemp(path.join(tmpdir(), 'msl-'));
    const server = createServer();
    const daemon = new ScriptedLibvirtd(server, folder);
    await new Promise<void>((resolve) => server.listen(daemon.socketPath, resolve));
    return daemon;
  }

  get socketPath(): string {
    return path.join(this.#folder, 'sock');
  }

  get connectionCount(): number {
    return this.#sockets.size;
  }

  on(procedure: number, handler: Handler): void {
    this.#handlers.set(procedure, handler);
  }

  /** Sends an event about a domain to every client. */
  tell(procedure: number, domain: DomainRef, write?: (writer: XdrWriter) => void): void {
    const writer = new XdrWriter().int(0);
    writeDomain(writer, domain);
    write?.(writer);
    this.sendRaw(frame(procedure, { type: frameTypes.message, serial: 0 }, writer.bytes()));
  }

  sendRaw(bytes: Buffer): void {
    for (const socket of this.#sockets) socket.write(bytes);
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  #serve(socket: Socket): void {
    const assembler = new FrameAssembler();
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk) => {
      assembler.push(chunk, ({ header, payload }) => {
        const args = new XdrReader(Buffer.from(payload));
        if (header.program === programs.keepalive) this.#onPing(socket, header.procedure);
        else void this.#answer(socket, header, args);
      });
    });
  }

  #onPing(socket: Socket, procedure: number): void {
    this.calls.push(-procedure);
    if (procedure === 1 && this.answersPings) socket.write(keepalive(2));
  }

  async #answer(
    socket: Socket,
    { procedure, serial }: { readonly procedure: number; readonly serial: number },
    args: XdrReader,
  ): Promise<void> {
    this.calls.push(procedure);
    const handler = this.#handlers.get(procedure);
    const unknown = { kind: 'error', code: 39, text: `unknown procedure: ${procedure}` } as const;
    const answer = handler === undefined ? unknown : await handler(args);
    if (answer.kind === 'none' || socket.destroyed) return;
    const writer = new XdrWriter();
    if (answer.kind === 'ok') answer.write?.(writer);
    else writeError(writer, answer.code, answer.text);
    const status = answer.kind === 'ok' ? frameStatuses.ok : frameStatuses.error;
    socket.write(frame(procedure, { type: frameTypes.reply, serial, status }, writer.bytes()));
  }

  #serveDomains(): void {
    const ok = (write?: (writer: XdrWriter) => void): Answer => ({
      kind: 'ok',
      ...(write && { write }),
    });
    this.on(procedures.authList, () => ok((writer) => writer.array([0], (way) => writer.int(way))));
    this.on(procedures.connectOpen, () => ok());
    this.on(procedures.connectSupportsFeature, () => ok((writer) => writer.int(1)));
    this.on(procedures.connectGetType, () => ok((writer) => writer.string('SCRIPT')));
    this.on(procedures.connectGetVersion, () => ok((writer) => writer.unsignedHyper(1_002_003n)));
    this.on(procedures.connectGetLibVersion, () =>
      ok((writer) => writer.unsignedHyper(9_000_000n)),
    );
    this.on(procedures.domainEventRegister, () => ok((writer) => writer.int(0)));
    this.on(procedures.connectListAllDomains, (args) => {
      args.int();
      const flags = args.uint();
      const listed = flags === listFlags.hasManagedSave ? [] : this.domains;
      return ok((writer) => {
        writer.array(
          listed.filter(({ isPersistent }) => flags !== listFlags.persistent || isPersistent),
          ({ ref }) => {
            writeDomain(writer, ref);
          },
        );
        writer.uint(listed.length);
      });
    });
    this.#onDomain(procedures.domainGetState, ({ state, reason }, writer) =>
      writer.int(state).int(reason),
    );
    this.#onDomain(procedures.domainGetInfo, ({ state }, writer) =>
      writer.int(state).unsignedHyper(65_536n).unsignedHyper(65_536n).int(2).unsignedHyper(0n),
    );
    this.#onDomain(procedures.domainIsPersistent, ({ isPersistent }, writer) =>
      writer.int(isPersistent ? 1 : 0),
    );
    this.#onDomain(procedures.domainHasManagedSaveImage, (_domain, writer) => writer.int(0));
    this.#onDomain(procedures.domainGetXmlDesc, (_domain, writer) => writer.string('<domain/>'));
  }

  #onDomain(procedure: number, write: (domain: ScriptedDomain, writer: XdrWriter) => void): void {
    this.on(procedure, (args) => {
      args.string();
      const uuid = args.uuid();
      const domain = this.domains.find(({ ref }) => ref.uuid === uuid);
      if (domain === undefined) {
        return { kind: 'error', code: errorCodes.noDomain, text: 'Domain not found' };
      }
      return {
        kind: 'ok',
        write: (writer) => {
          write(domain, writer);
        },
      };
    });
  }
}

function writeError(writer: XdrWriter, code: number, text: string): void {
  writer
    .int(code)
    .int(7)
    .optional(text, (message) => writer.string(message));
  // Level, no domain, no three strings, two numbers, no network.
  writer.int(2).bool(false).bool(false).bool(false).bool(false).int(0).int(0).bool(false);
}

export function frame(
  procedure: number,
  options: {
    readonly type: number;
    readonly serial: number;
    readonly status?: number;
    readonly program?: number;
    readonly version?: number;
  },
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const { program = programs.remote, version = 1, status = 0, type, serial } = options;
  return encodeFrame({ program, version, procedure, type, serial, status }, payload);
}

/** @param procedure 1 ping, 2 pong. */
export function keepalive(procedure: number): Buffer {
  return frame(procedure, { type: frameTypes.message, serial: 0, program: programs.keepalive });
}
