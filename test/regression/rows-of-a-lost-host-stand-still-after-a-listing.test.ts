import { expect, it } from 'vitest';

import { copyEvents } from '../../central/feed/copied-rows.ts';
import { RemovedVms } from '../../central/feed/removed-vms.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { aHost, anEvent, aStoredHost } from '../harness/store-rows.ts';

it('rows follow a host that a listing showed as claimed elsewhere, before any event told the loop', async () => {
  const store = new MemoryStore();
  const claimed = { owner: 'replica-2', epoch: 3, n: 7 };
  await store.apply({ hosts: [aStoredHost('a', claimed, 66)] });
  const host = aHost('a', { ...claimed, n: 8, name: 'renamed' });
  const event = { ...anEvent('a', 8), epoch: 3, after: { kind: 'host', host } } as const;

  const { hosts, owners } = copyEvents([event], {
    ...{ rows: store, removed: new RemovedVms() },
    // The loop believes that it still owns the host.
    isOwn: (_hostId, rowOwner = 'replica-1') => rowOwner === 'replica-1',
  });
  expect(hosts.map(({ record }) => record.host.name)).toEqual(['renamed']);
  expect(owners).toMatchObject([{ ownerId: 'replica-2' }]);
});
