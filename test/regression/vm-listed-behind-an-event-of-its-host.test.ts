import { expect, it } from 'vitest';

import { hostsBucket, vmsBucket } from '../../central/cluster/buckets.ts';
import { reconcile } from '../../central/cluster/reconcile.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import { encodeHostRecord, encodeVmRecord } from '../../shared/wire/json.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aHost, aStoredHost, aVm, anEvent } from '../harness/store-rows.ts';

it('what the key of a VM says is not hidden by an event of its host that makes it unknown', async () => {
  const { jetStream, during } = simulatedJetStream();
  const write = (stream: string, subject: string, body: Uint8Array): Promise<unknown> =>
    during(jetStream.write({ stream, subject, body, messageId: subject, expected: 0 }));
  const down = {
    ...{ ...anEvent('host-1', 9), vmIds: ['vm-1'] },
    after: { kind: 'host', host: aHost('host-1', { status: 'DOWN', n: 9 }) },
  } as const;
  const { record } = aStoredHost('host-1', { status: 'DOWN', n: 9, vmCount: 1 });
  const subject = hostsBucket.subjectOf('host-1');
  await write(hostsBucket.stream, subject, encodeHostRecord({ ...record, pending: [down] }));
  const vm = aVm('vm-1', 'host-1', { n: 5, memoryMaxKib: 4096 });
  const key = vmsBucket.subjectOf('vm-1');
  await write(vmsBucket.stream, key, encodeVmRecord({ owner: 'b', vm }));

  // This replica was away since the VM was smaller.
  const store = new MemoryStore();
  const known = aVm('vm-1', 'host-1', { n: 2, memoryMaxKib: 1024 });
  await store.apply({ hosts: [aStoredHost('host-1', { n: 2, vmCount: 1 })], vms: [known] });
  await during(
    reconcile({
      ...{ jetStream, store, log: silentLogger, isNewLife: false },
      ...{ fromHosts: 1, fromVms: 1, followed: new Map() },
    }),
  );
  expect(store.getVm('vm-1')).toMatchObject({ status: 'UNKNOWN', memoryMaxKib: 4096, n: 9 });
});
