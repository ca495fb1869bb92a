import { expect, it } from 'vitest';

import { firstPlacement } from '../../central/state/placement.ts';

/** A VM that ended under an owner whose clock was an hour ahead came back below its end, and readers dropped it for ever. */
it.each([
  ['whose clock is ahead of all', 7_000, 5_000, 7_000],
  ['that gave the highest itself in this millisecond', 5_000, 5_000, 5_000],
  ['whose clock was set back', 4_000, 5_000, 5_001],
  ['that heard of none', 4_000, 0, 4_000],
])('a VM nobody holds comes above everything told of it, by an owner %s', (...row) => {
  const [, nowUnixMs, highest, placement] = row;
  expect(firstPlacement(nowUnixMs, highest)).toBe(placement);
});
