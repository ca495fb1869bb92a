import { setTimeout as sleep } from 'node:timers/promises';

import { Proxy } from '../harness/proxy.ts';
import { loadWorkload } from '../swarm/workload.ts';
import { machine } from './parts/bench.ts';
import type { Bench, BenchResult } from './parts/bench.ts';
import { installed } from './parts/installed.ts';
import { startCollectd, startNodeExporter } from './parts/other-agents.ts';
import { processFigures, round } from './parts/process-figures.ts';
import type { ProcessFigures } from './parts/process-figures.ts';
import { Stage } from './parts/stage.ts';

/** The agent at 1 Hz on this machine, real host probes and simulated VMs, beside other agents that are installed. */
export const agent: Bench = ({ vms, seconds = 30, warmup = 5 }, say) =>
  Stage.run(say, async (stage) => {
    const vmCount = vms ?? loadWorkload().vmsPerHost;
    const central = await stage.central({});
    const proxy = await Proxy.start({ port: central.agentsPort });
    stage.atEnd(() => proxy.stop());
    let bytes = 0;
    proxy.watch((chunk) => {
      bytes += chunk.length;
      return undefined;
    });
    const program = stage.script('test/bench/agent-process', {
      name: 'agent',
      args: [
        ...['--central-addresses', proxy.address, '--host-id', 'bench-agent'],
        ...['--host-labels', `vms=${vmCount}`, '--log-level', 'warn'],
      ],
    });
    await stage.until('the agent is connected', async () => {
      program.assertRuns();
      return (await central.metric('muster_sessions')) === 1;
    });
    const others = await startOthers(stage);
    say(`warm-up ${warmup} s, then ${seconds} s are measured`);
    await sleep(warmup * 1000);
    const [bytesBefore, reportsBefore] = [bytes, await central.metric('muster_reports_total')];
    const before = program.figures();
    const othersBefore = others.pids.map(processFigures);
    await sleep(seconds * 1000);
    const after = program.figures();
    const reports = (await central.metric('muster_reports_total')) - reportsBefore;
    const perS = 1000 / (after.atMs - before.atMs);
    return {
      ...costOf(before, after),
      bytes_per_s: round((bytes - bytesBefore) * perS, 1),
      reports_per_s: round(reports * perS),
      vms: vmCount,
      ...Object.fromEntries(
        others.names.map((name, i) => [name, costOf(othersBefore[i], pidFigures(others.pids[i]))]),
      ),
      missing: others.missing,
      seconds: round((after.atMs - before.atMs) / 1000, 1),
      machine: machine(),
    };
  });

function pidFigures(pid: number | undefined): ProcessFigures | undefined {
  return pid === undefined ? undefined : processFigures(pid);
}

function costOf(
  before: ProcessFigures | undefined,
  after: ProcessFigures | undefined,
): BenchResult {
  if (!before || !after) return {};
  return {
    cpu_ms_per_s: round((1000 * (after.cpuMs - before.cpuMs)) / (after.atMs - before.atMs)),
    rss_mb: round(after.rssKb / 1024, 1),
  };
}

async function startOthers(stage: Stage): Promise<{
  readonly names: readonly string[];
  readonly pids: readonly number[];
  readonly missing: readonly string[];
}> {
  const known = [
    { ...installed.nodeExporter, start: startNodeExporter },
    { ...installed.collectd, start: startCollectd },
  ];
  const there = known.filter(({ isThere }) => isThere);
  const pids = await Promise.all(there.map(({ start }) => start(stage)));
  return {
    names: there.map(({ name }) => name),
    pids,
    missing: known.filter(({ isThere }) => !isThere).map(({ howTo }) => howTo),
  };
}
