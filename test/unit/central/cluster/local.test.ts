import { describe, expect, it } from 'vitest';

import { LocalCommit } from '../../../../central/cluster/local.ts';
import { MemoryStore } from '../../../../central/store/memory-store.ts';
import type { StoreBatch } from '../../../../central/store/port.ts';
import { MusterError } from '../../../../shared/errors.ts';
import { seededRandom } from '../../../../shared/random.ts';
import { aStep, aVmOf } from '../../../harness/cluster-steps.ts';

/** A store whose disk can be full, or fail to flush, and that counts. */
class TroubledStore extends MemoryStore {
  trouble: 'none' | 'full' | 'flush' = 'none';
  applied = 0;
  flushed = 0;
  override apply(batch: StoreBatch): Promise<void> {
    if (this.trouble === 'full')
      return Promise.reject(new MusterError('STORE_FULL', 'the disk is full'));
    this.applied += 1;
    return super.apply(batch);
  }
  override flush(): Promise<void> {
    if (this.trouble === 'flush')
      return Promise.reject(new MusterError('STORE_FAILED', 'the disk fails'));
    this.flushed += 1;
    return super.flush();
  }
}

async function open(): Promise<{ store: TroubledStore; commit: LocalCommit; woken: () => number }> {
  const store = new TroubledStore();
  let count = 0;
  const commit = await LocalCommit.open({
    store,
    random: seededRandom(1),
    onCommitted: () => {
      count += 1;
    },
  });
  store.applied = 0;
  store.flushed = 0;
  return { store, commit, woken: () => count };
}

describe('committing to the local store', () => {
  it('shares one transaction and one flush among steps of one turn', async () => {
    const { commit, store, woken } = await open();
    const steps = Array.from({ length: 100 }, (_, index) =>
      aStep({ hostId: `host-${index}`, n: 1, expected: 0 }),
    );
    const outcomes = await Promise.all(steps.map((step) => commit.commit(step)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
    expect([store.applied, store.flushed, woken()]).toEqual([1, 1, 1]);
    expect(store.eventRange().last).toBe(100);
  });

  it('keeps nothing pending: the events are in the log with the record', async () => {
    const { commit, store } = await open();
    await commit.commit(aStep({ n: 1, expected: 0 }));
    expect(store.getStoredHost('host-1')?.record.pending).toEqual([]);
    expect(store.getStoredHost('host-1')?.record.incarnation).toBe(commit.incarnation());
  });

  it('lets two steps of one host share a flush if the second builds on the first', async () => {
    const { commit, store } = await open();
    const outcomes = await Promise.all([
      commit.commit(aStep({ n: 2, expected: 0, vms: [aVmOf('host-1', 'vm-1')] })),
      commit.commit(aStep({ n: 4, expected: 1, removedVmIds: ['vm-1'] })),
      commit.commit(aStep({ n: 5, expected: 1 })),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'lost']);
    expect(store.getVm('vm-1')).toBeUndefined();
    expect(store.eventRange().last).toBe(4);
  });

  it('is unavailable while the disk is full, and accepts the same step when there is room', async () => {
    const { commit, store } = await open();
    store.trouble = 'full';
    const step = aStep({ n: 1, expected: 0 });
    expect(await commit.commit(step)).toEqual({ kind: 'unavailable', reason: 'the disk is full' });
    expect(store.getHost('host-1')).toBeUndefined();
    store.trouble = 'none';
    expect((await commit.commit(step)).kind).toBe('accepted');
    expect(store.eventRange().last).toBe(1);
  });

  it('is not accepted before it is flushed; the repeat flushes and wakes the feed, and logs no event twice', async () => {
    const { commit, store, woken } = await open();
    store.trouble = 'flush';
    const step = aStep({ n: 1, expected: 0 });
    expect((await commit.commit(step)).kind).toBe('unavailable');
    expect(woken()).toBe(0);
    store.trouble = 'none';
    expect(await commit.commit(step)).toEqual({ kind: 'accepted', revision: 1 });
    expect([store.flushed, woken(), store.eventRange().last]).toEqual([1, 1, 1]);
  });
});
