import type { ConnectStep, JetStream } from '../../../central/jetstream-port.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Chance } from '../chance.ts';
import { jetStreamClient } from '../jet-stream.ts';
import type { JetStreamTrouble } from '../jet-stream.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { ProcessGate } from './process-gate.ts';
import type { StorageServer } from './storage-server.ts';

/** One replica's way to NATS; it outlives the replica's processes. */
export class StorageWay {
  readonly trouble: JetStreamTrouble = { lost: 0, unanswered: 0, latencyMs: 2 };
  #breakOffs: ((reason: string) => void)[] = [];

  get isCut(): boolean {
    return this.trouble.lost === 1;
  }

  noteReading(breakOff: (reason: string) => void): void {
    this.#breakOffs.push(breakOff);
  }

  /** Nothing gets through; that is noticed by who reads after a while. */
  cut(time: VirtualTime, noticedMs: number): void {
    Object.assign(this.trouble, { lost: 1, unanswered: 1 });
    time.at(noticedMs, () => {
      this.#breakOff();
    });
  }

  mend(): void {
    if (this.isCut) this.#breakOff();
    Object.assign(this.trouble, { lost: 0, unanswered: 0, latencyMs: 2 });
  }

  #breakOff(): void {
    for (const breakOff of this.#breakOffs.splice(0)) breakOff('silent');
  }
}

export interface ReplicaLinkOptions {
  readonly storage: StorageServer;
  readonly way: StorageWay;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly clock: Clock;
  readonly gate: ProcessGate;
  readonly onWritten: (stream: string, sequence: number) => void;
}

/** The connection as NatsLink keeps it: nothing is written before all steps have succeeded. */
export class ReplicaLink {
  readonly jetStream: JetStream;
  readonly forSteps: JetStream;
  readonly #options: ReplicaLinkOptions;
  readonly #steps: ConnectStep[] = [];
  readonly #readyListeners: (() => void)[] = [];
  #isReady = false;
  #isChecking = false;
  #isAskedAgain = false;

  constructor(options: ReplicaLinkOptions) {
    this.#options = options;
    const { storage, way, time, chance, gate, onWritten } = options;
    const client = {
      ...{ server: storage.server, time, chance, trouble: way.trouble, onWritten },
      isAlive: () => gate.isAlive,
      enter: (fn: () => void) => {
        gate.enter(fn);
      },
      onReading: (breakOff: (reason: string) => void) => {
        way.noteReading(breakOff);
      },
    };
    this.jetStream = jetStreamClient({ ...client, isReady: () => this.#isReady });
    this.forSteps = jetStreamClient({ ...client, isReady: () => true });
  }

  get trouble(): string {
    return this.#isReady ? '' : 'NATS is away or being checked';
  }

  addStep(step: ConnectStep): void {
    this.#steps.push(step);
  }

  onReady(listener: () => void): void {
    this.#readyListeners.push(listener);
  }

  readonly recheck = (): void => {
    void this.check();
  };

  async check(): Promise<void> {
    this.#isReady = false;
    this.#isAskedAgain = true;
    if (this.#isChecking) return;
    this.#isChecking = true;
    for (let isRight = false; !isRight;) {
      await this.#pause(this.#options.chance.between(50, 500));
      this.#isAskedAgain = false;
      isRight = (await this.#runSteps()) && !this.#wasAskedAgain();
    }
    this.#isChecking = false;
    this.#isReady = true;
    for (const listener of this.#readyListeners) listener();
  }

  #wasAskedAgain(): boolean {
    return this.#isAskedAgain;
  }

  async #runSteps(): Promise<boolean> {
    try {
      for (const step of this.#steps) await step.run();
      return true;
    } catch {
      return false;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimer(resolve, ms);
    });
  }
}
