import { expect, it } from 'vitest';

import { hostsBucket, vmsBucket } from '../../central/cluster/buckets.ts';
import { StorageLife } from '../../central/cluster/storage-life.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { limits } from '../../shared/limits.ts';
import { silentLogger } from '../../shared/log.ts';
import { seededRandom } from '../../shared/random.ts';
import { encodeHostRecord, encodeVmRecord } from '../../shared/wire/json.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aStoredHost, aVm } from '../harness/store-rows.ts';

/**
 * A replica that was away when VMs ended, and when the storage was exchanged, heard no event of it and found no marker:
 * it showed them for ever. VMs whose keys their owner wrote only later were missing.
 */
it('half a minute into a new life of the storage, rows of foreign hosts are those that their owners keep as keys', async () => {
  const { jetStream, during } = simulatedJetStream();
  const clock = new FakeClock();
  const store = new MemoryStore();
  const rechecks: string[] = [];
  const life = new StorageLife({
    ...{ jetStream, store, clock, random: seededRandom(1), log: silentLogger, replicas: 1 },
    isOurs: ({ owner }) => owner === 'us',
    recheck: (reason) => rechecks.push(reason),
  });
  await store.apply({
    hosts: [
      aStoredHost('theirs', { owner: 'them', epoch: 3 }),
      aStoredHost('ours', { owner: 'us' }),
    ],
    vms: ['ended', 'runs'].map((id) => aVm(id, 'theirs', { epoch: 3 })).concat(aVm('own', 'ours')),
    meta: { 'nats.muster_hosts.incarnation': 'the life before' },
  });
  await during(life.run());
  life.ready();
  const write = (bucket: typeof hostsBucket, key: string, body: Uint8Array): Promise<unknown> => {
    const { stream } = bucket;
    const subject = bucket.subjectOf(key);
    return during(jetStream.write({ stream, subject, body, messageId: key }));
  };
  const { record } = aStoredHost('theirs', { owner: 'them', epoch: 900 });
  const { incarnation } = life;
  await write(hostsBucket, 'theirs', encodeHostRecord({ ...record, incarnation }));
  for (const id of ['runs', 'unheard']) {
    const vm = aVm(id, 'theirs', { epoch: 3 });
    await write(vmsBucket, id, encodeVmRecord({ owner: 'them', vm }));
  }

  expect(rechecks).toEqual([]);
  clock.advance(limits.leftRowsPauseMs);
  expect(rechecks).toHaveLength(1);
  await during(life.run());
  expect(store.vmIdsOfHost('theirs')).toEqual(['runs', 'unheard']);
  expect(store.vmIdsOfHost('ours')).toEqual(['own']);

  // Once: what is in order now follows events.
  life.ready();
  clock.advance(10 * limits.leftRowsPauseMs);
  expect(rechecks).toHaveLength(1);
});
