import { setTimeout as sleep } from 'node:timers/promises';

import { seededRandom } from '../../shared/random.ts';
import { countingDialer } from './counting-dialer.ts';
import type { StreamCounts } from './counting-dialer.ts';
import { EndReasons } from './end-reasons.ts';
import type { SwarmFigures } from './figures.ts';
import { machineMs } from './mark.ts';
import type { SwarmOptions } from './options.ts';
import { SimulatedHost, vmIdsOf } from './simulated-host.ts';
import { SimulatedLoad } from './simulated-load.ts';
import { TimerWheel } from './timer-wheel.ts';
import type { Workload } from './workload.ts';

/** How long a restarted agent is away. */
const awayMs = 2_000;
/** Hosts take their turns with this stride, so that changes side by side in time are of hosts far apart. */
const stride = 7919;
const farewellMs = 5_000;

/** All hosts of one process, driven by one timer. */
export class Swarm {
  readonly #options: SwarmOptions;
  readonly #wheel = new TimerWheel();
  readonly #counts: StreamCounts = { dials: 0, reports: 0, acks: 0, ends: 0 };
  readonly #reasons = new EndReasons();
  readonly #hosts: SimulatedHost[];
  readonly #clones: SimulatedHost[];
  readonly #changesPerMs: number;
  #startedCount = 0;
  #startedMs = 0;
  #turnedMs = 0;
  /** When the script began, by `machineMs`; undefined while it rests. */
  #scriptMs: number | undefined;
  #scriptedCount = 0;
  #changes = 0;
  #churned = 0;
  #lateMs = 0;
  #handle: NodeJS.Timeout | undefined;

  constructor(options: SwarmOptions, workload: Workload) {
    this.#options = options;
    const { agents, first, clones, interval = workload.intervalMs } = options;
    const rate = options.changeRate ?? (agents * 1000 * workload.changesPerReport) / interval;
    this.#changesPerMs = options.inFlight > 0 ? 0 : rate / 1000;
    const load = new SimulatedLoad(workload);
    const random = seededRandom(first + 1);
    const dial = countingDialer({ counts: this.#counts, fixedIntervalMs: options.interval });
    const hostOf = (index: number, clone: number): SimulatedHost => {
      const vmIds = vmIdsOf(index, options.vms);
      const skewMs = Math.round((random.next() * 2 - 1) * options.skew);
      return new SimulatedHost({
        ...{ random, dial, vmIds, index, clone, intervalMs: interval },
        log: this.#reasons.logger,
        clock: skewMs === 0 ? this.#wheel : this.#wheel.skewed(skewMs),
        addresses: rotated(options.central.split(','), index),
        load: load.of(index, vmIds),
      });
    };
    this.#hosts = Array.from({ length: agents }, (_, i) => hostOf(first + i, 0));
    this.#clones = Array.from({ length: clones }, (_, i) => hostOf(first + i, 1));
  }

  get isSettled(): boolean {
    return this.#hosts.every((host) => host.isSafe && host.isConnected);
  }

  start(): void {
    this.#startedMs = performance.now();
    this.#turnedMs = this.#startedMs;
    this.#handle = setInterval(() => {
      this.#turn();
    }, 1);
  }

  /** The script begins, or goes on. */
  go(): void {
    this.#scriptMs = machineMs();
    this.#scriptedCount = 0;
  }

  /** The script rests; statistics go on. */
  quiet(): void {
    this.#scriptMs = undefined;
  }

  figures(isOver: boolean): SwarmFigures {
    const lateMs = this.#lateMs;
    this.#lateMs = 0;
    let [connected, safe, unsafe] = [0, 0, 0];
    for (const host of this.#hosts) {
      if (host.isConnected) connected += 1;
      if (host.isSafe) safe += 1;
      unsafe += host.unsafeCount;
    }
    const agents = this.#hosts.length;
    const [changes, endReasons] = [this.#changes, this.#reasons.counts()];
    return {
      agents,
      connected,
      safe,
      unsafe,
      changes,
      lateMs,
      isOver,
      endReasons,
      ...this.#counts,
    };
  }

  async stop(): Promise<SwarmFigures> {
    const last = this.figures(true);
    const farewells = [...this.#hosts, ...this.#clones].map((host) => host.leave('RESTART'));
    await Promise.race([Promise.all(farewells), sleep(farewellMs, undefined, { ref: false })]);
    clearInterval(this.#handle);
    return last;
  }

  #turn(): void {
    const nowMs = performance.now();
    this.#lateMs = Math.max(this.#lateMs, nowMs - this.#turnedMs);
    this.#turnedMs = nowMs;
    this.#startMore(nowMs);
    if (this.#scriptMs !== undefined) {
      this.#playScript(this.#scriptMs);
      this.#keepInFlight();
      this.#churn(this.#scriptMs);
    }
    this.#wheel.run(nowMs);
  }

  #startMore(nowMs: number): void {
    const all = this.#hosts.length + this.#clones.length;
    if (this.#startedCount === all) return;
    const due = 1 + ((nowMs - this.#startedMs) * this.#options.ramp) / 1000;
    while (this.#startedCount < Math.min(all, due)) {
      const place = this.#startedCount++;
      (this.#hosts[place] ?? this.#clones[place - this.#hosts.length])?.start();
    }
  }

  #playScript(scriptMs: number): void {
    if (this.#changesPerMs === 0) return;
    const nowMs = machineMs();
    for (;;) {
      const dueMs = scriptMs + (this.#scriptedCount + 1) / this.#changesPerMs;
      if (dueMs > nowMs) return;
      const host = this.#hosts[(this.#scriptedCount * stride) % this.#hosts.length];
      this.#scriptedCount += 1;
      // An agent that was stopped on purpose sees nothing.
      if (host?.isPresent !== true) continue;
      this.#changes += 1;
      host.change(dueMs);
    }
  }

  #keepInFlight(): void {
    const { inFlight } = this.#options;
    if (inFlight === 0) return;
    const nowMs = machineMs();
    for (const host of this.#hosts) {
      while (host.isPresent && host.unsafeCount < inFlight) {
        this.#changes += 1;
        host.change(nowMs);
      }
    }
  }

  /** Agents are restarted one after the other; only those that owe nothing, so that none of their changes can be lost. */
  #churn(scriptMs: number): void {
    const due = ((machineMs() - scriptMs) * this.#options.churn) / 1000;
    while (this.#churned < due) {
      const host = this.#hosts[(this.#churned * stride + 1) % this.#hosts.length];
      this.#churned += 1;
      if (host?.isPresent !== true || !host.isConnected || !host.isSafe) continue;
      void host.leave('RESTART').then(() => {
        this.#wheel.setTimer(() => {
          host.comeBack();
        }, awayMs);
      });
    }
  }
}

/** As a name with several addresses is resolved: each host begins with another one. */
function rotated(addresses: readonly string[], by: number): string[] {
  const start = by % addresses.length;
  return [...addresses.slice(start), ...addresses.slice(0, start)];
}
