import { expect, it } from 'vitest';

import { hostsBucket, vmsBucket } from '../../central/cluster/buckets.ts';
import { StorageLife } from '../../central/cluster/storage-life.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { JetStream } from '../../central/jetstream-port.ts';
import { MusterError } from '../../shared/errors.ts';
import { silentLogger } from '../../shared/log.ts';
import { seededRandom } from '../../shared/random.ts';
import { encodeHostRecord, encodeVmRecord } from '../../shared/wire/json.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aStoredHost, aVm } from '../harness/store-rows.ts';

// The first attempt copied the host; the second one took its VM for one that had been removed since.
it.each(['by the same process', 'by the next one'])(
  'a listing that broke off between hosts and VMs is made good %s',
  async (by) => {
    const { jetStream, during } = simulatedJetStream();
    let isBroken = true;
    const breaking: JetStream = {
      ...jetStream,
      read: (options) =>
        isBroken && options.stream === vmsBucket.stream
          ? Promise.reject(new MusterError('UNAVAILABLE', 'broke off'))
          : jetStream.read(options),
    };
    const store = new MemoryStore();
    const aLife = (): StorageLife => {
      const parts = { jetStream: breaking, store, log: silentLogger };
      return new StorageLife({
        ...{ ...parts, random: seededRandom(1), clock: new FakeClock(), replicas: 1 },
        recheck: () => undefined,
      });
    };
    const write = (bucket: typeof hostsBucket, key: string, body: Uint8Array) =>
      during(
        jetStream.write({
          ...{ stream: bucket.stream, subject: bucket.subjectOf(key), body, messageId: key },
        }),
      );
    await write(hostsBucket, 'host-1', encodeHostRecord(aStoredHost('host-1', { n: 9 }).record));
    const vm = aVm('vm-1', 'host-1', { n: 5 });
    await write(vmsBucket, 'vm-1', encodeVmRecord({ owner: 'replica-2', vm }));

    const life = aLife();
    await expect(during(life.run())).rejects.toThrow('broke off');
    isBroken = false;
    await during((by === 'by the same process' ? life : aLife()).run());
    expect(store.getStoredHost('host-1')?.record.n).toBe(9);
    expect(store.getVm('vm-1')).toEqual(vm);
  },
);
