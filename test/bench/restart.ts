import { setTimeout as sleep } from 'node:timers/promises';

import { loadWorkload } from '../swarm/workload.ts';
import { machineMs } from '../swarm/mark.ts';
import { defaultIntervalMs, machine } from './parts/bench.ts';
import type { Bench, BenchResult } from './parts/bench.ts';
import type { CentralUnderTest } from './parts/central-under-test.ts';
import { processFigures, round } from './parts/process-figures.ts';
import { CentralProfile } from './parts/profile.ts';
import { Stage } from './parts/stage.ts';
import { Subscriber } from './parts/subscriber.ts';
import { isAllUp } from './parts/summary.ts';
import { processesFor } from './parts/swarm-under-test.ts';
import type { SwarmUnderTest } from './parts/swarm-under-test.ts';

/** How long wrong verdicts may take to come, beyond the silence limit and the suspect timeout, ms. */
const verdictsMs = 12_000;

/** Reading its metrics costs a central 10 ms and more: what is looked at must not be slowed by looking. */
const lookMs = 250;

interface Recovery {
  readonly readyMs: number;
  readonly allUpMs: number;
  readonly peakKb: number;
  /** CPU each took from the kill on, ms. */
  readonly cpuMs: BenchResult;
}

/** The central is killed and started again while every agent reports: until all are back, and what is said of them. */
export const restart: Bench = (options, say) =>
  Stage.run(say, async (stage) => {
    const { agents = 1000, interval = defaultIntervalMs, warmup = 15, seconds } = options;
    const nats = await stage.nats();
    const profile = new CentralProfile(stage, options.profile);
    const settings = { intervalMs: interval, ...profile.settings };
    const central = await stage.central({ nats: nats.address, ...settings });
    const load = { agents, vms: options.vms ?? loadWorkload().vmsPerHost };
    say(`${agents} agents come in`);
    const processes = processesFor(agents);
    const swarm = stage.swarm({ central: central.agentsAddress, ...load, processes });
    await swarm.settled();
    const statuses = ['SUSPECT', 'NON_RESPONSIVE', 'DOWN'];
    const subscriber = await Subscriber.start(nats.address, { statuses });
    stage.atEnd(() => subscriber.stop());
    swarm.go();
    await sleep(warmup * 1000);
    const steady = central.figures();
    say('the central is killed');
    const fromMs = machineMs();
    const { readyMs, allUpMs, peakKb, cpuMs } = await recover(stage, {
      ...{ central, swarm, agents },
      natsPid: nats.pid,
    });
    const toMs = machineMs();
    say(`all are back after ${allUpMs.toFixed(0)} ms; wrong verdicts are waited for`);
    await sleep(seconds === undefined ? verdictsMs : seconds * 1000);
    const { changes } = await swarm.end();
    const { ledger } = subscriber;
    await stage
      .until('all changes have arrived', () => ledger.arrived >= changes, 60_000)
      .catch(
        // What does not come is lost, and the result says so.
        () => undefined,
      );
    await central.program.end('SIGTERM');
    profile.tell(say, { fromMs, toMs });
    return {
      ...load,
      interval_ms: interval,
      all_up_ms: round(allUpMs, 0),
      false_verdicts: subscriber.verdicts.length,
      rss_peak_ratio: round(peakKb / steady.rssKb),
      ready_ms: round(readyMs, 0),
      cpu_ms: cpuMs,
      rss_mb: { steady: round(steady.rssKb / 1024, 1), peak: round(peakKb / 1024, 1) },
      changes,
      lost: changes - ledger.arrived,
      misordered: ledger.misordered,
      machine: machine(),
    };
  });

/** From the kill until every agent is in session and every host UP. */
async function recover(
  stage: Stage,
  parts: {
    readonly central: CentralUnderTest;
    readonly swarm: SwarmUnderTest;
    readonly agents: number;
    readonly natsPid: number;
  },
): Promise<Recovery> {
  const { central, swarm, agents, natsPid } = parts;
  const killedMs = performance.now();
  const [natsBefore, swarmBefore] = [processFigures(natsPid), swarm.figures()];
  await central.program.end('SIGKILL');
  central.spawn();
  await central.ready();
  const readyMs = performance.now() - killedMs;
  await stage.until('every agent is back', async () => {
    central.program.assertRuns();
    const areBack = (await central.metric('muster_sessions')) >= agents;
    if (areBack && isAllUp(await central.client.summarize(), agents)) return true;
    await sleep(lookMs);
    return false;
  });
  const { cpuMs, rssPeakKb } = central.figures();
  return {
    readyMs,
    allUpMs: performance.now() - killedMs,
    peakKb: rssPeakKb,
    cpuMs: {
      central: cpuMs,
      nats: round(processFigures(natsPid).cpuMs - natsBefore.cpuMs, 0),
      swarm: round(swarm.figures().cpuMs - swarmBefore.cpuMs, 0),
    },
  };
}
