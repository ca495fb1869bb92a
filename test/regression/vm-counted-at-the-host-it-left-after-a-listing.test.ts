import { expect, it } from 'vitest';

import { hostsBucket, vmsBucket } from '../../central/cluster/buckets.ts';
import { reconcile } from '../../central/cluster/reconcile.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import { encodeHostRecord, encodeVmRecord } from '../../shared/wire/json.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aStoredHost, aVm } from '../harness/store-rows.ts';

it('a VM that another host took before the buckets were listed is not counted at the one before', async () => {
  const { jetStream, during } = simulatedJetStream();
  const write = (stream: string, subject: string, body: Uint8Array): Promise<unknown> =>
    during(jetStream.write({ stream, subject, body, messageId: subject, expected: 0 }));
  // The record that says that the VM is gone has no event, and is not written yet.
  const records = [
    aStoredHost('host-1', { owner: 'b', vmCount: 1 }),
    aStoredHost('host-2', { owner: 'b', vmCount: 1 }),
    aStoredHost('host-3', { owner: 'a', vmCount: 7 }),
  ];
  for (const { record } of records) {
    const subject = hostsBucket.subjectOf(record.host.id);
    await write(hostsBucket.stream, subject, encodeHostRecord(record));
  }
  const vm = aVm('vm-1', 'host-2', { placement: 2 });
  const key = vmsBucket.subjectOf(vm.id);
  await write(vmsBucket.stream, key, encodeVmRecord({ owner: 'b', vm }));

  const store = new MemoryStore();
  await during(
    reconcile({
      ...{ jetStream, store, log: silentLogger, isNewLife: false },
      ...{ fromHosts: 1, fromVms: 1, followed: new Map() },
      isOurs: ({ owner }) => owner === 'a',
    }),
  );
  const counts = ['host-1', 'host-2', 'host-3'].map((id) => store.getHost(id)?.vmCount);
  expect(counts).toEqual([0, 1, 7]);
});
