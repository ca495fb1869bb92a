import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { denying, type NatsAccess } from './nats-access.ts';
import { configurationText, type NatsMember, type NatsServerTls } from './nats-configuration.ts';
import { natsEnvironment, type NatsProgram } from './nats-programs.ts';

export interface NatsServerOptions {
  /** Where clients are listened for; loopback unless told. */
  readonly host?: string;
  /** Bytes JetStream may keep on disk; 4 GiB unless told: the stream of events alone reserves one. */
  readonly fileStoreBytes?: number;
  /** Subject nobody may publish to. */
  readonly deniedSubject?: string;
  /** Who may connect; everybody unless told. */
  readonly access?: NatsAccess;
  readonly tls?: NatsServerTls;
  /** The system's unless told. */
  readonly program?: NatsProgram;
  /** Alone unless told. */
  readonly member?: NatsMember;
}

/**
 * A real nats-server with JetStream on loopback: the port stays the same over restarts, and the storage folder can be
 * kept, emptied, or replaced by an older copy of itself while it is down. `nats-server` must be in PATH or /usr/sbin.
 */
export class NatsServer {
  readonly port: number;
  readonly folder: string;
  readonly #monitorPort: number;
  #options: NatsServerOptions;
  #process: ChildProcess | undefined;

  private constructor(
    ports: { readonly clients: number; readonly monitor: number },
    options: NatsServerOptions,
  ) {
    this.port = ports.clients;
    this.#monitorPort = ports.monitor;
    this.folder = mkdtempSync(path.join(tmpdir(), 'muster-nats-'));
    this.#options = options;
  }

  static async start(options: NatsServerOptions = {}): Promise<NatsServer> {
    const ports = { clients: await freePort(), monitor: await freePort() };
    const server = new NatsServer(ports, options);
    await server.restart();
    return server;
  }

  /** From its next start on. */
  configure(options: Pick<NatsServerOptions, 'access' | 'tls'>): void {
    this.#options = { ...this.#options, ...options };
  }

  /** What its monitoring says at a path such as `/jsz`; undefined if it does not answer. */
  async monitor(where: string): Promise<unknown> {
    try {
      const address = `http://127.0.0.1:${this.#monitorPort}${where}`;
      const response = await fetch(address, { signal: AbortSignal.timeout(1000) });
      return response.ok ? ((await response.json()) as unknown) : undefined;
    } catch {
      return undefined;
    }
  }

  /** `host:port`. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** 0 while it is down. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  get logText(): string {
    return readFileSync(path.join(this.folder, 'server.log'), 'utf8');
  }

  /** Starts it on the same port with the storage as it is now. It must be down. */
  async restart(): Promise<void> {
    mkdirSync(this.#storage, { recursive: true });
    writeFileSync(path.join(this.folder, 'server.conf'), this.#configuration());
    const log = openSync(path.join(this.folder, 'server.log'), 'a');
    const configuration = ['-c', path.join(this.folder, 'server.conf')];
    const child = spawn(this.#options.program?.command ?? 'nats-server', configuration, {
      stdio: ['ignore', log, log],
      env: natsEnvironment,
    });
    this.#process = child;
    let failure: Error | undefined;
    child.on('error', (error) => {
      failure = error;
    });
    await eventually(
      async () => {
        if (failure) throw failure;
        return (await isListening(this.port)) ? true : undefined;
      },
      { what: `nats-server listens on ${this.port}` },
    );
  }

  /** Resolves when the process is gone. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#process;
    if (!child) return;
    this.#process = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** Stops it without its noticing: the sockets stay open and nothing answers. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Throws the storage away. It must be down. */
  empty(): void {
    rmSync(this.#storage, { recursive: true, force: true });
  }

  /** Copies the storage; it should be down, or idle. Returns the copy's folder, for `restore`. */
  copy(): string {
    const copy = mkdtempSync(path.join(this.folder, 'copy-'));
    cpSync(this.#storage, copy, { recursive: true });
    return copy;
  }

  /** Puts the storage back to what `copy` saw. It must be down. */
  restore(copy: string): void {
    this.empty();
    cpSync(copy, this.#storage, { recursive: true });
  }

  /** Kills it and removes its folder. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #storage(): string {
    return path.join(this.folder, 'jetstream');
  }

  #configuration(): string {
    const {
      fileStoreBytes = 4 * 1024 ** 3,
      deniedSubject,
      access = [],
      tls,
      member,
      host,
    } = this.#options;
    return configurationText({
      ...{
        port: this.port,
        monitorPort: this.#monitorPort,
        storage: this.#storage,
        fileStoreBytes,
      },
      access: deniedSubject === undefined ? access : denying(deniedSubject),
      ...(host !== undefined && { host }),
      ...(tls && { tls }),
      ...(member && { member }),
    });
  }
}

/** The server greets with INFO once it takes clients. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dial(port, '127.0.0.1');
    socket.on('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}
