import { setTimeout as sleep } from 'node:timers/promises';

import { machineMs } from '../swarm/mark.ts';
import { loadWorkload } from '../swarm/workload.ts';
import { machine } from './parts/bench.ts';
import type { Bench, BenchOptions } from './parts/bench.ts';
import { natsDurability } from './parts/durability.ts';
import type { Percentiles } from './parts/histogram.ts';
import { measureWindow } from './parts/measured-window.ts';
import { round } from './parts/process-figures.ts';
import { CentralProfile } from './parts/profile.ts';
import { Stage } from './parts/stage.ts';
import { Subscriber } from './parts/subscriber.ts';

export interface ChangeLoad {
  readonly agents: number;
  readonly vms: number;
  readonly seconds: number;
  readonly warmup: number;
  /** Changes each agent keeps under way that are not safe yet. */
  readonly inFlight: number;
}

export interface ChangeRate {
  readonly perS: number;
  readonly cpuUsPerChange: number;
  readonly notifyMs: Percentiles;
  readonly lost: number;
  readonly misordered: number;
  readonly cpuPercent: { readonly central: number; readonly nats: number; readonly swarm: number };
  readonly rssMb: number;
}

/** As many state changes as one replica takes: every agent says the next one as soon as one of its own is safe. */
export const changes: Bench = (options, say) =>
  Stage.run(say, async (stage) => {
    const load = changeLoadOf(options);
    const rate = await measureChanges(stage, load, options.profile);
    return {
      per_s: rate.perS,
      cpu_us_per_change: rate.cpuUsPerChange,
      notify_ms: rate.notifyMs,
      lost: rate.lost,
      misordered: rate.misordered,
      agents: load.agents,
      vms: load.vms,
      in_flight_per_agent: load.inFlight,
      cpu_percent: rate.cpuPercent,
      rss_mb: rate.rssMb,
      durability: natsDurability,
      seconds: load.seconds,
      machine: machine(),
    };
  });

export function changeLoadOf(options: BenchOptions): ChangeLoad {
  const { agents = 500, seconds = 20, warmup = 5, inFlight = 2 } = options;
  return { agents, seconds, warmup, inFlight, vms: options.vms ?? loadWorkload().vmsPerHost };
}

export async function measureChanges(
  stage: Stage,
  load: ChangeLoad,
  profileFile?: string,
): Promise<ChangeRate> {
  const { agents, vms, seconds, warmup, inFlight } = load;
  const nats = await stage.nats();
  const profile = new CentralProfile(stage, profileFile);
  const central = await stage.central({ nats: nats.address, ...profile.settings });
  stage.say(`${agents} agents come in`);
  const swarm = stage.swarm({ central: central.agentsAddress, agents, vms, inFlight });
  await swarm.settled();
  const subscriber = await Subscriber.start(nats.address);
  stage.atEnd(() => subscriber.stop());
  const { ledger } = subscriber;
  swarm.go();
  stage.say(`warm-up ${warmup} s, then ${seconds} s are measured`);
  await sleep(warmup * 1000);
  const arrivedBefore = ledger.arrived;
  ledger.measureFrom(machineMs());
  const window = await measureWindow({ central, swarm, natsPid: nats.pid }, seconds);
  const arrived = ledger.arrived - arrivedBefore;
  const notifyMs = ledger.latency.percentiles();
  const { changes: made } = await swarm.end();
  await stage
    .until('all changes have arrived', () => ledger.arrived >= made, 60_000)
    .catch(
      // What does not come is lost, and the result says so.
      () => undefined,
    );
  await central.program.end('SIGTERM');
  profile.tell(stage.say, window);
  await nats.kill();
  return {
    perS: round(arrived / window.seconds, 1),
    cpuUsPerChange: round((1000 * window.cpuMs) / arrived, 1),
    notifyMs,
    lost: made - ledger.arrived,
    misordered: ledger.misordered,
    cpuPercent: window.cpu,
    rssMb: round(window.rssKb / 1024, 1),
  };
}
