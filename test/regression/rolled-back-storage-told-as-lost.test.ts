import { expect, it } from 'vitest';

import { StorageLife } from '../../central/cluster/storage-life.ts';
import type { StorageChange } from '../../central/ports.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { silentLogger } from '../../shared/log.ts';
import { seededRandom } from '../../shared/random.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { simulatedJetStream } from '../harness/simulated-jet-stream.ts';

/** The replica that found it out named the new life, and the others, who met another word, told of a wiped storage. */
it('a storage that came back older is told as such by every replica, whoever finds it out', async () => {
  const { jetStream, during } = simulatedJetStream();
  const told: StorageChange['reason'][][] = [];
  const lives = [1, 2, 3].map((seed) => {
    const life = new StorageLife({
      ...{ jetStream, store: new MemoryStore(), random: seededRandom(seed), replicas: 1 },
      ...{ clock: new FakeClock(), log: silentLogger, recheck: () => undefined },
    });
    const reasons: StorageChange['reason'][] = [];
    told.push(reasons);
    life.onChange(({ reason }) => reasons.push(reason));
    return life;
  });
  for (const life of lives) await during(life.run());
  lives[1]?.markRolledBack();
  for (const life of lives.toSpliced(0, 1)) await during(life.run());
  for (const life of lives) await during(life.run());
  for (const life of lives) life.ready();
  expect(told).toEqual(lives.map(() => ['STORAGE_ROLLED_BACK']));
  expect(new Set(lives.map(({ incarnation }) => incarnation)).size).toBe(1);
});
