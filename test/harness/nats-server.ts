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

export interface NatsServerOptions {
  /** Bytes JetStream may keep on disk; 1 GiB unless told. */
  readonly fileStoreBytes?: number;
  /** Subject nobody may publish to. */
  readonly deniedSubject?: string;
}

/**
 * A real nats-server with JetStream on loopback: the port stays the same over restarts, and the storage folder can be
 * kept, emptied, or replaced by an older copy of itself while it is down. `nats-server` must be in PATH or /usr/sbin.
 */
export class NatsServer {
  readonly port: number;
  readonly folder: string;
  readonly #options: NatsServerOptions;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string, options: NatsServerOptions) {
    this.port = port;
    this.folder = folder;
    this.#options = options;
  }

  static async start(options: NatsServerOptions = {}): Promise<NatsServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'muster-nats-'));
    const server = new NatsServer(await freePort(), folder, options);
    await server.restart();
    return server;
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
    const child = spawn('nats-server', configuration, {
      stdio: ['ignore', log, log],
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
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
    const { fileStoreBytes = 1024 ** 3, deniedSubject } = this.#options;
    return [
      `listen: "127.0.0.1:${this.port}"`,
      `jetstream { store_dir: "${this.#storage}", max_file_store: ${fileStoreBytes}, max_memory_store: 67108864 }`,
      ...(deniedSubject === undefined ? [] : [denying(deniedSubject)]),
      '',
    ].join('\n');
  }
}

/** Everybody who comes without a name is one user, who may do all but this. */
function denying(subject: string): string {
  const user = `{ user: "anybody", password: "", permissions: { publish: { deny: "${subject}" } } }`;
  return `authorization { users: [${user}] }\nno_auth_user: "anybody"`;
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
