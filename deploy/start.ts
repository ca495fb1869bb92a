import { join } from 'node:path';

import { systemClock } from '../shared/clock.ts';
import { Child } from './start/child.ts';
import { firstHostUp } from './start/first-host.ts';
import { hasNatsServer, natsAdvice, startNats } from './start/nats.ts';
import { parseStartOptions, replicasOf, startUsage } from './start/options.ts';
import type { StartOptions, TrialReplica } from './start/options.ts';

/*
 * `npm start`: the whole of Muster on this machine, to look at. Loopback only; state and logs stay in .muster/.
 */

const folder = join(process.cwd(), '.muster');

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function program(name: string, script: string, args: readonly string[]): Child {
  return new Child({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', script, ...args],
    logFile: join(folder, 'logs', `${name}.log`),
  });
}

/** Children in the order in which they start; they stop in the reverse order. */
async function startAll({ isNats, replicaCount, swarmCount }: StartOptions): Promise<Child[]> {
  const children: Child[] = [];
  const natsArgs: string[] = [];
  if (isNats) {
    const { child, address } = await startNats(folder);
    children.push(child);
    natsArgs.push('--nats-servers', address);
    say(`nats-server     ${address}  (pid ${String(child.pid)})`);
  }
  const replicas = replicasOf(replicaCount, isNats);
  for (const replica of replicas) children.push(startReplica(replica, natsArgs));
  const agents = replicas.map(({ addresses }) => addresses.agents).join(',');
  const agent = program('muster-agent', 'agent/main.ts', [
    ...['--central-addresses', agents, '--state-folder', join(folder, 'agent')],
  ]);
  say(`muster-agent    reports this machine  (pid ${String(agent.pid)})`);
  children.push(agent);
  if (swarmCount > 0) children.push(startSwarm(swarmCount, agents));
  return children;
}

function startReplica(
  { id, folderName, addresses }: TrialReplica,
  natsArgs: readonly string[],
): Child {
  const { agents, api, http } = addresses;
  const isAlone = id === 'trial';
  const central = program(isAlone ? 'muster-central' : `muster-central-${id}`, 'central/main.ts', [
    ...['--replica-id', id, '--replica-data-folder', join(folder, folderName)],
    ...['--listen-agents', agents, '--listen-api', api, '--listen-http', http, ...natsArgs],
  ]);
  const mode = natsArgs.length > 0 ? 'nats' : 'local';
  const name = isAlone ? 'muster-central' : `replica ${id}`.padEnd(14);
  say(
    `${name}  agents ${agents}  API ${api}  http://${http}  (mode ${mode}, pid ${String(central.pid)})`,
  );
  return central;
}

function startSwarm(count: number, agents: string): Child {
  const swarm = program('swarm', 'test/swarm/main.ts', [
    ...['--agents', String(count), '--central', agents],
  ]);
  say(`swarm           ${String(count)} simulated hosts  (pid ${String(swarm.pid)})`);
  return swarm;
}

async function showFirstHost(
  startedMs: number,
  { api, http }: TrialReplica['addresses'],
  signal: AbortSignal,
): Promise<void> {
  const host = await firstHostUp(api, signal);
  if (host === undefined) return;
  const seconds = ((systemClock.monotonicMs() - startedMs) / 1000).toFixed(1);
  say(`
host ${host.id} is ${host.status} after ${seconds} s. Try, in another terminal:

  npm run -s muster -- hosts              which hosts there are
  npm run -s muster -- host ${host.id}
  npm run -s muster -- vms                virtual machines, if libvirt runs here
  npm run -s muster -- watch              everything that changes, as it happens
  npm run -s muster -- replicas           who shares the hosts
  curl ${http}/metrics

Logs are in ${join(folder, 'logs')}. Ctrl-C stops everything.`);
}

/** Resolves on the first signal to stop. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve('');
      });
    }
  });
}

/** Resolves when the trial cannot go on. One of several replicas may end: that is what there is to look at. */
async function firstLoss(
  children: readonly Child[],
  { replicaCount }: StartOptions,
): Promise<string> {
  let replicasLeft = replicaCount;
  return new Promise((resolve) => {
    for (const child of children) {
      void child.over.then((how) => {
        const isReplica = child.name.startsWith('muster-central');
        if (isReplica) replicasLeft -= 1;
        if (isReplica && replicasLeft > 0)
          say(`${child.name} has ended (${how}); the others go on`);
        else
          resolve(
            `${child.name} stopped by itself: ${how}. The end of ${child.logFile}:\n${child.tail(5)}`,
          );
      });
    }
  });
}

async function main(): Promise<number> {
  const parsed = parseStartOptions(process.argv.slice(2));
  if (parsed.kind === 'wrong') {
    process.stderr.write(`${parsed.message}\n${startUsage}\n`);
    return 2;
  }
  const { options } = parsed;
  if (options.isNats && !hasNatsServer()) {
    process.stderr.write(`${natsAdvice}\n`);
    return 1;
  }
  const startedMs = systemClock.monotonicMs();
  const stopped = stopSignal();
  const children = await startAll(options);
  const watching = new AbortController();
  const [first] = replicasOf(options.replicaCount, options.isNats);
  if (first) void showFirstHost(startedMs, first.addresses, watching.signal);
  const failure = await Promise.race([stopped, firstLoss(children, options)]);
  watching.abort();
  if (failure === '') say('\nstopping');
  else process.stderr.write(`${failure}\n`);
  for (const child of children.reverse()) await child.stop();
  return failure === '' ? 0 : 1;
}

process.exit(await main());
