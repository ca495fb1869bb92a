import { setTimeout as sleep } from 'node:timers/promises';

import { loadWorkload } from '../swarm/workload.ts';
import { machine } from './parts/bench.ts';
import type { Bench } from './parts/bench.ts';
import { round } from './parts/process-figures.ts';
import { Stage } from './parts/stage.ts';
import { Subscriber } from './parts/subscriber.ts';
import { isAllUp } from './parts/summary.ts';

/** How long wrong verdicts may take to come, beyond the silence limit and the suspect timeout, ms. */
const verdictsMs = 12_000;

/** The central is killed and started again while every agent reports: until all are back, and what is said of them. */
export const restart: Bench = ({ agents = 1000, vms, warmup = 5, seconds }, say) =>
  Stage.run(say, async (stage) => {
    const nats = await stage.nats();
    const central = await stage.central({ nats: nats.address });
    const load = { agents, vms: vms ?? loadWorkload().vmsPerHost };
    say(`${agents} agents come in`);
    const swarm = stage.swarm({ central: central.agentsAddress, ...load });
    await swarm.settled();
    const statuses = ['SUSPECT', 'NON_RESPONSIVE', 'DOWN'];
    const subscriber = await Subscriber.start(nats.address, { statuses });
    stage.atEnd(() => subscriber.stop());
    swarm.go();
    await sleep(warmup * 1000);
    const steady = central.figures();
    say('the central is killed');
    const killedMs = performance.now();
    await central.program.end('SIGKILL');
    central.spawn();
    await central.ready();
    const readyMs = performance.now() - killedMs;
    await stage.until('every agent is back', async () => {
      central.program.assertRuns();
      if ((await central.metric('muster_sessions')) < agents) return false;
      return isAllUp(await central.client.summarize(), agents);
    });
    const allUpMs = performance.now() - killedMs;
    const peakKb = central.figures().rssPeakKb;
    say(`all are back after ${allUpMs.toFixed(0)} ms; wrong verdicts are waited for`);
    await sleep(seconds === undefined ? verdictsMs : seconds * 1000);
    const { changes } = await swarm.end();
    const { ledger } = subscriber;
    await stage
      .until('all changes have arrived', () => ledger.arrived >= changes, 10_000)
      .catch(
        // What does not come is lost, and the result says so.
        () => undefined,
      );
    return {
      ...load,
      all_up_ms: round(allUpMs, 0),
      false_verdicts: subscriber.verdicts.length,
      rss_peak_ratio: round(peakKb / steady.rssKb),
      ready_ms: round(readyMs, 0),
      rss_mb: { steady: round(steady.rssKb / 1024, 1), peak: round(peakKb / 1024, 1) },
      changes,
      lost: changes - ledger.arrived,
      misordered: ledger.misordered,
      machine: machine(),
    };
  });
