import { setTimeout as sleep } from 'node:timers/promises';

import { Link } from '../harness/replicas.ts';
import { machineMs } from '../swarm/mark.ts';
import { loadWorkload } from '../swarm/workload.ts';
import { machine } from './parts/bench.ts';
import type { Bench, BenchOptions, BenchResult } from './parts/bench.ts';
import type { CentralUnderTest } from './parts/central-under-test.ts';
import { round } from './parts/process-figures.ts';
import { Stage } from './parts/stage.ts';
import { Subscriber } from './parts/subscriber.ts';
import type { SwarmUnderTest } from './parts/swarm-under-test.ts';

/** Silence before a host is suspected, at reports of 1 Hz, ms (DESIGN section 6). */
const silenceMs = 3_000;
const intervalMs = 1_000;
/** Longest time the brake may hold verdicts, and what they need at its pace, ms. */
const verdictsMsMax = 240_000;
/** How long after the replica suspected itself contact returns, where it does, ms: half of the hold. */
const healMs = 15_000;
/** As long again, in which a verdict that was only late would come, ms. */
const quietMs = 15_000;

/** How the hosts are lost; `few`: so few that they are believed at once, all others so many that they are not. */
const ways = {
  few: {
    isHealed: false,
    lose: ({ swarm }) => {
      swarm.program.signal('SIGSTOP');
    },
  },
  silence: {
    isHealed: false,
    lose: ({ link }) => {
      link.blackhole();
    },
  },
  reset: {
    isHealed: false,
    lose: ({ link }) => {
      link.cut();
    },
  },
  'silence-healed': {
    isHealed: true,
    lose: ({ link }) => {
      link.blackhole();
    },
  },
  'reset-healed': {
    isHealed: true,
    lose: ({ link }) => {
      link.cut();
    },
  },
} as const satisfies Readonly<Record<string, Way>>;

interface Way {
  readonly isHealed: boolean;
  readonly lose: (leaving: { readonly swarm: SwarmUnderTest; readonly link: Link }) => void;
}

/** A `--scenario` of `loss`. */
export type LossScenario = keyof typeof ways;
export const lossScenarios = Object.keys(ways) as LossScenario[];

/** Hosts vanish at once, or the way to them does. Without a scenario: few of them, then half by silence. */
export const loss: Bench = async (options, say) => {
  const { scenario } = options;
  const named = lossScenarios.find((known) => known === scenario);
  if (scenario !== undefined && named === undefined)
    throw new Error(`there is no scenario "${scenario}"; there are ${lossScenarios.join(', ')}`);
  if (named !== undefined)
    return { scenario: named, ...(await measureLoss(say, named, options)), machine: machine() };
  const without = await measureLoss(say, 'few', options);
  const withBrake = await measureLoss(say, 'silence', options);
  return { without_brake: without, with_brake: withBrake, machine: machine() };
};

interface Scene {
  readonly stage: Stage;
  readonly central: CentralUnderTest;
  readonly subscriber: Subscriber;
  readonly agents: number;
  readonly lost: number;
  /** Of its own, from the last report that can have arrived, ms. */
  readonly timeoutMs: number;
}

async function measureLoss(
  say: (text: string) => void,
  scenario: LossScenario,
  options: BenchOptions,
): Promise<BenchResult> {
  return Stage.run(say, async (stage) => {
    const { agents = 1000, warmup = 8, suspectTimeout: suspectTimeoutMs = 8000 } = options;
    const vms = options.vms ?? loadWorkload().vmsPerHost;
    const part = scenario === 'few' ? Math.floor(agents / 5) : Math.ceil(agents / 2);
    const lost = options.lost ?? part;
    say(`${lost} of ${agents} hosts vanish: ${scenario}`);
    const nats = await stage.nats();
    const settings = { nats: nats.address, suspectTimeoutMs, takeoverGraceMs: 0, intervalMs };
    const central = await stage.central(settings);
    const link = await Link.to(central.agentsAddress);
    stage.atEnd(() => link.stop());
    // Within a second, so that their reports are spread over it as those of a real fleet.
    const common = { vms, ramp: agents };
    const near = { ...common, central: central.agentsAddress, agents: agents - lost };
    const far = { ...common, central: link.address, agents: lost, first: agents - lost };
    const staying = stage.swarm({ ...near, name: 'staying' });
    const leaving = stage.swarm({ ...far, name: 'leaving' });
    await Promise.all([staying.settled(), leaving.settled()]);
    const statuses = ['SUSPECT', 'NON_RESPONSIVE'];
    const subscriber = await Subscriber.start(nats.address, { statuses });
    stage.atEnd(() => subscriber.stop());
    await sleep(warmup * 1000);
    const lostMs = machineMs();
    ways[scenario].lose({ swarm: leaving, link });
    const timeoutMs = silenceMs + suspectTimeoutMs;
    const scene = { stage, central, subscriber, agents, lost, timeoutMs };
    return ways[scenario].isHealed ? healed(scene, link) : givenUp(scene, lostMs);
  });
}

function verdictsIn({ subscriber }: Scene): typeof subscriber.verdicts {
  return subscriber.verdicts.filter(({ status }) => status === 'NON_RESPONSIVE');
}

async function givenUp(scene: Scene, lostMs: number): Promise<BenchResult> {
  const { stage, subscriber, agents, lost, timeoutMs } = scene;
  const isOver = (): boolean => verdictsIn(scene).length >= lost;
  await stage.until('every verdict is out', isOver, verdictsMsMax);
  const sinceTimeoutMs = verdictsIn(scene).map(({ atMs }) => atMs - lostMs - timeoutMs);
  const [first, last] = [Math.min(...sinceTimeoutMs), Math.max(...sinceTimeoutMs)];
  // Of hosts that stayed.
  const isFalse = ({ hostId }: { readonly hostId: string }): boolean =>
    Number(hostId.split('-')[1]) < agents - lost;
  return {
    ...{ agents, lost_hosts: lost, doubts: subscriber.doubtsMs.length },
    ...{ first_event_ms: round(first, 0), last_event_ms: round(last, 0) },
    events_per_s: round((1000 * lost) / Math.max(1, last - first), 0),
    false_verdicts: verdictsIn(scene).filter(isFalse).length,
  };
}

/** Whoever is given up is so wrongly. */
async function healed(scene: Scene, link: Link): Promise<BenchResult> {
  const { stage, central, subscriber, agents, lost } = scene;
  const isDoubted = (): boolean => subscriber.doubtsMs.length > 0;
  await stage.until('the replica suspects itself', isDoubted);
  await sleep(healMs);
  const suspects = new Set(subscriber.verdicts.map(({ hostId }) => hostId)).size;
  const healedMs = machineMs();
  link.heal();
  await stage.until('all hosts are UP', async () => {
    return (await central.metric('muster_hosts{status="UP"}')) === agents;
  });
  const upMs = machineMs() - healedMs;
  await sleep(quietMs);
  return {
    ...{ agents, lost_hosts: lost, doubts: subscriber.doubtsMs.length, suspects },
    up_again_ms: round(upMs, 0),
    false_verdicts: verdictsIn(scene).length,
  };
}
