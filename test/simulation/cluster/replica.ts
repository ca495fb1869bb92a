import { MemoryStore } from '../../../central/store/memory-store.ts';
import type { Chance } from '../chance.ts';
import type { Network } from '../network.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { PeerWires } from './peer-wires.ts';
import { StorageWay } from './replica-link.ts';
import { ReplicaProcess } from './replica-process.ts';
import type { ReplicaMachine } from './replica-process.ts';
import type { StorageServer } from './storage-server.ts';

export interface ReplicaSurroundings {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly network: Network;
  readonly storage: StorageServer;
  readonly wires: PeerWires;
  readonly trace: (line: string) => void;
  readonly heard: (hostId: string, replicaId: string) => void;
  readonly problem: (text: string) => void;
}

/** One replica: its machine, and the processes that run on it one after the other. */
export class Replica implements ReplicaMachine {
  readonly id: string;
  readonly address: string;
  readonly store = new MemoryStore();
  readonly way = new StorageWay();
  /** Every skew its wall clock ever had. */
  readonly skewsMs: number[] = [0];
  readonly #around: ReplicaSurroundings;
  #process: ReplicaProcess | undefined;
  #isLeaving = false;

  constructor(id: string, around: ReplicaSurroundings) {
    this.id = id;
    this.address = `${id}:7420`;
    this.#around = around;
  }

  get process(): ReplicaProcess | undefined {
    return this.#process;
  }

  get skewMs(): number {
    return this.skewsMs.at(-1) ?? 0;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  start(): void {
    if (this.#process !== undefined) return;
    const { time, chance, network, storage, wires, trace, heard, problem } = this.#around;
    const process = new ReplicaProcess({
      ...{ machine: this, time, chance: chance.fork(), storage, wires },
      heard: (hostId) => {
        heard(hostId, this.id);
      },
      fatal: (error) => {
        problem(
          `${this.id} broke: ${error instanceof Error ? String(error.stack) : String(error)}`,
        );
      },
    });
    this.#process = process;
    trace(`${this.id} starts as ${process.instance}`);
    void process.start().then(() => {
      if (this.#process !== process) return;
      trace(`${this.id} is ready`);
      network.listen(this.address, process);
    });
  }

  kill(): void {
    this.#process?.kill();
    this.#process = undefined;
    this.#isLeaving = false;
    this.#around.network.close(this.address, `${this.id} killed`);
  }

  stand(): void {
    const { gate } = this.#process ?? {};
    gate?.stand();
    this.#around.network.stand(this.address, () => gate?.isStanding === true && gate.isAlive);
  }

  goOn(): void {
    this.#process?.gate.goOn();
  }

  jump(ms: number): void {
    this.skewsMs.push(ms);
  }

  /** As SIGTERM has it do. */
  leave(): void {
    const process = this.#process;
    if (process?.loop === undefined || this.#isLeaving) return;
    this.#isLeaving = true;
    void process.leave(20_000).then(() => {
      if (this.#process !== process) return;
      this.#around.trace(`${this.id} has left`);
      this.kill();
    });
  }
}
