import { parseArgs } from 'node:util';

import type { ClusterResult } from './cluster/cluster-result.ts';
import { ClusterSimulation } from './cluster/cluster-simulation.ts';
import { Simulation } from './simulation.ts';

/**
 * `npm run simulate -- --seed 1234 --trace` repeats one seed; `--seeds 5000 --from 1` tries many. With `--cluster`
 * several replicas share the fleet; `--clock-jumps` sets their wall clocks and `--migrations` moves VMs by hand;
 * `--forgetful`, which exchanges the storage's folder, is not survived yet when it happens twice within a minute.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    cluster: { type: 'boolean', default: false },
    forgetful: { type: 'boolean', default: false },
    'clock-jumps': { type: 'boolean', default: false },
    migrations: { type: 'boolean', default: false },
  },
});

const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const faults = {
  isForgetful: values.forgetful,
  hasClockJumps: values['clock-jumps'],
  hasMigrations: values.migrations,
};
let failed = 0;
for (let seed = first; seed < first + count; seed++) {
  const trace = values.trace ? (line: string) => process.stdout.write(`${line}\n`) : undefined;
  const result = await (values.cluster
    ? new ClusterSimulation(seed, { trace, faults }).run()
    : new Simulation(seed, trace).run());
  if (result.problems.length > 0) failed += 1;
  if (result.problems.length > 0 || count === 1) {
    const { eventCount, gapCount, healedMs } = result;
    const what = 'mode' in result ? result.mode : clusterText(result);
    process.stdout.write(
      `seed ${seed} (${what}): ${eventCount} events, ${gapCount} gaps, right after ${Math.round(healedMs)} ms\n`,
    );
    for (const problem of result.problems.slice(0, 10)) process.stdout.write(`    ${problem}\n`);
  }
}
process.stdout.write(`${count - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function clusterText({ replicaCount, isPlanned, moveCount }: ClusterResult): string {
  return `${replicaCount} replicas, ${moveCount} moves${isPlanned ? ', as planned' : ''}`;
}
