import { join } from 'node:path';

import { systemClock } from '../shared/clock.ts';
import { Child } from './start/child.ts';
import { firstHostUp } from './start/first-host.ts';
import { hasNatsServer, natsAdvice, startNats } from './start/nats.ts';

/*
 * `npm start`: the whole of Muster on this machine, to look at. Loopback only; state and logs stay in .muster/.
 */

const folder = join(process.cwd(), '.muster');
const addresses = { agents: '127.0.0.1:7420', api: '127.0.0.1:7421', http: '127.0.0.1:7422' };
const usage = 'usage: npm start [-- --nats]\n';

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
async function startAll(isNats: boolean): Promise<Child[]> {
  const children: Child[] = [];
  const natsArgs: string[] = [];
  if (isNats) {
    const { child, address } = await startNats(folder);
    children.push(child);
    natsArgs.push('--nats-servers', address);
    say(`nats-server     ${address}  (pid ${String(child.pid)})`);
  }
  const mode = isNats ? 'nats' : 'local';
  const central = program('muster-central', 'central/main.ts', [
    ...['--replica-id', 'trial', '--replica-data-folder', join(folder, `central-${mode}`)],
    ...['--listen-agents', addresses.agents, '--listen-api', addresses.api],
    ...['--listen-http', addresses.http, ...natsArgs],
  ]);
  const agent = program('muster-agent', 'agent/main.ts', [
    ...['--central-addresses', addresses.agents, '--state-folder', join(folder, 'agent')],
  ]);
  say(
    `muster-central  agents ${addresses.agents}  API ${addresses.api}  http://${addresses.http}  ` +
      `(mode ${mode}, pid ${String(central.pid)})`,
  );
  say(`muster-agent    reports this machine  (pid ${String(agent.pid)})`);
  return [...children, central, agent];
}

async function showFirstHost(startedMs: number, signal: AbortSignal): Promise<void> {
  const host = await firstHostUp(addresses.api, signal);
  if (host === undefined) return;
  const seconds = ((systemClock.monotonicMs() - startedMs) / 1000).toFixed(1);
  say(`
host ${host.id} is ${host.status} after ${seconds} s. Try, in another terminal:

  npm run -s muster -- hosts              which hosts there are
  npm run -s muster -- host ${host.id}
  npm run -s muster -- vms                virtual machines, if libvirt runs here
  npm run -s muster -- watch              everything that changes, as it happens
  curl ${addresses.http}/metrics

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

async function main(): Promise<number> {
  const options = process.argv.slice(2);
  const unknown = options.filter((option) => option !== '--nats');
  if (unknown.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  const isNats = options.includes('--nats');
  if (isNats && !hasNatsServer()) {
    process.stderr.write(`${natsAdvice}\n`);
    return 1;
  }
  const startedMs = systemClock.monotonicMs();
  const stopped = stopSignal();
  const children = await startAll(isNats);
  const watching = new AbortController();
  void showFirstHost(startedMs, watching.signal);
  const ends = children.map(async (child) => {
    const how = await child.over;
    return `${child.name} stopped by itself: ${how}. The end of ${child.logFile}:\n${child.tail(5)}`;
  });
  const failure = await Promise.race([stopped, ...ends]);
  watching.abort();
  if (failure === '') say('\nstopping');
  else process.stderr.write(`${failure}\n`);
  for (const child of children.reverse()) await child.stop();
  return failure === '' ? 0 : 1;
}

process.exit(await main());
