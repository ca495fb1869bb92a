import { setTimeout as sleep } from 'node:timers/promises';

import { loadWorkload } from '../swarm/workload.ts';
import { machine } from './parts/bench.ts';
import type { Bench, BenchResult } from './parts/bench.ts';
import type { CentralUnderTest } from './parts/central-under-test.ts';
import { round } from './parts/process-figures.ts';
import { slopePerHour } from './parts/slope.ts';
import { Stage } from './parts/stage.ts';
import { Subscriber } from './parts/subscriber.ts';

/**
 * Share of the agents restarted a second, each about once in half a minute, and state changes a second and agent: far
 * above any real fleet's, so that a day of its life passes, and everything that has a level has reached it, in time.
 */
const churnShare = 1 / 30;
const changesPerAgent = 0.5;
/** The first part of the time counts as warm-up: memory finds its level. */
const warmupShare = 0.3;
const sampleMs = 1_000;

interface Sample {
  readonly seconds: number;
  readonly rssMb: number;
  readonly descriptors: number;
  readonly storeMb: number;
}

/** Agents come, go and change for a long time; what has a slope then would end a central some day. */
export const soak: Bench = ({ agents = 300, vms, minutes = 30 }, say) =>
  Stage.run(say, async (stage) => {
    const nats = await stage.nats();
    const central = await stage.central({ nats: nats.address });
    const load = { agents, vms: vms ?? loadWorkload().vmsPerHost };
    const churn = agents * churnShare;
    const changeRate = agents * changesPerAgent;
    const swarm = stage.swarm({ central: central.agentsAddress, ...load, churn, changeRate });
    await swarm.settled();
    const subscriber = await Subscriber.start(nats.address);
    stage.atEnd(() => subscriber.stop());
    swarm.go();
    say(`${agents} agents come, go and change for ${minutes} min`);
    const samples = await watchFor(central, minutes * 60);
    const { changes } = await swarm.end();
    const { ledger } = subscriber;
    await stage
      .until('all changes have arrived', () => ledger.arrived >= changes, 60_000)
      .catch(
        // What does not come is lost, and the result says so.
        () => undefined,
      );
    return {
      ...load,
      minutes,
      ...slopesOf(samples),
      churn_per_s: round(churn),
      changes,
      lost: changes - ledger.arrived,
      misordered: ledger.misordered,
      notify_ms: ledger.latency.percentiles(),
      machine: machine(),
    };
  });

async function watchFor(central: CentralUnderTest, seconds: number): Promise<Sample[]> {
  const startMs = performance.now();
  const samples: Sample[] = [];
  for (;;) {
    const { rssKb, descriptors, atMs } = central.figures();
    const atS = (atMs - startMs) / 1000;
    const storeMb = central.storeBytes() / 2 ** 20;
    samples.push({ seconds: atS, rssMb: rssKb / 1024, descriptors, storeMb });
    if (atS >= seconds) return samples;
    await sleep(sampleMs);
  }
}

function slopesOf(samples: readonly Sample[]): BenchResult {
  const settled = samples.slice(Math.floor(samples.length * warmupShare));
  const last = samples.at(-1);
  const slope = (key: 'rssMb' | 'descriptors' | 'storeMb'): number =>
    round(slopePerHour(settled.map((sample) => ({ x: sample.seconds, y: sample[key] }))));
  return {
    rss_mb: round(last?.rssMb ?? 0, 1),
    rss_mb_per_hour: slope('rssMb'),
    descriptors: last?.descriptors ?? 0,
    descriptors_per_hour: slope('descriptors'),
    store_mb: round(last?.storeMb ?? 0, 1),
    store_mb_per_hour: slope('storeMb'),
  };
}
