import { expect, it } from 'vitest';

import { newConnection, nextDeadlineMs } from '../../agent/push/connection-state.ts';
import type { ConnectionInput } from '../../agent/push/connection-state.ts';
import { stepConnection } from '../../agent/push/connection.ts';
import { ContactTable } from '../../central/contact-table.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';

/*
 * Ten thousand agents came for their first sync at once; each gave up after five seconds and dialed again, and soon the
 * central did nothing but accept connections of those that were going to give up.
 */

interface Dialing {
  readonly deadlineMs: () => number | undefined;
  readonly phase: () => string;
  readonly give: (input: ConnectionInput, nowMs: number) => void;
}

function dialing(): Dialing {
  const times = { intervalMs: 2_000, reconnectWindowMs: 1_000, ackDeadlineMs: 6_000 };
  let connection = newConnection({ ...times, addresses: ['one:1'] });
  const give = (input: ConnectionInput, nowMs: number): void => {
    ({ connection } = stepConnection(connection, input, { nowMs, random: 0 }));
  };
  give({ kind: 'start' }, 0);
  return {
    deadlineMs: () => nextDeadlineMs(connection),
    phase: () => connection.phase.kind,
    give,
  };
}

it('who got no answer in time waits longer for the next one', () => {
  const { deadlineMs, phase, give } = dialing();
  expect(deadlineMs()).toBe(5_000);
  give({ kind: 'deadline' }, 5_000);
  expect(phase()).toBe('waiting');
  give({ kind: 'deadline' }, 5_000);
  expect(phase()).toBe('dialing');
  expect(deadlineMs()).toBe(10_000);
  const patienceMs = [10_000, 20_000, 20_000];
  for (const expectedMs of patienceMs) {
    const nowMs = deadlineMs() ?? NaN;
    give({ kind: 'deadline' }, nowMs);
    give({ kind: 'deadline' }, nowMs);
    expect(deadlineMs()).toBe(nowMs + expectedMs);
  }
});

it('who waits for its turn does not give up as long as it is told to stay', () => {
  const { deadlineMs, phase, give } = dialing();
  const ping = { kind: 'message', message: { kind: 'ping', nonce: 1 } } as const;
  give(ping, 2_000);
  give(ping, 4_000);
  expect(deadlineMs()).toBe(9_000);
  give({ kind: 'deadline' }, 9_000);
  expect(phase()).toBe('waiting');
});

it('who waits for its turn is not declared dead', () => {
  const contacts = new ContactTable(defaultLiveness);
  contacts.start(0, 0);
  contacts.know('h', 'UP', { nowMs: 0, intervalMs: 1_000 });
  contacts.knocked('h', 2_500);
  expect(contacts.look(5_000, 0)).toEqual([]);
  expect(contacts.look(5_500, 0)).toMatchObject([{ hostId: 'h' }]);
  contacts.setStatus('h', 'SUSPECT');
  contacts.knocked('h', 12_000);
  expect(contacts.isDue('h', 'NON_RESPONSIVE', 13_500)).toBe(false);
  contacts.knocked('stranger', 0);
});
