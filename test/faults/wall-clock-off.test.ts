import { execFileSync } from 'node:child_process';

import { expect, it } from 'vitest';

import { wallClockOff } from '../harness/faked-clock.ts';
import { FaultedFleet } from '../harness/faulted-fleet.ts';
import { Stage } from '../harness/stage.ts';
import { machineMs } from '../swarm/mark.ts';

const minuteMs = 60_000;
const wrong = [
  { by: '+1h', offMs: 60 * minuteMs },
  { by: '-1h', offMs: -60 * minuteMs },
];

it.each(wrong)('what pretends to be $by off leaves the monotonic clock alone', ({ by, offMs }) => {
  const look = 'const [s, n] = process.hrtime(); JSON.stringify([Date.now(), s * 1000 + n / 1e6])';
  const [env, ...words] = wallClockOff(by);
  const beforeMs = machineMs();
  const said: unknown = JSON.parse(
    execFileSync(env, [...words, process.execPath, '-p', look], { encoding: 'utf8' }),
  );
  const [wallMs, monotonicMs] = said as [number, number];
  expect(Math.abs(wallMs - Date.now() - offMs)).toBeLessThan(minuteMs);
  expect(monotonicMs).toBeGreaterThan(beforeMs);
  expect(monotonicMs).toBeLessThan(machineMs());
});

it.for(wrong)('the wall clock of one replica is off by $by', async ({ by }, context) => {
  const fleet = await FaultedFleet.start(new Stage(context), { count: 2 });
  const [right, other] = fleet.replicas.all;
  if (!right || !other) throw new Error('there are no two replicas');
  const wrongOne = await fleet.replicas.create({ prefix: wallClockOff(by) });
  await fleet.suffer({
    name: `a replica joins whose wall clock is ${by} off`,
    act: () => wrongOne.central.restart(),
    isBalanced: true,
    isPlanned: true,
  });
  await fleet.goesOn();
  await fleet.suffer({
    name: 'a replica beside it is killed',
    act: () => right.central.kill(),
    among: [other, wrongOne],
  });
  await fleet.goesOn();
  await fleet.suffer({
    name: `the replica whose wall clock is ${by} off is killed`,
    act: () => wrongOne.central.kill(),
    among: [other],
  });
  await fleet.expectWholeStory({ among: [other] });
});
