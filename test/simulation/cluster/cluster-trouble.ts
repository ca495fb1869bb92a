import type { Chance } from '../chance.ts';
import type { Fleet } from '../fleet.ts';
import type { Network } from '../network.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { PeerWires } from './peer-wires.ts';
import type { Replica } from './replica.ts';
import type { StorageServer } from './storage-server.ts';

export interface ClusterTroubleOptions {
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly fleet: Fleet;
  readonly replicas: readonly Replica[];
  readonly storage: StorageServer;
  readonly wires: PeerWires;
  /** Wall clocks of replicas may be set. */
  readonly hasClockJumps: boolean;
  readonly trace: (line: string) => void;
}

const lifetimesMs = 15_000;

/** What may happen to replicas and to what lies between them. */
export class ClusterTrouble {
  readonly #options: ClusterTroubleOptions;
  #isOver = false;

  constructor(options: ClusterTroubleOptions) {
    this.#options = options;
  }

  cause(): void {
    const { chance, replicas } = this.#options;
    const replica = chance.pick(replicas);
    chance.pick([
      () => {
        this.#kill(replica);
      },
      () => {
        this.#stand(replica);
      },
      () => {
        this.#cutFromStorage(replica);
      },
      () => {
        this.#cutFromAgent(replica);
      },
      () => {
        this.#cutFromPeer(replica);
      },
      () => {
        this.plan();
      },
      () => {
        this.#jump(replica);
      },
    ])();
  }

  /** A replica leaves or comes, as somebody wants it to. */
  plan(): void {
    const { chance, replicas } = this.#options;
    const absent = replicas.filter(({ process }) => process === undefined);
    const isComing = absent.length > 0 && (absent.length > 1 || chance.hit(0.7));
    if (isComing) chance.pick(absent).start();
    else this.#leave(chance.pick(replicas));
  }

  end(): void {
    const { replicas, wires, network, fleet } = this.#options;
    this.#isOver = true;
    for (const replica of replicas) {
      replica.goOn();
      replica.way.mend();
      for (const { id } of replicas) wires.mend(replica.id, id);
      for (const host of fleet.hosts) network.heal(host.id, replica.address);
    }
    this.#startAll();
  }

  /** Also those that are just leaving, once they have. */
  #startAll(): void {
    const { replicas, time } = this.#options;
    for (const replica of replicas) replica.start();
    time.at(1_000, () => {
      this.#startAll();
    });
  }

  #say(text: string): void {
    this.#options.trace(`TROUBLE ${text}`);
  }

  #later(fromMs: number, toMs: number, act: () => void): void {
    const { chance, time } = this.#options;
    time.at(chance.between(fromMs, toMs), () => {
      if (!this.#isOver) act();
    });
  }

  #kill(replica: Replica): void {
    this.#say(`${replica.id} killed`);
    replica.kill();
    this.#later(50, 20_000, () => {
      replica.start();
    });
  }

  #stand(replica: Replica): void {
    this.#say(`${replica.id} stands still`);
    replica.stand();
    this.#later(500, lifetimesMs, () => {
      this.#say(`${replica.id} goes on`);
      replica.goOn();
    });
  }

  #cutFromStorage(replica: Replica): void {
    const { time, chance } = this.#options;
    this.#say(`${replica.id} cut from NATS`);
    replica.way.cut(time, chance.between(100, 6_000));
    this.#later(500, 2 * lifetimesMs, () => {
      this.#say(`${replica.id} has NATS again`);
      replica.way.mend();
    });
  }

  #cutFromAgent(replica: Replica): void {
    const { chance, fleet, network } = this.#options;
    const host = chance.pick(fleet.hosts);
    this.#say(`${host.id} cut from ${replica.id}`);
    network.partition(host.id, replica.address);
    this.#later(500, 2 * lifetimesMs, () => {
      this.#say(`${host.id} reaches ${replica.id} again`);
      network.heal(host.id, replica.address);
    });
  }

  #cutFromPeer(replica: Replica): void {
    const { chance, replicas, wires } = this.#options;
    const other = chance.pick(replicas.filter((one) => one !== replica));
    this.#say(`${replica.id} and ${other.id} cut from each other`);
    wires.cut(replica.id, other.id);
    this.#later(500, 2 * lifetimesMs, () => {
      wires.mend(replica.id, other.id);
    });
  }

  #leave(replica: Replica): void {
    this.#say(`${replica.id} leaves`);
    replica.leave();
  }

  #jump(replica: Replica): void {
    if (!this.#options.hasClockJumps) return;
    const ms = this.#options.chance.pick([-3_600_000, -600_000, 0, 600_000, 3_600_000]);
    this.#say(`the clock of ${replica.id} is off by ${String(ms)} ms`);
    replica.jump(ms);
  }
}
