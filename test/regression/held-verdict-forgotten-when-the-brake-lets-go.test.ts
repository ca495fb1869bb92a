import { expect, it } from 'vitest';

import { ContactTable } from '../../central/contact-table.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';

/** Held: a verdict that the brake held comes when it lets go, not when some other host happens to be looked at. */
it('a host silent since before a mass is given up at once when the mass is back', () => {
  const table = new ContactTable(defaultLiveness);
  const contactOf = (hostId: string): ReturnType<ContactTable['know']> => {
    const contact = table.streamOpened(hostId, { nowMs: 0, intervalMs: 1_000 });
    table.setStatus(hostId, 'UP');
    return contact;
  };
  const early = contactOf('early');
  const mass = ['h2', 'h3', 'h4'].map(contactOf);
  const verdicts: string[] = [];
  for (let nowMs = 250; nowMs <= 22_000; nowMs += 250) {
    if (nowMs <= 10_000) table.heard(early, nowMs);
    // They are not heard for five seconds, and are back for good.
    if (nowMs <= 17_000 || nowMs === 22_000)
      for (const contact of mass) table.heard(contact, nowMs);
    for (const { hostId, answer } of table.look(nowMs, 0)) {
      if (answer.kind !== 'verdict') continue;
      table.setStatus(hostId, answer.verdict.status);
      verdicts.push(`${String(nowMs)} ${hostId} ${answer.verdict.status}`);
    }
  }
  expect(verdicts).toEqual([
    '13000 early SUSPECT',
    ...['h2', 'h3', 'h4'].map((hostId) => `20000 ${hostId} SUSPECT`),
    '22000 early NON_RESPONSIVE',
  ]);
});
