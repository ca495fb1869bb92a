import { expect, it } from 'vitest';

import { hostsBucket, vmsBucket } from '../../central/cluster/buckets.ts';
import { reconcile, versionsOf } from '../../central/cluster/reconcile.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import { encodeHostRecord, encodeVmRecord } from '../../shared/wire/json.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aStoredHost, aVm } from '../harness/store-rows.ts';

it('a VM that was removed after the copy of the storage was taken stays removed, and its key is named as stale', async () => {
  const { jetStream, during } = simulatedJetStream();
  const old = aStoredHost('host-1', { n: 5 });
  const vm = aVm('vm-1', 'host-1', { n: 5 });
  const write = (bucket: typeof hostsBucket, key: string, body: Uint8Array) =>
    during(
      jetStream.write({
        stream: bucket.stream,
        subject: bucket.subjectOf(key),
        body,
        messageId: key,
      }),
    );
  await write(hostsBucket, 'host-1', encodeHostRecord(old.record));
  await write(vmsBucket, 'vm-1', encodeVmRecord({ owner: 'replica-1', vm }));

  const store = new MemoryStore();
  await store.apply({ hosts: [aStoredHost('host-1', { n: 9 }, 3)] });
  const followed = versionsOf(store);
  const places = { isNewLife: true, fromHosts: 1, fromVms: 1, followed };
  const stale = await during(reconcile({ jetStream, store, log: silentLogger, ...places }));
  expect(store.getVm('vm-1')).toBeUndefined();
  const version = { placement: 1, epoch: 1, n: 5 };
  expect(stale).toEqual([{ vmId: 'vm-1', hostId: 'host-1', version }]);
});
