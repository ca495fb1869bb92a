import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

import { limits } from '../../shared/limits.ts';

/**
 * Takes the connections of agents. gRPC would listen by itself, but with a queue of 511. Node takes one connection in
 * each turn of its event loop, so a central that is busy has only its leisure for newcomers (which is as it should be),
 * and a queue that is longer than what it takes in the time for which an agent waits holds none but those that will give
 * up. Who finds no place in the queue is asked by its own kernel to come again, at no cost here.
 */
export class AgentListener {
  readonly #server: Server;
  readonly #address: string;

  /** @param address host:port; port 0 takes a free one. */
  constructor(address: string, onSocket: (socket: Socket) => void) {
    this.#address = address;
    // As the HTTP/2 server of Node has it.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, onSocket);
  }

  /** The port. Rejects with what the system says. */
  start(): Promise<number> {
    const { hostname, port } = new URL(`http://${this.#address}`);
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(
        {
          port: Number(port),
          // An IPv6 address stands in brackets before a port, and without them elsewhere.
          host: hostname.replaceAll(/[[\]]/g, ''),
          backlog: limits.acceptQueueMax,
        },
        () => {
          this.#server.off('error', reject);
          const bound = this.#server.address();
          resolve(typeof bound === 'object' && bound !== null ? bound.port : 0);
        },
      );
    });
  }

  /** No new ones; those there are belong to whom they were handed to. */
  stop(): void {
    this.#server.close();
  }
}
