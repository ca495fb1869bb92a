import { describe, expect, it } from 'vitest';

import { newConnection, nextDeadlineMs } from '../../agent/push/connection-state.ts';
import type { ConnectionEffect, ConnectionInput } from '../../agent/push/connection-state.ts';
import { stepConnection } from '../../agent/push/connection.ts';
import type { CentralMessage } from '../../shared/model/protocol.ts';

/** An agent that knows one name for all replicas, in session with replica a. */
function inSession(replicas: readonly string[]): {
  readonly hear: (message: CentralMessage) => void;
  readonly closed: (retryAfterMs?: number) => void;
  readonly nextDial: () => ConnectionEffect | undefined;
} {
  const times = { intervalMs: 1_000, reconnectWindowMs: 100, ackDeadlineMs: 6_000 };
  let connection = newConnection({ ...times, addresses: ['centrals:1'] });
  let nowMs = 0;
  const give = (input: ConnectionInput): ConnectionEffect | undefined => {
    const step = stepConnection(connection, input, { nowMs, random: 0.5 });
    connection = step.connection;
    return step.effects.at(-1);
  };
  const hear = (message: CentralMessage): void => void give({ kind: 'message', message });
  give({ kind: 'start' });
  const facts = { epoch: 1, replicaId: 'a', appliedChange: 0, wantSnapshot: false, sentAt: 0 };
  hear({ kind: 'welcome', welcome: { ...facts, snapshotReason: '', settings: { replicas } } });
  return {
    hear,
    closed: (retryAfterMs) => void give({ kind: 'closed', retryAfterMs }),
    nextDial: () => {
      nowMs = nextDeadlineMs(connection) ?? NaN;
      return give({ kind: 'deadline' });
    },
  };
}

describe('an agent whose owner is gone names it to the next replica', () => {
  it('also when it dialed a name for all, and the owner was alone at that time', () => {
    const agent = inSession([]);
    agent.hear({ kind: 'configure', settings: { replicas: ['a:1', 'b:1'] } });
    agent.closed();
    expect(agent.nextDial()).toMatchObject({ address: 'b:1', unreachableOwner: 'a:1' });
  });

  it('also after one that had no room just now', () => {
    const agent = inSession(['a:1', 'b:1', 'c:1']);
    agent.closed();
    expect(agent.nextDial()).toMatchObject({ address: 'b:1', unreachableOwner: 'a:1' });
    agent.closed(500);
    expect(agent.nextDial()).toMatchObject({ address: 'c:1', unreachableOwner: 'a:1' });
  });
});

describe('an agent that was asked to move to a replica it cannot reach', () => {
  it('goes back to the one that asked, and tells it so', () => {
    const agent = inSession(['a:1', 'b:1', 'c:1']);
    agent.hear({ kind: 'drain', address: 'b:1', withinMs: 100 });
    expect(agent.nextDial()).toMatchObject({ address: 'b:1' });
    agent.closed();
    expect(agent.nextDial()).toMatchObject({ address: 'a:1', unreachableOwner: 'b:1' });
  });
});
