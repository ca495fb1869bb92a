import type { AgentStream, StreamDialer, StreamEvents } from '../../agent/push/stream.ts';
import type { SessionLink } from '../../central/ingest/session.ts';
import type { SessionEnd } from '../../central/ports.ts';
import type { AgentMessage, CentralMessage } from '../../shared/model/protocol.ts';
import { agentBytes } from '../harness/agent-bytes.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The central's end of an accepted connection. */
export interface Acceptor {
  accept(link: SessionLink): {
    receive(bytes: Buffer): void;
    closed(): void;
  };
}

/** Milliseconds until HTTP/2 keepalive gives a silent connection up. */
const keepaliveMs = 8_000;
/** Messages on their way at which the agent's stream has no room, and at which it has again. */
const roomMax = 8;
const roomAgain = 4;

/** One direction of a connection: in order, nothing lost but everything at once. */
class Pipe {
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  #lastMs = 0;
  /** Handed in and not delivered. What a black hole swallows stays here for ever. */
  waiting = 0;
  isBlackHole = false;

  constructor(time: VirtualTime, chance: Chance) {
    this.#time = time;
    this.#chance = chance;
  }

  put(deliver: () => void): void {
    this.waiting += 1;
    this.#lastMs = Math.max(this.#lastMs, this.#time.nowMs + this.#chance.delayMs(5));
    this.#time.at(this.#lastMs - this.#time.nowMs, () => {
      if (this.isBlackHole) return;
      this.waiting -= 1;
      deliver();
    });
  }
}

class Connection {
  readonly hostId: string;
  readonly address: string;
  readonly #network: Network;
  readonly #up: Pipe;
  readonly #down: Pipe;
  readonly #events: StreamEvents;
  #session: ReturnType<Acceptor['accept']> | undefined;
  #isAgentOver = false;
  #isCentralOver = false;
  #onOver: (() => void) | undefined;
  #isFull = false;
  #run = '';

  constructor(
    network: Network,
    { hostId, address, events }: { hostId: string; address: string; events: StreamEvents },
  ) {
    this.#network = network;
    this.hostId = hostId;
    this.address = address;
    this.#events = events;
    this.#up = new Pipe(network.time, network.chance);
    this.#down = new Pipe(network.time, network.chance);
    if (network.isPartitioned(hostId, address)) this.blackHole();
    this.#up.put(() => {
      this.#open();
    });
  }

  get isOver(): boolean {
    return this.#isAgentOver && this.#isCentralOver;
  }

  stream(): AgentStream {
    return {
      send: (message) => this.#send(message),
      end: () => this.#endByAgent(),
      destroy: () => {
        this.#isAgentOver = true;
        this.#up.put(() => {
          this.#closeCentral();
        });
      },
    };
  }

  /** Both ends hear of it; what was on its way is lost. */
  cut(reason: string): void {
    this.#endAgent(reason, undefined);
    this.#closeCentral();
  }

  /** Swallows in the given directions. Each end finds out by its own means, or by keepalive. */
  blackHole(isUp = true, isDown = true): void {
    this.#up.isBlackHole ||= isUp;
    this.#down.isBlackHole ||= isDown;
    this.#network.time.at(keepaliveMs, () => {
      this.cut('keepalive');
    });
  }

  #open(): void {
    const acceptor = this.#network.acceptorAt(this.address);
    if (acceptor === undefined) {
      this.#isCentralOver = true;
      this.#down.put(() => {
        this.#endAgent('refused', undefined);
      });
      return;
    }
    const down = this.#down;
    this.#session = acceptor.accept({
      peer: `sim:${this.hostId}`,
      get backlog() {
        return down.waiting;
      },
      write: (message) => {
        this.#write(message);
      },
      end: (why) => {
        this.#endByCentral(why);
      },
    });
  }

  #send(message: AgentMessage): boolean {
    if (this.#isAgentOver) return true;
    if (message.kind === 'hello') this.#run = message.hello.run;
    this.#up.put(() => {
      if (!this.#isCentralOver) this.#session?.receive(agentBytes(message));
      if (this.#isFull && this.#up.waiting <= roomAgain) {
        this.#isFull = false;
        if (!this.#isAgentOver) this.#events.onRoom();
      }
    });
    this.#isFull = this.#up.waiting >= roomMax;
    return !this.#isFull;
  }

  #write(message: CentralMessage): void {
    if (this.#isCentralOver) return;
    const { hostId, address } = this;
    this.#network.hooks.onWrite(message, { hostId, address, run: this.#run });
    this.#down.put(() => {
      if (!this.#isAgentOver) this.#events.onMessage(message);
    });
  }

  #endByCentral(why: SessionEnd): void {
    this.#network.hooks.onEnd(this.hostId, why);
    const retryAfterMs = why.kind === 'busy' ? why.retryAfterMs : undefined;
    this.#down.put(() => {
      this.#endAgent(why.kind, retryAfterMs);
    });
    this.#isCentralOver = true;
  }

  #endByAgent(): Promise<void> {
    return new Promise((resolve) => {
      this.#onOver = resolve;
      this.#up.put(() => {
        this.#closeCentral();
        this.#down.put(() => {
          this.#endAgent('done', undefined);
        });
      });
    });
  }

  #endAgent(reason: string, retryAfterMs: number | undefined): void {
    if (this.#isAgentOver) return;
    this.#isAgentOver = true;
    if (this.#onOver !== undefined) this.#onOver();
    else this.#events.onEnd({ reason, retryAfterMs });
  }

  #closeCentral(): void {
    if (this.#isCentralOver) return;
    this.#isCentralOver = true;
    this.#session?.closed();
  }
}

export interface NetworkHooks {
  /** The central says something to an agent. */
  onWrite(
    message: CentralMessage,
    to: { readonly hostId: string; readonly address: string; readonly run: string },
  ): void;
  onEnd(hostId: string, why: SessionEnd): void;
}

/**
 * Streams as gRPC gives them: in order and whole, with delays, and with ends that may die at any message, be cut
 * half-open, or swallow everything.
 */
export class Network {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly hooks: NetworkHooks;
  readonly #partitioned = new Set<string>();
  readonly #acceptors = new Map<string, Acceptor>();
  #connections: Connection[] = [];
  /** At every address where nobody else listens; undefined: nobody does. */
  acceptor: Acceptor | undefined;

  constructor(time: VirtualTime, chance: Chance, hooks: NetworkHooks) {
    this.time = time;
    this.chance = chance;
    this.hooks = hooks;
  }

  isPartitioned(hostId: string, address: string): boolean {
    return this.#partitioned.has(hostId) || this.#partitioned.has(pair(hostId, address));
  }

  acceptorAt(address: string): Acceptor | undefined {
    return this.#acceptors.get(address) ?? this.acceptor;
  }

  listen(address: string, acceptor: Acceptor): void {
    this.#acceptors.set(address, acceptor);
  }

  /** The process at that address ends, and with it all its connections. */
  close(address: string, reason: string): void {
    this.#acceptors.delete(address);
    for (const connection of this.#connections)
      if (connection.address === address) connection.cut(reason);
  }

  /** The process at that address stands still: whoever waits for it gives up after a while. */
  stand(address: string, isStanding: () => boolean): void {
    this.time.at(keepaliveMs, () => {
      if (!isStanding()) return;
      for (const connection of this.#connections)
        if (connection.address === address) connection.cut('keepalive');
    });
  }

  dialer(hostId: string, isAlive: () => boolean): StreamDialer {
    return (address, events) => {
      const guarded: StreamEvents = {
        onMessage: (message) => {
          if (isAlive()) events.onMessage(message);
        },
        onRoom: () => {
          if (isAlive()) events.onRoom();
        },
        onEnd: (end) => {
          if (isAlive()) events.onEnd(end);
        },
      };
      this.#connections = this.#connections.filter((connection) => !connection.isOver);
      const connection = new Connection(this, { hostId, address, events: guarded });
      this.#connections.push(connection);
      return connection.stream();
    };
  }

  cut(hostId: string, reason: string): void {
    for (const connection of this.#of(hostId)) connection.cut(reason);
  }

  cutAll(reason: string): void {
    for (const connection of [...this.#connections]) connection.cut(reason);
  }

  blackHole(hostId: string, isUp: boolean, isDown: boolean): void {
    for (const connection of this.#of(hostId)) connection.blackHole(isUp, isDown);
  }

  /** Nothing of this host gets through, to that address or to any, new connections included, until `heal`. */
  partition(hostId: string, address = ''): void {
    this.#partitioned.add(pair(hostId, address));
    for (const connection of this.#of(hostId))
      if (address === '' || address === connection.address) connection.blackHole();
  }

  heal(hostId: string, address = ''): void {
    this.#partitioned.delete(pair(hostId, address));
  }

  #of(hostId: string): Connection[] {
    return this.#connections.filter((connection) => connection.hostId === hostId);
  }
}

function pair(hostId: string, address: string): string {
  return address === '' ? hostId : `${hostId} ${address}`;
}
