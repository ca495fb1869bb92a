import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { HostSample, HostStats } from '../../shared/model/stats.ts';
import type { Probe } from './probe.ts';
import { errorReason, type ProbeHealth } from './probe-health.ts';

interface Pace {
  /** Runs in a row that took longer than the deadline. */
  overruns: number;
  restUntilMs: number;
}

export interface ProbeRunnerOptions {
  readonly clock: Clock;
  readonly health: ProbeHealth;
}

/**
 * Runs the probes that answer within the turn. Each stands alone: one that throws is left out, and one that keeps taking
 * longer than its deadline is rested, because nothing else can run meanwhile.
 */
export class ProbeRunner {
  readonly #clock: Clock;
  readonly #health: ProbeHealth;
  readonly #paces = new Map<string, Pace>();

  constructor({ clock, health }: ProbeRunnerOptions) {
    this.#clock = clock;
    this.#health = health;
  }

  runAll(probes: readonly Probe[]): HostStats {
    let host: HostSample = {};
    let stats: HostStats = { host, disks: [], filesystems: [], networkInterfaces: [] };
    for (const probe of probes) {
      const told = this.#run(probe);
      host = { ...host, ...told.host };
      stats = { ...stats, ...told, host };
    }
    return stats;
  }

  #run(probe: Probe): Partial<HostStats> {
    const startedMs = this.#clock.monotonicMs();
    const pace = this.#paces.get(probe.name) ?? { overruns: 0, restUntilMs: -Infinity };
    this.#paces.set(probe.name, pace);
    if (startedMs < pace.restUntilMs) return {};
    const told = this.#attempt(probe);
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - startedMs <= probe.deadlineMs) pace.overruns = 0;
    else this.#noteOverrun(probe, pace, nowMs);
    // One late run on a busy machine is neither a failure nor a sign that a slow probe is well again.
    if (told && pace.overruns === 0) this.#health.succeeded(probe.name);
    return told ?? {};
  }

  #attempt(probe: Probe): Partial<HostStats> | undefined {
    try {
      return probe.run(this.#clock.monotonicMs());
    } catch (error) {
      this.#health.failed(probe.name, errorReason(error));
      return undefined;
    }
  }

  /** The count is kept over the rest, so that the first late run after it is enough for another one. */
  #noteOverrun(probe: Probe, pace: Pace, nowMs: number): void {
    pace.overruns += 1;
    if (pace.overruns < limits.probeOverrunsMax) return;
    pace.restUntilMs = nowMs + limits.probeRestMs;
    this.#health.failed(
      probe.name,
      `takes longer than ${probe.deadlineMs} ms; rested for ${limits.probeRestMs / 1000} s at a time`,
    );
  }
}
