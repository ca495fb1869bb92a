import type { Chance } from './chance.ts';
import type { Fleet, SimHost } from './fleet.ts';
import type { Network } from './network.ts';
import type { Storage } from './storage.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface TroubleOptions {
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly fleet: Fleet;
  readonly storage: Pick<Storage, 'upset' | 'calm'>;
  readonly trace: (line: string) => void;
  readonly killCentral: () => void;
  readonly startCentral: () => void;
}

/** Everything that may go wrong, one thing after the other and several at once. */
export class Trouble {
  readonly #options: TroubleOptions;
  readonly #away = new Set<SimHost>();
  #isStorageUpset = false;
  #isOver = false;

  constructor(options: TroubleOptions) {
    this.#options = options;
  }

  cause(): void {
    const { chance, fleet } = this.#options;
    const host = chance.pick(fleet.hosts);
    chance.pick([
      () => {
        this.#cut(host);
      },
      () => {
        this.#blackHole(host);
      },
      () => {
        this.#partition(host);
      },
      () => {
        this.#central();
      },
      () => {
        this.#agent(host);
      },
      () => {
        this.#machine(host);
      },
      () => {
        this.#hypervisor(host);
      },
      () => {
        this.#store();
      },
      () => {
        this.#store();
      },
    ])();
  }

  /** From now on everything works. */
  end(): void {
    const { fleet, network, storage, startCentral, time } = this.#options;
    this.#isOver = true;
    this.#say('the trouble ends');
    storage.calm();
    startCentral();
    for (const host of fleet.hosts) {
      network.heal(host.id);
      if (this.#away.delete(host)) host.hypervisor.comeBack();
      fleet.start(host);
      // One that was stopping has ended by then.
      time.at(2_000, () => {
        fleet.start(host);
      });
    }
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

  #cut(host: SimHost): void {
    this.#say(`${host.id}: connection cut`);
    this.#options.network.cut(host.id, 'cut');
  }

  #blackHole(host: SimHost): void {
    const [isUp, isDown] = this.#options.chance.pick([
      [true, true],
      [true, false],
      [false, true],
    ] as const);
    this.#say(`${host.id}: black hole up ${String(isUp)} down ${String(isDown)}`);
    this.#options.network.blackHole(host.id, isUp, isDown);
  }

  #partition(host: SimHost): void {
    const { network } = this.#options;
    this.#say(`${host.id}: partitioned`);
    network.partition(host.id);
    this.#later(500, 25_000, () => {
      this.#say(`${host.id}: reachable again`);
      network.heal(host.id);
    });
  }

  #central(): void {
    this.#say('central killed');
    this.#options.killCentral();
    this.#later(50, 5_000, this.#options.startCentral);
  }

  #agent(host: SimHost): void {
    const { chance, fleet } = this.#options;
    const isPlanned = chance.hit(0.4);
    this.#say(`${host.id}: agent ${isPlanned ? 'restarts' : 'killed'}`);
    if (isPlanned) fleet.stop(host, chance.pick(['RESTART', 'UPGRADE'] as const));
    else fleet.kill(host);
    this.#later(isPlanned ? 1_100 : 50, 8_000, () => {
      fleet.start(host);
    });
  }

  #machine(host: SimHost): void {
    const { chance, fleet } = this.#options;
    const goodbye = chance.pick(['SHUTDOWN', 'REBOOT', 'CRASH'] as const);
    this.#say(`${host.id}: ${goodbye}`);
    if (goodbye !== 'CRASH') fleet.stop(host, goodbye);
    const offMs = goodbye === 'CRASH' ? 0 : 1_050;
    this.#options.time.at(offMs, () => {
      fleet.powerOff(host);
      this.#away.delete(host);
    });
    this.#later(offMs + 100, 20_000, () => {
      fleet.start(host);
    });
  }

  #hypervisor(host: SimHost): void {
    if (this.#away.has(host)) return;
    this.#say(`${host.id}: hypervisor away`);
    this.#away.add(host);
    host.hypervisor.goAway();
    this.#later(200, 10_000, () => {
      if (!this.#away.delete(host)) return;
      this.#say(`${host.id}: hypervisor back`);
      host.hypervisor.comeBack();
    });
  }

  #store(): void {
    if (this.#isStorageUpset) return;
    this.#isStorageUpset = true;
    const { chance, storage } = this.#options;
    this.#say(storage.upset(chance));
    this.#later(200, 15_000, () => {
      this.#say('storage is right again');
      storage.calm();
      this.#isStorageUpset = false;
    });
  }
}
