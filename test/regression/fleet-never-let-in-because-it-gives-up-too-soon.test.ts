import { expect, it } from 'vitest';

import { newConnection, nextDeadlineMs } from '../../agent/push/connection-state.ts';
import { stepConnection } from '../../agent/push/connection.ts';

/**
 * Ten thousand agents dialed at once; the central needed seven seconds for all of them, each gave up after five and
 * dialed again, and so none ever came in.
 */
it('who got no answer in time waits longer for the next one', () => {
  const times = { intervalMs: 2_000, reconnectWindowMs: 1_000, ackDeadlineMs: 6_000 };
  let connection = newConnection({ ...times, addresses: ['one:1'] });
  const give = (kind: 'start' | 'deadline', nowMs: number): void => {
    ({ connection } = stepConnection(connection, { kind }, { nowMs, random: 0 }));
  };
  give('start', 0);
  expect(nextDeadlineMs(connection)).toBe(5_000);
  give('deadline', 5_000);
  expect(connection.phase.kind).toBe('waiting');
  give('deadline', 5_000);
  expect(connection.phase.kind).toBe('dialing');
  expect(nextDeadlineMs(connection)).toBe(15_000);
});
