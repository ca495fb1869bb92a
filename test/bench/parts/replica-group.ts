import { NetworkNamespace } from '../../harness/network-namespace.ts';
import type { NatsServer } from '../../harness/nats-server.ts';
import type { CentralSettings, CentralUnderTest } from './central-under-test.ts';
import type { Stage } from './stage.ts';

export interface GroupSettings {
  readonly replicas: number;
  /** True: the first has a network of its own, whose cable can be pulled. */
  readonly isFirstApart?: boolean;
  readonly settings?: CentralSettings;
}

/** Several replicas on one nats-server. */
export class ReplicaGroup {
  readonly nats: NatsServer;
  readonly #stage: Stage;
  readonly #settings: CentralSettings;
  readonly #members: CentralUnderTest[] = [];
  readonly #namespace: NetworkNamespace | undefined;

  private constructor(
    stage: Stage,
    nats: NatsServer,
    {
      settings = {},
      namespace,
    }: Pick<GroupSettings, 'settings'> & { namespace?: NetworkNamespace },
  ) {
    this.#stage = stage;
    this.nats = nats;
    this.#settings = settings;
    this.#namespace = namespace;
  }

  static async start(stage: Stage, options: GroupSettings): Promise<ReplicaGroup> {
    const { replicas, isFirstApart = false, settings = {} } = options;
    const namespace = isFirstApart ? await NetworkNamespace.create() : undefined;
    if (namespace) stage.atEnd(() => namespace.stop());
    const nats = await stage.nats(namespace ? { host: '0.0.0.0' } : {});
    const group = new ReplicaGroup(stage, nats, { settings, ...(namespace && { namespace }) });
    for (let i = 0; i < replicas; i++) await group.add();
    return group;
  }

  get members(): readonly CentralUnderTest[] {
    return this.#members;
  }

  /** Where agents may dial, as a swarm takes it. */
  get agentsAddresses(): string {
    return this.#members.map(({ agentsAddress }) => agentsAddress).join(',');
  }

  /** One more; ready when this resolves. */
  async add(): Promise<CentralUnderTest> {
    const id = `r${this.#members.length + 1}`;
    const central = await this.#stage.central({ ...this.#settings, id, ...this.#network(id) });
    this.#members.push(central);
    return central;
  }

  /** Packets to and from the first replica are dropped from now on. */
  async cutFirst(): Promise<void> {
    if (!this.#namespace) throw new Error('the first replica has no network of its own');
    await this.#namespace.cut();
  }

  /** Hosts in session with each. */
  async sessions(members: readonly CentralUnderTest[] = this.#members): Promise<number[]> {
    return Promise.all(members.map((member) => member.metric('muster_sessions')));
  }

  #network(id: string): Partial<CentralSettings> {
    const namespace = this.#namespace;
    if (!namespace) return { nats: this.nats.address };
    const { innerHost, outerHost, prefix } = namespace;
    const nats = `${outerHost}:${this.nats.port}`;
    return id === 'r1'
      ? { nats, host: innerHost, prefix }
      : { nats: this.nats.address, host: '0.0.0.0', advertisedHost: outerHost };
  }
}
