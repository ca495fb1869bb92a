import { expect, it } from 'vitest';

import { hostsBucket } from '../../central/cluster/buckets.ts';
import { reconcile } from '../../central/cluster/reconcile.ts';
import type { RowBatch } from '../../central/cluster/rows.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import { encodeHostRecord } from '../../shared/wire/json.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aStoredHost, aVm, anEvent } from '../harness/store-rows.ts';

/** A store whose process is killed after so many batches. */
class MortalStore extends MemoryStore {
  batches = 0;
  readonly #batchesMax: number;

  constructor(batchesMax: number) {
    super();
    this.#batchesMax = batchesMax;
  }

  override apply(batch: RowBatch): Promise<void> {
    this.batches += 1;
    return this.batches > this.#batchesMax
      ? Promise.reject(new Error('killed'))
      : super.apply(batch);
  }
}

it('wherever a copy of the bucket is cut off, no record stands without the VMs that are pending in it', async () => {
  const vm = aVm('vm-1', 'host-1', { n: 9 });
  const added = {
    ...anEvent('host-1', 9),
    type: 'VmAdded',
    vmId: 'vm-1',
    placement: 1,
    after: { kind: 'vm', vm },
  } as const;
  const { record } = aStoredHost('host-1', { n: 9 });
  for (let batchesMax = 0; batchesMax < 5; batchesMax++) {
    const { jetStream, during } = simulatedJetStream();
    const subject = hostsBucket.subjectOf('host-1');
    const body = encodeHostRecord({ ...record, pending: [added] });
    const { stream } = hostsBucket;
    await during(jetStream.write({ stream, subject, body, messageId: 'one' }));
    const store = new MortalStore(batchesMax);
    const places = { isNewLife: false, fromHosts: 1, fromVms: 1, followed: new Map() };
    await during(reconcile({ jetStream, store, log: silentLogger, ...places })).catch(
      () => undefined,
    );
    expect(store.getVm('vm-1') !== undefined).toBe(store.getStoredHost('host-1') !== undefined);
  }
});
