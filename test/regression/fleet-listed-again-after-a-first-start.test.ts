import { expect, it } from 'vitest';

import { StorageLife } from '../../central/cluster/storage-life.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { limits } from '../../shared/limits.ts';
import { silentLogger } from '../../shared/log.ts';
import { seededRandom } from '../../shared/random.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';
import { aStoredHost } from '../harness/store-rows.ts';

/**
 * Half a minute after its first start a replica listed all that its agents had told it by then, which cost seconds of
 * its loop and held up changes for as long.
 */
it.each([
  { title: 'an empty store has no rows from before', hosts: [], rechecks: 0 },
  { title: 'rows of mode local are from before', hosts: [aStoredHost('old')], rechecks: 1 },
])('at a first start, $title', async ({ hosts, rechecks }) => {
  const { jetStream, during } = simulatedJetStream();
  const clock = new FakeClock();
  const store = new MemoryStore();
  const recheck: string[] = [];
  const life = new StorageLife({
    ...{ jetStream, store, clock, random: seededRandom(1), log: silentLogger, replicas: 1 },
    recheck: (reason) => recheck.push(reason),
  });
  await store.apply({ hosts });
  await during(life.run());
  life.ready();
  await store.apply({ hosts: [aStoredHost('came since')] });
  clock.advance(2 * limits.leftRowsPauseMs);
  expect(recheck).toHaveLength(rechecks);
});
