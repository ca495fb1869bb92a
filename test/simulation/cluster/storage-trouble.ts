import type { Chance } from '../chance.ts';
import type { Storage } from '../storage.ts';
import type { Replica } from './replica.ts';
import type { StorageServer } from './storage-server.ts';

/** Trouble of NATS that all replicas feel alike. */
export class StorageTrouble implements Pick<Storage, 'upset' | 'calm'> {
  readonly #storage: StorageServer;
  readonly #replicas: readonly Replica[];
  readonly #isForgetful: boolean;

  /** `isForgetful`: it may come back with another folder. */
  constructor(storage: StorageServer, replicas: readonly Replica[], isForgetful: boolean) {
    this.#storage = storage;
    this.#replicas = replicas;
    this.#isForgetful = isForgetful;
  }

  upset(chance: Chance): string {
    switch (chance.whole(0, this.#isForgetful ? 5 : 3)) {
      case 0:
        this.#everyWay({ lost: chance.pick([0.05, 0.5]) });
        return 'requests to NATS are lost';
      case 1:
        this.#everyWay({ unanswered: chance.pick([0.05, 0.5]) });
        return 'answers of NATS are lost';
      case 2:
        this.#everyWay({ latencyMs: 200 });
        return 'NATS is slow';
      case 3:
        this.#storage.stop();
        return 'NATS is away';
      case 4:
        this.#storage.stop();
        this.#storage.exchange(chance.hit(0.5));
        return 'NATS comes back with another folder';
      default:
        this.#storage.backUp();
        return 'NATS is backed up';
    }
  }

  calm(): void {
    this.#everyWay({ lost: 0, unanswered: 0, latencyMs: 2 });
    this.#storage.start();
  }

  #everyWay(trouble: Partial<Replica['way']['trouble']>): void {
    for (const { way } of this.#replicas) if (!way.isCut) Object.assign(way.trouble, trouble);
  }
}
