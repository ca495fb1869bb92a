import { expect, it } from 'vitest';

import { ContactTable } from '../../central/contact-table.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';

const times = { nowMs: 0, intervalMs: 1_000 };

function statusesAt(table: ContactTable, nowMs: number, lagMs = 0): string[] {
  return table.look(nowMs, lagMs).map(({ answer }) => answer.kind);
}

it('an announced restart of an agent has its whole time although the central stood still in it (I6)', () => {
  const table = new ContactTable(defaultLiveness);
  table.know('a', 'UP', times);
  table.moving('a', 30_000);
  expect(statusesAt(table, 20_000, 18_000)).toEqual([]);
  expect(statusesAt(table, 47_999)).toEqual([]);
  expect(statusesAt(table, 48_000)).toEqual(['verdict']);
});

it('the grace after a start is not used up by standing still (I6, I7)', () => {
  const table = new ContactTable(defaultLiveness);
  table.start(0, 15_000);
  table.know('a', 'UP', times);
  expect(statusesAt(table, 10_000, 10_000)).toEqual([]);
  expect(statusesAt(table, 24_999)).toEqual([]);
  expect(statusesAt(table, 25_000)).toEqual(['verdict']);
});
