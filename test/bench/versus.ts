import { loadWorkload } from '../swarm/workload.ts';
import { changeLoadOf, measureChanges } from './changes.ts';
import { measureProduct } from './ingest.ts';
import { machine } from './parts/bench.ts';
import type { Bench, BenchResult } from './parts/bench.ts';
import { natsDurability } from './parts/durability.ts';
import { measureEtcd } from './parts/etcd.ts';
import type { EtcdRate } from './parts/etcd.ts';
import { installed } from './parts/installed.ts';
import { round } from './parts/process-figures.ts';
import { measurePrometheus } from './parts/prometheus.ts';
import type { ScrapeCost } from './parts/prometheus.ts';
import { Stage } from './parts/stage.ts';

interface OwnCost {
  readonly usPerUpdate: number;
  readonly rssKbPerHost: number;
  readonly changesPerS: number;
  readonly changeMs: { readonly p50: number; readonly p99: number };
  readonly result: BenchResult;
}

/** Muster, Prometheus and etcd one after the other with the same hosts and data; who is not installed is left out, named. */
export const versus: Bench = async (options, say) => {
  const { agents = 1000, seconds = 20, warmup = 10 } = options;
  const vms = options.vms ?? loadWorkload().vmsPerHost;
  const load = { agents, vms, seconds, warmup };
  const changeLoad = changeLoadOf({ ...options, agents: Math.min(agents, 500) });
  const product = await Stage.run(say, (stage) => measureProduct(stage, load));
  const rate = await Stage.run(say, (stage) => measureChanges(stage, changeLoad));
  const own: OwnCost = {
    // NATS is a part of what an operator must run, so it counts.
    usPerUpdate: round(
      (1000 * (product.window.cpuMs + product.window.natsCpuMs)) / product.window.reports,
    ),
    rssKbPerHost: round(
      (product.window.rssKb - product.idleRssKb + product.natsGrownKb) / agents,
      1,
    ),
    changesPerS: rate.perS,
    changeMs: rate.notifyMs,
    result: { lost: product.lost + rate.lost, misordered: product.misordered + rate.misordered },
  };
  const prometheus = installed.prometheus.isThere
    ? await Stage.run(say, (stage) => measurePrometheus(stage, load))
    : undefined;
  const writers = changeLoad.agents * changeLoad.inFlight;
  const etcd = installed.etcd.isThere
    ? await Stage.run(say, (stage) =>
        measureEtcd(stage, { writers, seconds, warmup: changeLoad.warmup }),
      )
    : undefined;
  const leftOut = [installed.prometheus, installed.etcd].filter(({ isThere }) => !isThere);
  return {
    ...{ agents, vms, muster: ownResult(own), prometheus: prometheus?.result, etcd: etcd?.result },
    ratios: ratiosOf(own, prometheus, etcd),
    left_out: leftOut.map(({ howTo }) => howTo),
    seconds,
    machine: machine(),
  };
};

function ownResult(own: OwnCost): BenchResult {
  return {
    cpu_us_per_host_update: own.usPerUpdate,
    rss_kb_per_host: own.rssKbPerHost,
    changes_per_s: own.changesPerS,
    change_ms: own.changeMs,
    ...own.result,
    durability: natsDurability,
  };
}

/** How many times Muster is better; below 1: worse. */
function ratiosOf(
  own: OwnCost,
  prometheus: ScrapeCost | undefined,
  etcd: EtcdRate | undefined,
): BenchResult {
  return {
    ...(prometheus && {
      cpu_per_host_update: round(prometheus.usPerUpdate / own.usPerUpdate, 1),
      memory_per_host: round(prometheus.rssKbPerHost / own.rssKbPerHost, 1),
    }),
    ...(etcd && {
      changes_per_s: round(own.changesPerS / etcd.perS),
      change_p50: round(etcd.changeMs.p50 / own.changeMs.p50),
      change_p99: round(etcd.changeMs.p99 / own.changeMs.p99),
    }),
  };
}
