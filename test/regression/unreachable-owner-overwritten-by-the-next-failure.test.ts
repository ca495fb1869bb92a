import { expect, it } from 'vitest';

import { newConnection, nextDeadlineMs } from '../../agent/push/connection-state.ts';
import type { ConnectionInput } from '../../agent/push/connection-state.ts';
import { stepConnection } from '../../agent/push/connection.ts';

it('an agent still names the owner it could not reach when another replica is away, too', () => {
  let connection = newConnection({
    ...{ intervalMs: 1_000, reconnectWindowMs: 100, ackDeadlineMs: 6_000 },
    addresses: ['one:1', 'two:2', 'three:3'],
  });
  let nowMs = 0;
  const give = (input: ConnectionInput): object | undefined => {
    const step = stepConnection(connection, input, { nowMs, random: 0.5 });
    connection = step.connection;
    return step.effects.at(-1);
  };
  const fail = (): object | undefined => {
    give({ kind: 'closed', retryAfterMs: undefined });
    nowMs = nextDeadlineMs(connection) ?? NaN;
    return give({ kind: 'deadline' });
  };
  give({ kind: 'start' });
  const message = { kind: 'redirect', address: 'owner:9', afterMs: 0, reason: '' } as const;
  give({ kind: 'message', message });
  give({ kind: 'deadline' });
  expect(fail()).toMatchObject({ address: 'one:1', unreachableOwner: 'owner:9' });
  expect(fail()).toMatchObject({ address: 'two:2', unreachableOwner: 'owner:9' });
});
