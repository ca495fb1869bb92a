import { expect, it } from 'vitest';

import { OwnershipCounter } from '../../../../central/api/ownership.ts';
import { createRing } from '../../../../central/cluster/ring.ts';
import { MemoryStore } from '../../../../central/store/memory-store.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { hash } from '../../../harness/member-stage.ts';
import { aStoredHost } from '../../../harness/store-rows.ts';

/** A counter over a store in which each walk takes 100 ms. */
function aCounter(): {
  readonly clock: FakeClock;
  readonly setRing: (...ids: readonly string[]) => void;
  readonly own: (hostId: string, owner: string) => void;
  readonly owned: () => Promise<number>;
  readonly walkCount: () => number;
  readonly breakOrMend: () => void;
} {
  const clock = new FakeClock();
  const store = new MemoryStore();
  let [walks, isBroken] = [0, false];
  let ring = createRing([{ id: 'a', weight: 1 }], hash);
  const counter = new OwnershipCounter({
    ...{ clock, ring: () => ring },
    view: {
      listHosts: (filter, page) => {
        walks += 1;
        clock.suspend(100);
        if (isBroken) throw new Error('the store is broken');
        return store.listHosts(filter, page);
      },
    },
  });
  return {
    clock,
    setRing: (...ids) => {
      ring = createRing(
        ids.map((id) => ({ id, weight: 1 })),
        hash,
      );
    },
    own: (hostId, owner) => void store.apply({ hosts: [aStoredHost(hostId, { owner })] }),
    owned: async () => (await counter.count()).replicas.get('a')?.owned ?? 0,
    walkCount: () => walks,
    breakOrMend: () => {
      isBroken = !isBroken;
    },
  };
}

it('hosts are counted for a tenth of the time at most, however often somebody asks', async () => {
  const { clock, own, owned, walkCount } = aCounter();
  own('h1', 'a');
  expect(await Promise.all([owned(), owned()])).toEqual([1, 1]);
  own('h2', 'a');
  clock.suspend(899);
  expect(await owned()).toBe(1);
  expect(walkCount()).toBe(1);
  clock.suspend(1);
  expect(await owned()).toBe(2);
  expect(walkCount()).toBe(2);
});

it('other members make a new count, and so does one that failed', async () => {
  const { setRing, own, owned, walkCount, breakOrMend } = aCounter();
  own('h1', 'a');
  await owned();
  setRing('a', 'b');
  await owned();
  expect(walkCount()).toBe(2);
  setRing('a');
  breakOrMend();
  await expect(owned()).rejects.toThrow('the store is broken');
  breakOrMend();
  expect(await owned()).toBe(1);
});
