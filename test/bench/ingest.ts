import { setTimeout as sleep } from 'node:timers/promises';

import { machineMs } from '../swarm/mark.ts';
import { loadWorkload } from '../swarm/workload.ts';
import { machine } from './parts/bench.ts';
import type { Bench, BenchOptions, BenchResult } from './parts/bench.ts';
import { measureFloor } from './parts/floor.ts';
import { measureWindow } from './parts/measured-window.ts';
import type { MeasuredWindow } from './parts/measured-window.ts';
import { processFigures, round } from './parts/process-figures.ts';
import { CentralProfile } from './parts/profile.ts';
import { Stage } from './parts/stage.ts';
import { Subscriber } from './parts/subscriber.ts';
import { processesFor } from './parts/swarm-under-test.ts';

interface Load {
  readonly agents: number;
  readonly vms: number;
  readonly seconds: number;
  readonly warmup: number;
}

/** How long the last changes may take to arrive, ms. */
const arrivalMs = 60_000;

/** Reports at the full rate, with the workload's few state changes. */
export const ingest: Bench = (options, say) =>
  Stage.run(say, async (stage) => {
    const load = loadOf(options);
    const product = await measureProduct(stage, load, options.profile);
    say('the floor: the same agents against grpc-js alone');
    const floor = await measureFloor(stage, load);
    return resultOf(load, product, floor);
  });

function loadOf({ agents = 1000, vms, seconds = 20, warmup = 10 }: BenchOptions): Load {
  return { agents, vms: vms ?? loadWorkload().vmsPerHost, seconds, warmup };
}

export interface Product {
  readonly window: MeasuredWindow;
  readonly idleRssKb: number;
  /** By how much nats-server grew. */
  readonly natsGrownKb: number;
  readonly notifyMs: { readonly p50: number; readonly p99: number };
  readonly notifyMaxMs: number;
  readonly changes: number;
  readonly lost: number;
  readonly misordered: number;
}

/** One replica in mode `nats` under the load. */
export async function measureProduct(
  stage: Stage,
  { agents, vms, seconds, warmup }: Load,
  profileFile?: string,
): Promise<Product> {
  const nats = await stage.nats();
  const profile = new CentralProfile(stage, profileFile);
  const central = await stage.central({ nats: nats.address, ...profile.settings });
  const idleRssKb = central.figures().rssKb;
  const natsIdleKb = processFigures(nats.pid).rssKb;
  stage.say(`${agents} agents with ${vms} VMs each come in`);
  const processes = processesFor(agents);
  const swarm = stage.swarm({ central: central.agentsAddress, agents, vms, processes });
  await swarm.settled();
  const subscriber = await Subscriber.start(nats.address);
  stage.atEnd(() => subscriber.stop());
  swarm.go();
  stage.say(`warm-up ${warmup} s, then ${seconds} s are measured`);
  await sleep(warmup * 1000);
  const { ledger } = subscriber;
  ledger.measureFrom(machineMs());
  const window = await measureWindow({ central, swarm, natsPid: nats.pid }, seconds);
  const notifyMs = ledger.latency.percentiles();
  const notifyMaxMs = ledger.latency.maxMs;
  const { changes } = await swarm.end();
  await stage
    .until('all changes have arrived', () => ledger.arrived >= changes, arrivalMs)
    .catch(
      // What does not come is lost, and the result says so.
      () => undefined,
    );
  await central.program.end('SIGTERM');
  profile.tell(stage.say, window);
  await nats.kill();
  const lost = changes - ledger.arrived;
  return {
    ...{ window, idleRssKb, notifyMs, notifyMaxMs, changes, lost },
    misordered: ledger.misordered,
    natsGrownKb: window.natsRssKb - natsIdleKb,
  };
}

function resultOf(
  { agents, vms }: Load,
  { window, idleRssKb, notifyMs, notifyMaxMs, changes, lost, misordered }: Product,
  floor: Awaited<ReturnType<typeof measureFloor>>,
): BenchResult {
  const usPerReport = (1000 * window.cpuMs) / window.reports;
  return {
    agents,
    vms,
    reports_per_s: round(window.reports / window.seconds, 1),
    cpu_us_per_report: round(usPerReport),
    floor_us_per_message: floor.usPerMessage,
    ratio_to_floor: round(usPerReport / floor.usPerMessage),
    rss_kb_per_agent: round((window.rssKb - idleRssKb) / agents, 1),
    wire_bytes_per_report: floor.bytesPerMessage,
    notify_ms: notifyMs,
    lost,
    misordered,
    changes,
    notify_max_ms: notifyMaxMs,
    loop_lag_ms: window.loopLagMs,
    swarm_late_ms: window.swarmLateMs,
    cpu_percent: window.cpu,
    rss_mb: { idle: round(idleRssKb / 1024, 1), end: round(window.rssKb / 1024, 1) },
    floor: {
      messages_per_s: floor.messagesPerS,
      rss_kb_per_agent: floor.rssKbPerAgent,
    },
    seconds: round(window.seconds, 1),
    machine: machine(),
  };
}
