import { expect, it } from 'vitest';

import { ContactTable } from '../../central/contact-table.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';

/** A standstill moved the end of the grace although it lay in the past, and verdicts were held anew. */
it('a standstill does not bring back a grace that was over', () => {
  const table = new ContactTable(defaultLiveness);
  table.start(0, 1_000);
  expect(table.look(1_500, 0)).toEqual([]);
  expect(table.look(6_500, 5_000)).toEqual([]);
  table.know('host-1', 'UP', { nowMs: 2_000, intervalMs: 1_000 });
  expect(table.look(5_400, 0)).toMatchObject([{ hostId: 'host-1' }]);
});

it('a standstill moves the end of a grace that lasts', () => {
  const table = new ContactTable(defaultLiveness);
  table.start(0, 10_000);
  table.know('host-1', 'UP', { nowMs: 0, intervalMs: 1_000 });
  expect(table.look(6_000, 5_000)).toEqual([]);
  expect(table.look(14_000, 0)).toEqual([]);
  expect(table.look(15_000, 0)).toMatchObject([{ hostId: 'host-1' }]);
});
