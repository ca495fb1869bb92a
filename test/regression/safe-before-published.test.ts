import { expect, it } from 'vitest';

import { helloOf } from '../property/arbitrary.ts';
import { aLoop, changeOfVm } from '../harness/looped-host.ts';
import { vmStateOf } from '../harness/stepped-host.ts';

it('a change that is committed but not out is not called safe, whatever stalls (I2)', async () => {
  const { loop, clock, commits, session } = aLoop();
  loop.open(session, helloOf({}));
  await clock.advanceAsync(1);
  commits.publishMood = 'away';
  loop.changes(session, [changeOfVm(1, vmStateOf('vm-1', 'UP'))]);
  await clock.advanceAsync(200);
  expect(commits.store.getVm('vm-1')?.status).toBe('UP');
  expect(session.acknowledged).toContainEqual([0, 'stream is away']);
  expect(session.acknowledged.every(([safe]) => safe === 0)).toBe(true);

  commits.publishMood = 'fine';
  await clock.advanceAsync(2_000);
  expect(session.acknowledged.at(-1)).toEqual([1, '']);
});
