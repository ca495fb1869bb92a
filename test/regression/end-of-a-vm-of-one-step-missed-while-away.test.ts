import { expect, it } from 'vitest';

import { reconcile } from '../../central/cluster/reconcile.ts';
import { NatsPublish } from '../../central/publish/nats.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aStoredHost, aVm, anEvent } from '../harness/store-rows.ts';

it('a VM added and removed in one step goes from the rows of who heard only of its beginning', async () => {
  const { jetStream, during } = simulatedJetStream();
  const publisher = new NatsPublish({ jetStream, log: silentLogger, owner: 'replica-1' });
  const removed = { ...anEvent('host-1', 4), type: 'VmRemoved', vmId: 'vm-1' } as const;
  const step = { events: [removed], vms: [], removedVmIds: ['vm-1'], isRepeat: false };
  await during(publisher.publish({ hostId: 'host-1', ...step }));

  const store = new MemoryStore();
  const known = aVm('vm-1', 'host-1', { placement: removed.placement, epoch: 1, n: 2 });
  await store.apply({ hosts: [aStoredHost('host-1')], vms: [known] });
  await during(
    reconcile({
      ...{ jetStream, store, log: silentLogger, isNewLife: false },
      ...{ fromHosts: 1, fromVms: 1, followed: new Map() },
    }),
  );
  expect(store.getVm('vm-1')).toBeUndefined();
});
