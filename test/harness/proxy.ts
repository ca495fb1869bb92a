import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What happens to bytes on their way. `up`: from the client to the server. */
export type ProxyMode =
  | { readonly kind: 'pass' }
  /**
   * Nothing arrives, and nobody is told, until another mode comes; then everything does, as when lost packets are sent
   * again. Who connects meanwhile is let in and hears nothing.
   */
  | { readonly kind: 'hold' }
  /** They vanish and nobody is told: a link cut half-open. */
  | { readonly kind: 'swallow'; readonly direction: 'up' | 'down' | 'both' }
  /** They arrive in order, this many milliseconds late. */
  | { readonly kind: 'delay'; readonly ms: number };

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** A TCP proxy on loopback whose link can be made as bad as a network is. */
export class Proxy {
  readonly port: number;
  readonly #listener: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #links = new Set<Link>();
  #mode: ProxyMode = { kind: 'pass' };
  #isRefusing = false;
  #swallowedBytes = 0;
  #held = Promise.resolve();
  #release: () => void = () => undefined;
  #watch: ((chunk: Buffer, direction: 'up' | 'down') => ProxyMode | undefined) | undefined;

  private constructor(listener: Server, port: number, target: { host: string; port: number }) {
    this.#listener = listener;
    this.port = port;
    this.#target = target;
    listener.on('connection', (client) => {
      this.#connect(client);
    });
  }

  static async start(target: { readonly host?: string; readonly port: number }): Promise<Proxy> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    return new Proxy(listener, address.port, {
      host: target.host ?? '127.0.0.1',
      port: target.port,
    });
  }

  /** `host:port`. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get linkCount(): number {
    return this.#links.size;
  }

  /** Bytes swallowed so far, both ways. */
  get swallowedBytes(): number {
    return this.#swallowedBytes;
  }

  /** From now on, for links that exist and new ones. */
  setMode(mode: ProxyMode): void {
    const isHolding = mode.kind === 'hold';
    if (isHolding && this.#mode.kind !== 'hold')
      this.#held = new Promise((resolve) => {
        this.#release = resolve;
      });
    this.#mode = mode;
    if (!isHolding) this.#release();
  }

  /**
   * Sees each chunk before it goes on. A mode it returns counts from this very chunk on, so that a certain answer can
   * be swallowed; `undefined` changes nothing.
   */
  watch(
    watcher: ((chunk: Buffer, direction: 'up' | 'down') => ProxyMode | undefined) | undefined,
  ): void {
    this.#watch = watcher;
  }

  /** Ends all links at once with a reset. New ones work. */
  reset(): void {
    for (const { client, server } of this.#links) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    this.#links.clear();
  }

  /** True: new links are refused by a reset. */
  refuse(isRefusing: boolean): void {
    this.#isRefusing = isRefusing;
  }

  async stop(): Promise<void> {
    this.reset();
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    await closed;
  }

  #connect(client: Socket): void {
    if (this.#isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.#target);
    const link = { client, server };
    this.#links.add(link);
    client.setNoDelay();
    server.setNoDelay();
    this.#pump(client, server, 'up');
    this.#pump(server, client, 'down');
    const end = (): void => {
      // The end of a connection is a packet as well.
      void this.#held.then(() => {
        this.#links.delete(link);
        client.destroy();
        server.destroy();
      });
    };
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', end);
    }
  }

  #pump(from: Socket, to: Socket, direction: 'up' | 'down'): void {
    let queue = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const changed = this.#watch?.(chunk, direction);
      if (changed) this.setMode(changed);
      const mode = this.#mode;
      if (mode.kind === 'swallow' && (mode.direction === 'both' || mode.direction === direction)) {
        this.#swallowedBytes += chunk.length;
        return;
      }
      const due = mode.kind === 'delay' ? pause(mode.ms) : this.#held;
      // The queue keeps the order when the delay becomes shorter.
      queue = queue
        .then(() => due)
        .then(() => {
          if (to.writable) to.write(chunk);
        });
    });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
