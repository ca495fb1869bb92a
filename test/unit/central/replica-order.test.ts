import { describe, expect, it } from 'vitest';

import { ReplicaOrder } from '../../../central/replica-order.ts';
import type { HostSession } from '../../../central/ports.ts';
import { peerLimits } from '../../../shared/peer-limits.ts';
import { sessionOf } from '../../harness/logged-session.ts';

function scene(hostCount: number): {
  readonly log: string[];
  readonly order: ReplicaOrder;
  readonly addresses: { now: string[] };
  readonly sessions: Map<string, HostSession>;
} {
  const log: string[] = [];
  const sessions = new Map<string, HostSession>();
  for (let number = 0; number < hostCount; number++) {
    const hostId = `h${String(number)}`;
    sessions.set(hostId, sessionOf(hostId, hostId, log));
  }
  const addresses = { now: ['a:1', 'b:1'] };
  const order = new ReplicaOrder({ sessions, share: { addressesFor: () => addresses.now } });
  return { log, order, addresses, sessions };
}

describe('the order of the replicas', () => {
  it('is told to every session once after a change', () => {
    const { log, order } = scene(2);
    order.look();
    expect(log).toEqual([]);
    order.changed();
    order.look();
    order.look();
    expect(log).toEqual(['h0 <- configure a:1 b:1', 'h1 <- configure a:1 b:1']);
  });

  it('is told to some at a time, and from the first on when it changes meanwhile', () => {
    const { log, order, addresses } = scene(peerLimits.orderTellingMax + 1);
    order.changed();
    order.look();
    expect(log).toHaveLength(peerLimits.orderTellingMax);
    addresses.now = ['a:1', 'c:1'];
    order.changed();
    for (let look = 0; look < 3; look++) order.look();
    expect(log.filter((line) => line.endsWith('a:1 c:1'))).toHaveLength(
      peerLimits.orderTellingMax + 1,
    );
  });

  it('is not told when nobody else is there: what an agent knows may be all it has', () => {
    const { log, order, addresses } = scene(1);
    addresses.now = [];
    order.changed();
    order.look();
    expect(log).toEqual([]);
  });

  it('is not told to who is gone', () => {
    const { log, order, sessions } = scene(2);
    order.changed();
    sessions.delete('h0');
    order.look();
    expect(log).toEqual(['h1 <- configure a:1 b:1']);
  });
});
