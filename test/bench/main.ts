import { Command, InvalidArgumentError } from 'commander';

import { agent } from './agent.ts';
import { changes } from './changes.ts';
import { failover, scenarios } from './failover.ts';
import { ingest } from './ingest.ts';
import { loss, lossScenarios } from './loss.ts';
import type { Bench, BenchOptions } from './parts/bench.ts';
import { query } from './query.ts';
import { recover } from './recover.ts';
import { restart } from './restart.ts';
import { scale } from './scale.ts';
import { soak } from './soak.ts';
import { versus } from './versus.ts';

/** `npm run bench -- <name> [options]`: the last line of standard output is the result as one JSON object. */
const benches: Readonly<Record<string, Bench>> = {
  ...{ ingest, changes, agent, recover, query, restart, loss, versus, soak },
  ...{ failover, scale },
};

function numberFrom(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < min) {
      throw new InvalidArgumentError(`must be a number of at least ${min}.`);
    }
    return value;
  };
}

function numbersFrom(text: string): number[] {
  return text.split(',').map(numberFrom(1));
}

async function run(name: string, options: BenchOptions & { json?: boolean }): Promise<void> {
  const bench = benches[name];
  if (!bench) {
    const names = Object.keys(benches).join(', ');
    process.stderr.write(`there is no benchmark "${name}"; there are ${names}\n`);
    process.exitCode = 2;
    return;
  }
  const say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  const result = { bench: name, ...(await bench(options, say)) };
  if (options.json !== true) {
    for (const [key, value] of Object.entries(result)) {
      process.stdout.write(`${key.padEnd(24)} ${JSON.stringify(value)}\n`);
    }
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

await new Command('bench')
  .argument('<name>', Object.keys(benches).join(', '))
  .option('--agents <n>', 'simulated hosts', numberFrom(1))
  .option('--vms <n>', 'VMs on each host; recover and query: in all', numberFrom(1))
  .option('--hosts <n>', 'recover and query: hosts in the store', numberFrom(1))
  .option('--seconds <s>', 'how long is measured', numberFrom(0.5))
  .option('--warmup <s>', 'how long it runs before', numberFrom(0))
  .option('--minutes <m>', 'soak: how long', numberFrom(0.01))
  .option('--in-flight <n>', 'changes, versus: changes each host keeps under way', numberFrom(1))
  .option('--clients <n>', 'query: clients beside the reports', numberFrom(1))
  .option('--lost <n>', 'loss: hosts that vanish', numberFrom(1))
  .option('--interval <ms>', 'restart, failover: between two reports of an agent', numberFrom(1000))
  .option('--suspect-timeout <ms>', 'loss: of the central', numberFrom(1000))
  .option('--replicas <n,...>', 'failover: how many; scale: each number in turn', numbersFrom)
  .option(
    '--scenario <name>',
    `failover: ${scenarios.join(', ')}; loss: ${lossScenarios.join(', ')}`,
  )
  .option(
    '--profile <file>',
    'ingest, changes, restart, failover: writes a CPU profile of the centrals over the window',
  )
  .option('--json', 'nothing but the JSON object on standard output')
  .action(run)
  .parseAsync();
// Keep-alive connections of clients must not keep a finished benchmark.
process.exit();
