import type { OutboxLimits } from '../../agent/report/outbox.ts';
import type { Event } from '../../shared/model/event.ts';
import type { CentralMessage } from '../../shared/model/protocol.ts';
import { CentralProcess, intervalMs, liveness } from './central-process.ts';
import { Chance } from './chance.ts';
import { Checker } from './checker.ts';
import { differences } from './convergence.ts';
import { Fleet } from './fleet.ts';
import { checkHistory } from './history.ts';
import type { AgentLife } from './history.ts';
import { Network } from './network.ts';
import { LocalStorage, NatsStorage } from './storage.ts';
import { replicaId } from './storage.ts';
import type { Storage } from './storage.ts';
import { Trouble } from './trouble.ts';
import { startUnixMs, VirtualTime } from './virtual-time.ts';

export interface SimulationResult {
  readonly seed: number;
  readonly mode: Storage['mode'];
  /** Empty: every invariant held. */
  readonly problems: readonly string[];
  readonly eventCount: number;
  readonly gapCount: number;
  /** Virtual ms until everything was right again after the trouble ended. */
  readonly healedMs: number;
}

const troubleMs = 60_000;
/** Longest back-off, a hand-over nobody takes, and a digest that finds it, one after the other, twice. */
const healMsMax = 240_000;

export class Simulation {
  readonly seed: number;
  readonly #time = new VirtualTime();
  readonly #chance: Chance;
  readonly #checker: Checker;
  readonly #storage: Storage;
  readonly #network: Network;
  readonly #fleet: Fleet;
  readonly #lives: AgentLife[] = [];
  readonly #trace: (line: string) => void;
  #central: CentralProcess | undefined;

  constructor(seed: number, trace?: (line: string) => void) {
    this.seed = seed;
    this.#chance = new Chance(seed);
    this.#trace = (line) => trace?.(`${this.#time.nowMs.toFixed(1).padStart(9)}  ${line}`);
    const nowMs = (): number => this.#time.nowMs;
    const decidedMs = ({ recordedAt }: Event): number => recordedAt - startUnixMs;
    const watch = { nowMs, decidedMs, liveness, intervalMs, trace: this.#trace };
    this.#checker = new Checker(watch);
    const isLocal = this.#chance.hit(0.25);
    this.#storage = isLocal
      ? new LocalStorage(this.#time, this.#checker)
      : new NatsStorage(this.#time, this.#checker);
    this.#network = new Network(this.#time, this.#chance.fork(), {
      onWrite: (message, to) => {
        this.#checkWrite(message, to);
      },
      onEnd: (hostId, why) => {
        this.#checker.ended(hostId, why);
      },
    });
    this.#fleet = this.#newFleet();
  }

  #newFleet(): Fleet {
    const small = this.#chance.hit(0.5);
    const outboxLimits: OutboxLimits = {
      journalEntriesMax: small ? 12 : 1_000,
      changesPerReportMax: small ? 3 : 512,
      vmsPerReportMax: 4,
      snapshotChunkVms: small ? 2 : 16,
    };
    return new Fleet({
      ...{ time: this.#time, chance: this.#chance.fork(), network: this.#network, outboxLimits },
      addresses: ['sim:1', 'sim:2'],
      hostCount: this.#chance.whole(3, 5),
      trace: this.#trace,
      started: ({ id }, { run, recorded }) => {
        this.#trace(`agent   ${id} starts as ${run}`);
        this.#lives.push({ hostId: id, run, recorded });
      },
    });
  }

  async run(): Promise<SimulationResult> {
    const { hosts } = this.#fleet;
    this.startCentral();
    for (const host of hosts)
      this.#time.at(this.#chance.between(0, 2_000), () => {
        this.#fleet.start(host);
      });
    const stopLife = this.#every(
      () => this.#chance.between(0, 400),
      () => {
        this.#fleet.live();
      },
    );
    const trouble = new Trouble({
      ...{ chance: this.#chance.fork(), time: this.#time, network: this.#network },
      ...{ fleet: this.#fleet, storage: this.#storage, trace: this.#trace },
      killCentral: () => {
        this.killCentral();
      },
      startCentral: () => {
        this.startCentral();
      },
    });
    const stopTrouble = this.#every(
      () => this.#chance.between(0, 5_000),
      () => {
        trouble.cause();
      },
    );
    await this.#pass(troubleMs);
    stopTrouble();
    stopLife();
    trouble.end();
    const healedMs = await this.#heal();
    this.#finish(healedMs);
    const { log } = this.#checker.reader;
    return {
      ...{ seed: this.seed, mode: this.#storage.mode, problems: this.#checker.problems, healedMs },
      eventCount: log.length,
      gapCount: log.filter(({ type }) => type === 'HistoryGap').length,
    };
  }

  killCentral(): void {
    this.#central?.kill();
    this.#central = undefined;
    this.#network.acceptor = undefined;
    this.#network.cutAll('central killed');
  }

  startCentral(): void {
    if (this.#central !== undefined) return;
    const central = new CentralProcess({
      ...{ time: this.#time, chance: this.#chance.fork(), storage: this.#storage },
      hooks: {
        heard: (hostId) => {
          this.#checker.heard(hostId, replicaId);
        },
        fatal: (error) => {
          this.#checker.problem(
            `the loop broke: ${error instanceof Error ? String(error.stack) : String(error)}`,
          );
        },
      },
    });
    this.#central = central;
    void central.start().then(() => {
      if (this.#central !== central) return;
      this.#trace('central is ready');
      this.#network.acceptor = central;
    });
  }

  #checkWrite(message: CentralMessage, to: { hostId: string; run: string }): void {
    const { run, hostId } = to;
    if (message.kind === 'welcome') {
      const { appliedChange, snapshotReason } = message.welcome;
      this.#trace(`welcome ${hostId} ${run} at ${String(appliedChange)} ${snapshotReason}`);
      this.#checker.safe(hostId, { run, safe: appliedChange, what: 'welcome' });
    } else if (message.kind === 'ack') {
      this.#checker.safe(hostId, { run, safe: message.safe, what: 'ack' });
    } else this.#trace(`say     ${hostId} ${JSON.stringify(message)}`);
  }

  #every(delayMs: () => number, act: () => void): () => void {
    let isOn = true;
    const arm = (): void => {
      this.#time.at(delayMs(), () => {
        if (!isOn) return;
        act();
        arm();
      });
    };
    arm();
    return () => {
      isOn = false;
    };
  }

  async #pass(ms: number): Promise<void> {
    const endMs = this.#time.nowMs + ms;
    while (this.#time.nowMs < endMs && this.#checker.problems.length === 0) {
      await this.#time.run(Math.min(endMs, this.#time.nowMs + 1_000));
      this.#checker.queued(this.#central?.loop?.inboxDepth ?? 0);
    }
  }

  async #heal(): Promise<number> {
    const startMs = this.#time.nowMs;
    while (this.#time.nowMs - startMs < healMsMax && this.#checker.problems.length === 0) {
      await this.#pass(5_000);
      if (this.#differences().length === 0) break;
    }
    // What is right must stay right.
    await this.#pass(15_000);
    return this.#time.nowMs - startMs;
  }

  #differences(): string[] {
    return differences({
      hosts: this.#fleet.hosts,
      storage: this.#storage,
      reader: this.#checker.reader,
      loop: this.#central?.loop,
    });
  }

  #finish(healedMs: number): void {
    if (this.#checker.problems.length > 0) return;
    for (const text of this.#differences())
      this.#checker.problem(`after ${String(healedMs)} ms: ${text}`);
    const { reader } = this.#checker;
    const history = checkHistory(reader.log, this.#lives, this.#fleet.moved);
    for (const text of [...history, ...reader.neverTold()]) this.#checker.problem(text);
  }
}
