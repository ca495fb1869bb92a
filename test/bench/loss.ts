import { setTimeout as sleep } from 'node:timers/promises';

import { machineMs } from '../swarm/mark.ts';
import { loadWorkload } from '../swarm/workload.ts';
import { machine } from './parts/bench.ts';
import type { Bench, BenchResult } from './parts/bench.ts';
import { round } from './parts/process-figures.ts';
import { Stage } from './parts/stage.ts';
import { Subscriber } from './parts/subscriber.ts';

/** Silence before a host is suspected, at reports of 1 Hz, ms (DESIGN section 6). */
const silenceMs = 3_000;
const intervalMs = 1_000;
/** Longest time the brake may hold verdicts, and what they need at its pace, ms. */
const holdMs = 120_000;

interface LossLoad {
  readonly agents: number;
  readonly lost: number;
  readonly vms: number;
  readonly suspectTimeoutMs: number;
  readonly warmup: number;
}

/**
 * Hosts vanish at once, their processes frozen with the connections open: first few enough to be believed at once, then
 * so many that the replica must doubt itself first.
 */
export const loss: Bench = (options, say) =>
  Stage.run(say, async (stage) => {
    const { agents = 1000, warmup = 5, suspectTimeout = 8000 } = options;
    const vms = options.vms ?? loadWorkload().vmsPerHost;
    const common = { vms, warmup, suspectTimeoutMs: suspectTimeout };
    const few = { ...common, agents, lost: options.lost ?? Math.floor(agents / 5) };
    const many = { ...common, agents, lost: Math.ceil(agents / 2) };
    say(`${few.lost} of ${agents} hosts vanish`);
    const without = await measureLoss(say, few);
    say(`${many.lost} of ${agents} hosts vanish`);
    const withBrake = await measureLoss(say, many);
    stage.say('done');
    return { vms, without_brake: without, with_brake: withBrake, machine: machine() };
  });

async function measureLoss(say: (text: string) => void, load: LossLoad): Promise<BenchResult> {
  return Stage.run(say, async (stage) => {
    const { agents, lost, vms, suspectTimeoutMs, warmup } = load;
    const nats = await stage.nats();
    const settings = { nats: nats.address, suspectTimeoutMs, takeoverGraceMs: 0, intervalMs };
    const central = await stage.central(settings);
    // Within a second, so that their reports are spread over it as those of a real fleet.
    const common = { central: central.agentsAddress, vms, ramp: agents };
    const staying = stage.swarm({ ...common, name: 'staying', agents: agents - lost });
    const leaving = stage.swarm({
      ...common,
      ...{ name: 'leaving', agents: lost, first: agents - lost },
    });
    await Promise.all([staying.settled(), leaving.settled()]);
    const statuses = ['SUSPECT', 'NON_RESPONSIVE'];
    const subscriber = await Subscriber.start(nats.address, { statuses });
    stage.atEnd(() => subscriber.stop());
    await sleep(warmup * 1000);
    const vanishedMs = machineMs();
    leaving.program.signal('SIGSTOP');
    const verdicts = (): typeof subscriber.verdicts =>
      subscriber.verdicts.filter(({ status }) => status === 'NON_RESPONSIVE');
    await stage.until('every verdict is out', () => verdicts().length >= lost, holdMs);
    return lossResult({
      ...{ agents, lost },
      sinceTimeoutMs: verdicts().map(
        ({ atMs }) => atMs - vanishedMs - silenceMs - suspectTimeoutMs,
      ),
      falseVerdicts: falseVerdicts(subscriber, agents - lost),
    });
  });
}

/** Of hosts that stayed. */
function falseVerdicts({ verdicts }: Subscriber, stayingCount: number): number {
  return verdicts.filter(({ hostId }) => Number(hostId.split('-')[1]) < stayingCount).length;
}

function lossResult(parts: {
  readonly agents: number;
  readonly lost: number;
  readonly sinceTimeoutMs: readonly number[];
  readonly falseVerdicts: number;
}): BenchResult {
  const [first, last] = [Math.min(...parts.sinceTimeoutMs), Math.max(...parts.sinceTimeoutMs)];
  const { agents, lost } = parts;
  return {
    agents,
    lost_hosts: lost,
    first_event_ms: round(first, 0),
    last_event_ms: round(last, 0),
    events_per_s: round((1000 * lost) / Math.max(1, last - first), 0),
    false_verdicts: parts.falseVerdicts,
  };
}
