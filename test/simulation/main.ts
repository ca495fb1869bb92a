import { parseArgs } from 'node:util';

import { Simulation } from './simulation.ts';

/** `npm run simulate -- --seed 1234 --trace` repeats one seed; `--seeds 5000 --from 1` tries many. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
  },
});

const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
let failed = 0;
for (let seed = first; seed < first + count; seed++) {
  const trace = values.trace ? (line: string) => process.stdout.write(`${line}\n`) : undefined;
  const result = await new Simulation(seed, trace).run();
  if (result.problems.length > 0) failed += 1;
  if (result.problems.length > 0 || count === 1) {
    const { mode, eventCount, gapCount, healedMs } = result;
    process.stdout.write(
      `seed ${seed} (${mode}): ${eventCount} events, ${gapCount} gaps, right after ${Math.round(healedMs)} ms\n`,
    );
    for (const problem of result.problems.slice(0, 10)) process.stdout.write(`    ${problem}\n`);
  }
}
process.stdout.write(`${count - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
