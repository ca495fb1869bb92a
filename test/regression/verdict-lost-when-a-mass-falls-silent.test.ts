import { expect, it } from 'vitest';

import { ContactTable } from '../../central/contact-table.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';

it('a verdict that waits its turn when a mass falls silent is void, and asked for again when the brake lets go', () => {
  const table = new ContactTable(defaultLiveness);
  const contacts = ['h1', 'h2', 'h3', 'h4'].map((hostId) => {
    const contact = table.streamOpened(hostId, { nowMs: 0, intervalMs: 1_000 });
    table.setStatus(hostId, 'UP');
    return contact;
  });
  const asked: number[] = [];
  for (let nowMs = 250; nowMs <= 60_000; nowMs += 250) {
    contacts.forEach((contact, index) => {
      if (nowMs <= (index === 0 ? 10_000 : 19_000)) table.heard(contact, nowMs);
    });
    for (const { hostId, answer } of table.look(nowMs, 0)) {
      if (answer.kind !== 'verdict') continue;
      if (answer.verdict.status === 'SUSPECT') table.setStatus(hostId, 'SUSPECT');
      // It is not carried out: the storage is slow, or a peer is waited for.
      else if (hostId === 'h1') asked.push(nowMs);
    }
  }
  // The others fall silent a second after the first verdict, which holds all for 30 s.
  expect(asked).toEqual([21_000, 52_250]);
  expect(table.isDue('h1', 'NON_RESPONSIVE', 30_000)).toBe(true);
});
