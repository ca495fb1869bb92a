import { expect, it } from 'vitest';

import { ContactTable } from '../../central/contact-table.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';

/**
 * Thousands of agents needed half a minute to come back after a restart; those that were last in the queue had been
 * declared silent when the grace of fifteen seconds was over.
 */
it('the grace after a start goes on while agents come back, and for a minute at most', () => {
  const contacts = new ContactTable(defaultLiveness);
  const at = (nowMs: number): { nowMs: number; intervalMs: number } => ({
    nowMs,
    intervalMs: 1_000,
  });
  contacts.start(0, 15_000);
  for (const hostId of ['back', 'away']) contacts.know(hostId, 'UP', at(0));
  const isAwaySilent = (nowMs: number): boolean =>
    contacts.look(nowMs, 0).some(({ hostId }) => hostId === 'away');

  contacts.streamOpened('back', at(14_000));
  expect(isAwaySilent(18_997)).toBe(false);
  // A host that nobody knew is no sign that others are on their way back.
  contacts.streamOpened('new', at(18_998));
  for (let nowMs = 18_999; nowMs < 59_000; nowMs += 4_000) {
    contacts.streamOpened('back', at(nowMs));
    expect(isAwaySilent(Math.min(nowMs + 3_999, 59_999))).toBe(false);
  }
  expect(isAwaySilent(60_000)).toBe(true);
});

it('the grace ends as it was set when no agent comes back', () => {
  const contacts = new ContactTable(defaultLiveness);
  contacts.start(0, 15_000);
  contacts.know('away', 'UP', { nowMs: 0, intervalMs: 1_000 });
  expect(contacts.look(14_999, 0)).toEqual([]);
  expect(contacts.look(15_000, 0)).toHaveLength(1);
});
