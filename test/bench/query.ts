import { setTimeout as sleep } from 'node:timers/promises';

import { machineMs, markOf } from '../swarm/mark.ts';
import { vmFromWire } from '../../shared/wire/vm.ts';
import type { FleetClient } from '../harness/fleet-client.ts';
import { machine } from './parts/bench.ts';
import type { Bench } from './parts/bench.ts';
import type { CentralUnderTest } from './parts/central-under-test.ts';
import { filledStore } from './parts/filled-store.ts';
import { Histogram } from './parts/histogram.ts';
import type { Percentiles } from './parts/histogram.ts';
import { MarkLedger } from './parts/mark-ledger.ts';
import { queries, watchSnapshot } from './parts/queries.ts';
import { Stage } from './parts/stage.ts';

const paceMs = 250;
/** Enough changes for a p99 within half a minute. */
const changesPerS = 50;
const snapshotsMax = 5;

/** Questions to a central with a full store, in mode `local`, and what asking does to agents that report meanwhile. */
export const query: Bench = (options, say) =>
  Stage.run(say, async (stage) => {
    const { hosts = 100_000, agents = 500, seconds = 20, warmup = 5, clients = 20 } = options;
    const size = { hosts, vms: options.vms ?? hosts * 10 };
    // The hosts of the store are silent for ever. In maintenance nobody waits for them; verdicts would fill the time.
    const dataFolder = await filledStore(stage, size, 'MAINTENANCE');
    const central = await stage.central({ dataFolder });
    say('each question alone');
    const alone = await askAll(central.client, (1000 * seconds) / 4);
    const ingest = await ingestBeside(stage, central, { agents, seconds, warmup, clients });
    return {
      ...size,
      ...alone,
      ingest: { agents, clients, changes_per_s: changesPerS, ...ingest },
      mode: 'local',
      machine: machine(),
    };
  });

async function askAll(
  client: FleetClient,
  eachMs: number,
): Promise<Readonly<Record<string, Percentiles>>> {
  const results: Record<string, Percentiles> = {};
  for (const [name, ask] of Object.entries(queries)) {
    results[`${name}_ms`] = await timed(eachMs, Infinity, () => ask(client));
  }
  results['watch_snapshot_ms'] = await timed(eachMs, snapshotsMax, () => watchSnapshot(client));
  return results;
}

/** At least once. */
async function timed(
  forMs: number,
  countMax: number,
  ask: () => Promise<unknown>,
): Promise<Percentiles> {
  const latency = new Histogram();
  const untilMs = performance.now() + forMs;
  do {
    const startMs = performance.now();
    await ask();
    latency.add(performance.now() - startMs);
  } while (performance.now() < untilMs && latency.count < countMax);
  return latency.percentiles();
}

interface IngestLoad {
  readonly agents: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly clients: number;
}

/** From the scripted change to a watcher of the API, without and with other clients. */
async function ingestBeside(
  stage: Stage,
  central: CentralUnderTest,
  { agents, seconds, warmup, clients }: IngestLoad,
): Promise<Readonly<Record<string, unknown>>> {
  stage.say(`${agents} agents come in`);
  const swarm = stage.swarm({
    ...{ central: central.agentsAddress, agents, vms: 20, changeRate: changesPerS },
    // Beside the hosts of the store, whose VMs have the same shape of id.
    first: 1_000_000,
  });
  await swarm.settled();
  const ledger = new MarkLedger();
  const watch = follow(central.client, ledger);
  swarm.go();
  await sleep(warmup * 1000);
  const measure = async (): Promise<Percentiles> => {
    ledger.measureFrom(machineMs());
    await sleep(seconds * 1000);
    return ledger.latency.percentiles();
  };
  const quiet = await measure();
  stage.say(`${clients} clients ask beside it`);
  const asking = stage.script('test/bench/query-clients', {
    name: 'query-clients',
    args: [central.apiAddress, String(clients), String(paceMs)],
  });
  await sleep(1000);
  const busy = await measure();
  asking.assertRuns();
  const { changes } = await swarm.end();
  await stage
    .until('all changes have arrived', () => ledger.arrived >= changes, 60_000)
    .catch(
      // What does not come is lost, and the result says so.
      () => undefined,
    );
  watch.cancel();
  return {
    ...{ notify_ms: quiet, notify_with_clients_ms: busy },
    lost: changes - ledger.arrived,
    misordered: ledger.misordered,
  };
}

function follow(client: FleetClient, ledger: MarkLedger): { cancel(): void } {
  const watch = client.watch({ skipSnapshot: true, types: ['VmStatusChanged'] });
  watch.stream.on('data', ({ event }: { event?: Parameters<typeof noteEvent>[0] | null }) => {
    if (event) noteEvent(event, ledger);
  });
  return watch;
}

function noteEvent(
  event: {
    readonly hostId?: string;
    readonly epoch?: number;
    readonly n?: number;
    readonly after?: { readonly vm?: Parameters<typeof vmFromWire>[0] | null } | null;
  },
  ledger: MarkLedger,
): void {
  const mark = event.after?.vm ? markOf(vmFromWire(event.after.vm)) : undefined;
  if (!mark) return;
  const { hostId = '', epoch = 0, n = 0 } = event;
  ledger.take({ hostId, epoch, n, mark, atMs: machineMs() });
}
