import { expect, it } from 'vitest';

import { hostsBucket } from '../../central/cluster/buckets.ts';
import { reconcile } from '../../central/cluster/reconcile.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import { encodeHostRecord } from '../../shared/wire/json.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aStoredHost } from '../harness/store-rows.ts';

/**
 * A replica that was away from NATS lists the record that another one wrote, and after that its event says nothing
 * new. It held the host for its own, took all its events for its own, and showed its VMs as they had been.
 */
it('who was away is told of hosts that were listed, when their rows name the new owner', async () => {
  const { jetStream, during } = simulatedJetStream();
  const { stream } = hostsBucket;
  const { record } = aStoredHost('host-1', { owner: 'replica-2', epoch: 2, n: 7 });
  const subject = hostsBucket.subjectOf('host-1');
  const body = encodeHostRecord({ ...record, owner: 'replica-2' });
  await during(jetStream.write({ stream, subject, body, messageId: 'claim' }));
  const store = new MemoryStore();
  await store.apply({ hosts: [aStoredHost('host-1', { owner: 'replica-1', n: 9 })] });
  const told: string[] = [];
  const places = { isNewLife: false, fromHosts: 1, fromVms: 1, followed: new Map() };
  const onListed = (hostIds: readonly string[]): void => {
    for (const hostId of hostIds)
      told.push(`${hostId} ${store.getStoredHost(hostId)?.record.owner ?? ''}`);
  };
  await during(reconcile({ jetStream, store, log: silentLogger, onListed, ...places }));
  expect(told).toEqual(['host-1 replica-2']);
});
