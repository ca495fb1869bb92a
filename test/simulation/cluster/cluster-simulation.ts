import type { CentralMessage } from '../../../shared/model/protocol.ts';
import { intervalMs, liveness } from '../central-process.ts';
import { Chance } from '../chance.ts';
import { Checker } from '../checker.ts';
import { differences } from '../convergence.ts';
import { Fleet } from '../fleet.ts';
import { checkHistory } from '../history.ts';
import type { AgentLife } from '../history.ts';
import { Network } from '../network.ts';
import { Trouble } from '../trouble.ts';
import { VirtualTime } from '../virtual-time.ts';
import type { ClusterFaults, ClusterOptions, ClusterResult } from './cluster-result.ts';
import { ClusterChecker, decidedMs, statusesChanged } from './cluster-checker.ts';
import { ClusterTrouble } from './cluster-trouble.ts';
import { PeerWires } from './peer-wires.ts';
import { Replica } from './replica.ts';
import { StorageServer } from './storage-server.ts';
import { StorageTrouble } from './storage-trouble.ts';

const troubleMs = 60_000;
const healMsMax = 300_000;
/** Until everybody has come in. */
const settleMsMax = 60_000;

/** Several replicas share a fleet over one NATS, while everything between and below them goes wrong. */
export class ClusterSimulation {
  readonly seed: number;
  readonly #time = new VirtualTime();
  readonly #chance: Chance;
  readonly #isPlanned: boolean;
  readonly #faults: ClusterFaults;
  readonly #checker: Checker;
  readonly #clusterChecker: ClusterChecker;
  readonly #storage: StorageServer;
  readonly #network: Network;
  readonly #wires: PeerWires;
  readonly #replicas: readonly Replica[];
  readonly #fleet: Fleet;
  readonly #lives: AgentLife[] = [];
  readonly #trace: (line: string) => void;
  #wasForgotten = false;

  constructor(seed: number, { trace, faults = {} }: ClusterOptions = {}) {
    this.seed = seed;
    this.#faults = faults;
    this.#chance = new Chance(seed);
    this.#trace = (line) => trace?.(`${this.#time.nowMs.toFixed(1).padStart(9)}  ${line}`);
    this.#isPlanned = this.#chance.hit(0.25);
    this.#checker = this.#newChecker();
    this.#clusterChecker = new ClusterChecker((text) => {
      this.#checker.problem(text);
    });
    this.#storage = this.#newStorage();
    this.#network = this.#newNetwork();
    this.#wires = new PeerWires(this.#time, this.#chance.fork());
    this.#replicas = Array.from({ length: this.#chance.whole(2, 3) }, (_, number) =>
      this.#newReplica(`replica-${String(number + 1)}`),
    );
    this.#fleet = this.#newFleet();
  }

  #newChecker(): Checker {
    const nowMs = (): number => this.#time.nowMs;
    return new Checker({
      ...{ nowMs, liveness, intervalMs, trace: this.#trace },
      decidedMs: (event) => decidedMs(event, this.#replicas, nowMs()),
    });
  }

  #newStorage(): StorageServer {
    return new StorageServer(this.#time, {
      accepted: (record, events) => {
        this.#trace(`owner   ${record.host.id} ${record.owner} ${record.instance}`);
        this.#clusterChecker.accepted(record);
        this.#checker.accepted(record, events);
      },
      published: (event) => {
        this.#checker.published(event);
        const ms = decidedMs(event, this.#replicas, this.#time.nowMs);
        this.#clusterChecker.published(event, ms);
      },
      forgotten: () => {
        this.#wasForgotten = true;
        this.#checker.forgotten();
        this.#checker.reader.mayForget();
      },
    });
  }

  #newNetwork(): Network {
    return new Network(this.#time, this.#chance.fork(), {
      onWrite: (message, to) => {
        this.#checkWrite(message, to);
      },
      onEnd: (hostId, why) => {
        this.#checker.ended(hostId, why);
      },
    });
  }

  #newReplica(id: string): Replica {
    return new Replica(id, {
      ...{ time: this.#time, chance: this.#chance.fork(), network: this.#network },
      ...{ storage: this.#storage, wires: this.#wires, trace: this.#trace },
      heard: (hostId, replicaId) => {
        this.#checker.heard(hostId, replicaId);
        this.#clusterChecker.heard(hostId, replicaId, this.#time.nowMs);
      },
      problem: (text) => {
        this.#checker.problem(text);
      },
    });
  }

  #newFleet(): Fleet {
    const small = this.#chance.hit(0.5);
    return new Fleet({
      ...{ time: this.#time, chance: this.#chance.fork(), network: this.#network },
      outboxLimits: {
        journalEntriesMax: small ? 12 : 1_000,
        changesPerReportMax: small ? 3 : 512,
        vmsPerReportMax: 4,
        snapshotChunkVms: small ? 2 : 16,
      },
      addresses: this.#replicas.map(({ address }) => address),
      hostCount: this.#chance.whole(3, 6),
      hasMigrations: this.#faults.hasMigrations ?? false,
      trace: this.#trace,
      started: ({ id }, { run, recorded }) => {
        this.#trace(`agent   ${id} starts as ${run}`);
        this.#lives.push({ hostId: id, run, recorded });
      },
    });
  }

  async run(): Promise<ClusterResult> {
    const { log } = this.#checker.reader;
    for (const replica of this.#replicas) this.#soon(replica.start.bind(replica));
    for (const host of this.#fleet.hosts)
      this.#soon(() => {
        this.#fleet.start(host);
      });
    const stopLife = this.#every(400, () => {
      this.#fleet.live();
    });
    if (this.#isPlanned) await this.#passUntil(settleMsMax, () => this.#areAllUp());
    const settledCount = log.length;
    const endTrouble = this.#isPlanned ? this.#plan() : this.#trouble();
    await this.#pass(troubleMs);
    stopLife();
    endTrouble();
    const healedMs = await this.#heal();
    const planned = this.#isPlanned ? statusesChanged(log.slice(settledCount)) : [];
    for (const text of planned) this.#checker.problem(text);
    this.#finish(healedMs);
    return {
      ...{ seed: this.seed, problems: this.#checker.problems, healedMs },
      ...{ isPlanned: this.#isPlanned, replicaCount: this.#replicas.length },
      eventCount: log.length,
      gapCount: log.filter(({ type }) => type === 'HistoryGap').length,
      moveCount: log.filter(({ type }) => type === 'HostOwnerChanged').length,
    };
  }

  #clusterTrouble(): ClusterTrouble {
    return new ClusterTrouble({
      ...{ chance: this.#chance.fork(), time: this.#time, network: this.#network },
      ...{ fleet: this.#fleet, replicas: this.#replicas, storage: this.#storage },
      ...{ wires: this.#wires, trace: this.#trace },
      hasClockJumps: this.#faults.hasClockJumps ?? false,
    });
  }

  #plan(): () => void {
    const trouble = this.#clusterTrouble();
    const stop = this.#every(15_000, () => {
      trouble.plan();
    });
    return () => {
      stop();
      trouble.end();
    };
  }

  #trouble(): () => void {
    const amongReplicas = this.#clusterTrouble();
    const chance = this.#chance.fork();
    const ofHosts = new Trouble({
      ...{ chance: this.#chance.fork(), time: this.#time, network: this.#network },
      ...{ fleet: this.#fleet, trace: this.#trace },
      storage: new StorageTrouble(this.#storage, this.#replicas, this.#faults.isForgetful ?? false),
      killCentral: () => {
        chance.pick(this.#replicas).kill();
      },
      startCentral: () => {
        for (const replica of this.#replicas) replica.start();
      },
    });
    const stop = this.#every(4_000, () => {
      if (chance.hit(0.5)) ofHosts.cause();
      else amongReplicas.cause();
    });
    return () => {
      stop();
      ofHosts.end();
      amongReplicas.end();
    };
  }

  #soon(act: () => void): void {
    this.#time.at(this.#chance.between(0, 2_000), act);
  }

  #checkWrite(message: CentralMessage, to: { hostId: string; address: string; run: string }): void {
    const { run, hostId, address } = to;
    if (message.kind === 'welcome') {
      const { appliedChange, snapshotReason } = message.welcome;
      const at = `at ${String(appliedChange)} ${snapshotReason}`;
      this.#trace(`welcome ${hostId} ${run} ${at} by ${address}`);
      // Who claims a host that the storage forgot may know less of it than its owner did.
      if (this.#wasForgotten && snapshotReason === 'STATE_LOST') this.#checker.stateLost(run);
      this.#checker.safe(hostId, { run, safe: appliedChange, what: 'welcome' });
    } else if (message.kind === 'ack') {
      this.#checker.safe(hostId, { run, safe: message.safe, what: 'ack' });
    } else this.#trace(`say     ${hostId} ${JSON.stringify(message)} by ${address}`);
  }

  #every(msMax: number, act: () => void): () => void {
    let isOn = true;
    const arm = (): void => {
      this.#time.at(this.#chance.between(0, msMax), () => {
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
    while (this.#time.nowMs < endMs && this.#checker.problems.length === 0)
      await this.#time.run(Math.min(endMs, this.#time.nowMs + 1_000));
  }

  async #passUntil(msMax: number, isRight: () => boolean): Promise<number> {
    const startMs = this.#time.nowMs;
    while (this.#time.nowMs - startMs < msMax && this.#checker.problems.length === 0) {
      await this.#pass(5_000);
      if (isRight()) break;
    }
    return this.#time.nowMs - startMs;
  }

  #areAllUp(): boolean {
    const isUp = ({ id }: { readonly id: string }): boolean =>
      this.#checker.reader.hosts.get(id)?.status === 'UP';
    const isActive = ({ process }: Replica): boolean => process?.loop !== undefined;
    return this.#fleet.hosts.every(isUp) && this.#replicas.every(isActive);
  }

  async #heal(): Promise<number> {
    const healedMs = await this.#passUntil(healMsMax, () => this.#differences().length === 0);
    // What is right must stay right.
    await this.#pass(15_000);
    return healedMs;
  }

  #differences(): string[] {
    return this.#replicas.flatMap(({ id, store, process, isLeaving }) => {
      // It will be started again.
      if (isLeaving) return [`${id} is leaving`];
      const found = differences({
        hosts: this.#fleet.hosts,
        storage: { store, vmKeys: () => this.#storage.vmKeys() },
        reader: this.#checker.reader,
        loop: process?.loop,
      });
      return found.map((text) => `${id}: ${text}`);
    });
  }

  #finish(healedMs: number): void {
    if (this.#checker.problems.length > 0) return;
    for (const text of this.#differences())
      this.#checker.problem(`after ${String(Math.round(healedMs))} ms: ${text}`);
    const { reader } = this.#checker;
    const history = checkHistory(reader.log, this.#lives, this.#fleet.moved);
    for (const text of [...history, ...reader.neverTold()]) this.#checker.problem(text);
  }
}
