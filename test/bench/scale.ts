import { setTimeout as sleep } from 'node:timers/promises';

import { loadWorkload } from '../swarm/workload.ts';
import { machine } from './parts/bench.ts';
import type { Bench, BenchResult } from './parts/bench.ts';
import type { CentralUnderTest } from './parts/central-under-test.ts';
import { round } from './parts/process-figures.ts';
import { ReplicaGroup } from './parts/replica-group.ts';
import { Stage } from './parts/stage.ts';
import { processesFor } from './parts/swarm-under-test.ts';

interface Load {
  readonly agents: number;
  readonly vms: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly inFlight: number;
}

interface Reading {
  readonly reports: number;
  readonly changes: number;
  readonly cpuMs: number;
  readonly atMs: number;
}

/**
 * The same fleet on one replica and on several: reports at their rate for the CPU each costs, then as many state changes
 * as they take together.
 */
export const scale: Bench = (options, say) =>
  Stage.run(say, async (stage) => {
    const { agents = 2000, seconds = 20, warmup = 10, inFlight = 1, replicas = [1, 2] } = options;
    const vms = options.vms ?? loadWorkload().vmsPerHost;
    const rows: BenchResult[] = [];
    for (const count of replicas) {
      stage.say(`${agents} agents on ${count} of ${replicas.join(', ')} replicas`);
      rows.push(await measure(say, count, { agents, vms, seconds, warmup, inFlight }));
    }
    return { agents, vms, by_replicas: rows, machine: machine() };
  });

async function measure(
  say: (text: string) => void,
  replicas: number,
  load: Load,
): Promise<BenchResult> {
  const reporting = await onReplicas(say, { replicas, load, inFlight: undefined });
  const changing = await onReplicas(say, { replicas, load, inFlight: load.inFlight });
  return {
    replicas,
    reports_per_s: round(reporting.reportsPerS, 1),
    cpu_us_per_report: round(reporting.cpuUs / Math.max(1, reporting.reports)),
    changes_per_s: round(changing.changesPerS, 1),
    sessions: reporting.sessions,
  };
}

interface Figures {
  readonly reports: number;
  readonly reportsPerS: number;
  readonly changesPerS: number;
  /** Of all replicas together. */
  readonly cpuUs: number;
  /** Of each replica. */
  readonly sessions: readonly number[];
}

/** `inFlight`: changes each host keeps under way; undefined: those of the workload. */
async function onReplicas(
  say: (text: string) => void,
  parts: { readonly replicas: number; readonly load: Load; readonly inFlight: number | undefined },
): Promise<Figures> {
  return Stage.run(say, async (stage) => {
    const { replicas, inFlight, load } = parts;
    const { agents, vms, seconds, warmup } = load;
    const group = await ReplicaGroup.start(stage, { replicas });
    const swarm = stage.swarm({
      ...{ central: group.agentsAddresses, agents, vms, processes: processesFor(agents) },
      ...(inFlight !== undefined && { inFlight }),
    });
    await swarm.settled();
    swarm.go();
    await sleep(warmup * 1000);
    const before = await readAll(group.members);
    await sleep(seconds * 1000);
    const after = await readAll(group.members);
    const sessions = await group.sessions();
    await swarm.program.end();
    const passedS = (after.atMs - before.atMs) / 1000;
    return {
      reports: after.reports - before.reports,
      reportsPerS: (after.reports - before.reports) / passedS,
      changesPerS: (after.changes - before.changes) / passedS,
      cpuUs: 1000 * (after.cpuMs - before.cpuMs),
      sessions,
    };
  });
}

async function readAll(members: readonly CentralUnderTest[]): Promise<Reading> {
  const atMs = performance.now();
  const metrics = await Promise.all(members.map((member) => member.metrics()));
  const sum = (line: string): number => metrics.reduce((total, metric) => total + metric(line), 0);
  return {
    atMs,
    reports: sum('muster_reports_total'),
    changes: sum('muster_changes_total'),
    cpuMs: members.reduce((total, member) => total + member.figures().cpuMs, 0),
  };
}
