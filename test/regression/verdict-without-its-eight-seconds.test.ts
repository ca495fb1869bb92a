import { expect, it } from 'vitest';

import { ContactTable } from '../../central/contact-table.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';

function verdictsOf(table: ContactTable, fromMs: number, toMs: number): [number, string][] {
  const verdicts: [number, string][] = [];
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 250) {
    for (const { hostId, answer } of table.look(nowMs, 0)) {
      if (answer.kind !== 'verdict') continue;
      verdicts.push([nowMs, answer.verdict.status]);
      table.setStatus(hostId, answer.verdict.status);
    }
  }
  return verdicts;
}

it('a host whose announced restart takes too long is suspected for as long as any other before it is given up', () => {
  const table = new ContactTable(defaultLiveness);
  table.know('a', 'UP', { nowMs: 0, intervalMs: 1_000 });
  table.moving('a', 30_000);
  expect(verdictsOf(table, 0, 60_000)).toEqual([
    [30_000, 'SUSPECT'],
    [38_000, 'NON_RESPONSIVE'],
  ]);
});

it('a host that does not come back to a restarted central is, too', () => {
  const table = new ContactTable(defaultLiveness);
  table.start(0, 15_000);
  table.know('a', 'UP', { nowMs: 0, intervalMs: 1_000 });
  expect(verdictsOf(table, 0, 60_000)).toEqual([
    [15_000, 'SUSPECT'],
    [23_000, 'NON_RESPONSIVE'],
  ]);
});

it('without any grace the times are as ever', () => {
  const table = new ContactTable(defaultLiveness);
  table.know('a', 'UP', { nowMs: 0, intervalMs: 1_000 });
  expect(verdictsOf(table, 0, 60_000)).toEqual([
    [3_000, 'SUSPECT'],
    [11_000, 'NON_RESPONSIVE'],
  ]);
});
