import { setTimeout as sleep } from 'node:timers/promises';

import { machineMs } from '../swarm/mark.ts';
import { loadWorkload } from '../swarm/workload.ts';
import { defaultIntervalMs, machine } from './parts/bench.ts';
import type { Bench, BenchResult } from './parts/bench.ts';
import { processFigures, round } from './parts/process-figures.ts';
import { CentralProfile } from './parts/profile.ts';
import { ReplicaGroup } from './parts/replica-group.ts';
import { Stage } from './parts/stage.ts';
import { Subscriber } from './parts/subscriber.ts';
import { processesFor } from './parts/swarm-under-test.ts';
import type { SwarmUnderTest } from './parts/swarm-under-test.ts';

export const scenarios = ['kill', 'pause', 'blackhole', 'join', 'drain'] as const;
type Scenario = (typeof scenarios)[number];

/** How long wrong verdicts may take to come, beyond the silence limit and the suspect timeout, ms. */
const verdictsMs = 15_000;
const arrivalMs = 60_000;
const lookMs = 20;
/**
 * Until the records of hosts that came in hold nothing to be said again (`limits.hostAwakeMs`), as those of a fleet do
 * that has been there for longer than a minute, s.
 */
const settledS = 20;
/** Moves follow each other far faster. */
const calmMs = 5_000;

interface Play {
  readonly stage: Stage;
  readonly scenario: Scenario;
  readonly group: ReplicaGroup;
  readonly swarm: SwarmUnderTest;
  readonly subscriber: Subscriber;
}

/** One replica of several goes, comes or leaves under load: until every agent reports to its new owner. */
export const failover: Bench = (options, say) =>
  Stage.run(say, async (stage) => {
    const scenario = scenarioOf(options.scenario);
    const { agents = 3000, warmup = settledS, seconds, replicas: [replicas = 3] = [] } = options;
    const { interval = defaultIntervalMs } = options;
    const vms = options.vms ?? loadWorkload().vmsPerHost;
    const isFirstApart = scenario === 'blackhole';
    const profile = new CentralProfile(stage, options.profile);
    const settings = { intervalMs: interval, ...profile.settings };
    const group = await ReplicaGroup.start(stage, { replicas, isFirstApart, settings });
    say(`${agents} agents come in to ${replicas} replicas`);
    const central = group.agentsAddresses;
    const swarm = stage.swarm({ central, agents, vms, processes: processesFor(agents) });
    await swarm.settled();
    const subscriber = await Subscriber.start(group.nats.address, { statuses: [...anyStatus] });
    stage.atEnd(() => subscriber.stop());
    swarm.go();
    await sleep(warmup * 1000);
    const fromMs = machineMs();
    const play = { stage, scenario, group, swarm, subscriber };
    const cpuBefore = cpuMsOf(play);
    const moved = await carryOut(play);
    const cpuAfter = cpuMsOf(play);
    const movedMs = [...subscriber.owners.movedSince(fromMs).values()].map((ms) => ms - fromMs);
    say(`${moved} hosts have moved; wrong verdicts are waited for`);
    await sleep(seconds === undefined ? verdictsMs : seconds * 1000);
    const { changes } = await swarm.end();
    const { ledger } = subscriber;
    await stage
      .until('all changes have arrived', () => ledger.arrived >= changes, arrivalMs)
      .catch(
        // What does not come is lost, and the result says so.
        () => undefined,
      );
    // The first is dead, or cannot hear.
    const heirs = group.members.slice(1);
    await Promise.all(heirs.map(({ program }) => program.end('SIGTERM')));
    profile.tell(say, { fromMs, toMs: fromMs + Math.max(0, ...movedMs) });
    return {
      ...{ scenario, replicas, agents, vms, interval_ms: interval, moved },
      all_reporting_ms: round(Math.max(0, ...movedMs), 0),
      half_reporting_ms: round(
        movedMs.sort((a, b) => a - b)[Math.floor(movedMs.length / 2)] ?? 0,
        0,
      ),
      cpu_ms: {
        replicas: round(cpuAfter.replicas - cpuBefore.replicas, 0),
        nats: round(cpuAfter.nats - cpuBefore.nats, 0),
        swarm: round(cpuAfter.swarm - cpuBefore.swarm, 0),
      },
      ...verdictsOf(subscriber, fromMs),
      lost: changes - ledger.arrived,
      double_owner: subscriber.owners.doubled,
      misordered: ledger.misordered,
      moved_twice: subscriber.owners.takingsSince(fromMs) - movedMs.length,
      changes,
      notify_ms: ledger.latency.percentiles(),
      machine: machine(),
    };
  });

const anyStatus = ['SUSPECT', 'NON_RESPONSIVE', 'DOWN', 'INITIALIZING', 'UP'] as const;

function scenarioOf(name = 'kill'): Scenario {
  const known = scenarios.find((scenario) => scenario === name);
  if (known === undefined) {
    throw new Error(`there is no scenario "${name}"; there are ${scenarios.join(', ')}`);
  }
  return known;
}

function verdictsOf({ verdicts }: Subscriber, fromMs: number): BenchResult {
  const since = verdicts.filter(({ atMs }) => atMs >= fromMs);
  const count = (status: string): number => since.filter((one) => one.status === status).length;
  return {
    false_verdicts: count('NON_RESPONSIVE'),
    suspects: count('SUSPECT'),
    status_events: since.length,
  };
}

/** What all took so far; of the replicas without the first, which may be dead. */
function cpuMsOf({ group, swarm }: Play): Record<'replicas' | 'nats' | 'swarm', number> {
  const [, ...others] = group.members;
  return {
    replicas: others.reduce((sum, member) => sum + member.figures().cpuMs, 0),
    nats: processFigures(group.nats.pid).cpuMs,
    swarm: swarm.figures().cpuMs,
  };
}

/** Returns how many hosts had to move, when all of them have. */
async function carryOut(play: Play): Promise<number> {
  const { stage, scenario, group, subscriber } = play;
  const fromMs = machineMs();
  const [first] = group.members;
  if (!first) throw new Error('there is no replica');
  const [victims = 0] = await group.sessions([first]);
  stage.say(`${scenario}: ${victims} hosts are with the first replica`);
  if (scenario === 'join') return await joinIn(play, fromMs);
  if (scenario === 'kill') first.program.signal('SIGKILL');
  else if (scenario === 'pause') first.program.signal('SIGSTOP');
  else if (scenario === 'blackhole') await group.cutFirst();
  else first.program.signal('SIGTERM');
  await stage.until('every host has a new owner', async () => {
    await sleep(lookMs);
    return subscriber.owners.movedSince(fromMs).size >= victims;
  });
  return victims;
}

/** A new replica gets its share at the pace of moves; it has all of it when nobody has moved for a while. */
async function joinIn({ stage, group, subscriber }: Play, fromMs: number): Promise<number> {
  const joined = await group.add();
  const movedMs = (): number[] => [...subscriber.owners.movedSince(fromMs).values()];
  await stage.until('the new replica has its share', async () => {
    await sleep(1000);
    const [sessions = 0] = await group.sessions([joined]);
    const isCalm = machineMs() - Math.max(...movedMs()) > calmMs;
    return isCalm && sessions > 0 && sessions === movedMs().length;
  });
  return movedMs().length;
}
