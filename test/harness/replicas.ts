import { CentralProcess } from './central-process.ts';
import { Proxy } from './proxy.ts';

export interface ReplicasOptions {
  readonly count: number;
  /** NatsServer or NatsCluster. */
  readonly nats: { readonly address: string };
  /** Further flags of all. */
  readonly args?: readonly string[];
  /** A link of its own, which can be cut, between each replica and NATS. */
  readonly isNatsLinked?: boolean;
  /** A link of its own, which can be cut, between the agents and each replica. */
  readonly isAgentsLinked?: boolean;
}

/** Of one replica, beyond what all have. */
export interface ReplicaOptions {
  readonly id?: string;
  readonly args?: readonly string[];
  /** Command in front of Node. */
  readonly prefix?: readonly string[];
}

/** The connections between two sides, one proxy for each address of the far side. */
export class Link {
  readonly #proxies: readonly Proxy[];

  private constructor(proxies: readonly Proxy[]) {
    this.#proxies = proxies;
  }

  /** @param addresses of the far side, `host:port` with commas between them. */
  static async to(addresses: string): Promise<Link> {
    const ports = addresses.split(',').map((address) => Number(address.split(':').at(-1)));
    return new Link(await Promise.all(ports.map((port) => Proxy.start({ port }))));
  }

  /** Where the near side comes, with commas between them. */
  get address(): string {
    return this.#proxies.map(({ address }) => address).join(',');
  }

  /** Connections end at once, and new ones are refused: the far side's machine says that nobody is there. */
  cut(): void {
    for (const proxy of this.#proxies) {
      proxy.refuse(true);
      proxy.reset();
    }
  }

  /** Nothing arrives and nobody is told; new connections are taken and hear nothing. */
  blackhole(): void {
    for (const proxy of this.#proxies) proxy.setMode({ kind: 'hold' });
  }

  /** After `blackhole` everything held arrives, late, as a network delivers it. */
  heal(): void {
    for (const proxy of this.#proxies) {
      proxy.refuse(false);
      proxy.setMode({ kind: 'pass' });
    }
  }

  async stop(): Promise<void> {
    this.heal();
    for (const proxy of this.#proxies) await proxy.stop();
  }
}

/** One replica: a central process, and the links that lead to and from it. */
export class Replica {
  readonly central: CentralProcess;
  readonly #natsLink: Link | undefined;
  readonly #agentsLink: Link | undefined;

  constructor(
    central: CentralProcess,
    links: { readonly nats?: Link | undefined; readonly agents?: Link | undefined },
  ) {
    this.central = central;
    this.#natsLink = links.nats;
    this.#agentsLink = links.agents;
  }

  get id(): string {
    return this.central.id;
  }

  /** Where agents come. */
  get agentsAddress(): string {
    return this.#agentsLink?.address ?? this.central.agentsAddress;
  }

  /** Between it and NATS; only with `isNatsLinked`. */
  get natsLink(): Link {
    if (!this.#natsLink) throw new Error('the replicas were not started with isNatsLinked');
    return this.#natsLink;
  }

  /** Between the agents and it; only with `isAgentsLinked`. */
  get agentsLink(): Link {
    if (!this.#agentsLink) throw new Error('the replicas were not started with isAgentsLinked');
    return this.#agentsLink;
  }

  async stop(): Promise<void> {
    await this.central.stop();
    await this.#natsLink?.stop();
    await this.#agentsLink?.stop();
  }
}

/** Several replicas of one central, each a process with a folder of its own: r1, r2 and so on. */
export class Replicas {
  readonly #options: ReplicasOptions;
  readonly #all: Replica[] = [];

  private constructor(options: ReplicasOptions) {
    this.#options = options;
  }

  /** Resolves when all are ready. */
  static async start(options: ReplicasOptions): Promise<Replicas> {
    const replicas = new Replicas(options);
    for (let number = 0; number < options.count; number++)
      (await replicas.create()).central.spawn();
    await replicas.ready();
    return replicas;
  }

  get all(): readonly Replica[] {
    return this.#all;
  }

  /** The one with this id. */
  get(id: string): Replica {
    const found = this.#all.find((replica) => replica.id === id);
    if (!found) throw new Error(`no replica ${id}`);
    return found;
  }

  /** Where agents come, of each. */
  get addresses(): string[] {
    return this.#all.map(({ agentsAddress }) => agentsAddress);
  }

  /** One more, neither started nor waited for: `central.spawn()` or `central.restart()` starts it. One at a time. */
  async create(options: ReplicaOptions = {}): Promise<Replica> {
    const { nats, isNatsLinked, isAgentsLinked, args = [] } = this.#options;
    const { id = `r${this.#all.length + 1}`, prefix } = options;
    const natsLink = await linkIf(isNatsLinked, nats.address);
    const central = await CentralProcess.create({
      ...{ id, nats: natsLink?.address ?? nats.address },
      args: [...args, ...(options.args ?? [])],
      ...(prefix && { mount: () => prefix }),
    });
    const agentsLink = await linkIf(isAgentsLinked, central.agentsAddress);
    if (agentsLink) central.configure({ agentsAdvertised: agentsLink.address });
    const replica = new Replica(central, { nats: natsLink, agents: agentsLink });
    this.#all.push(replica);
    return replica;
  }

  /** Waits until all are ready. */
  async ready(): Promise<void> {
    await Promise.all(this.#all.map(({ central }) => central.ready()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((replica) => replica.stop()));
  }
}

async function linkIf(isLinked: boolean | undefined, addresses: string): Promise<Link | undefined> {
  return isLinked === true ? Link.to(addresses) : undefined;
}
