import { describe, expect, it } from 'vitest';

import { Copies, type CopiesOptions } from '../../../../central/feed/copies.ts';
import { MemoryStore } from '../../../../central/store/memory-store.ts';
import type { StoreBatch } from '../../../../central/store/port.ts';
import { MusterError } from '../../../../shared/errors.ts';
import { limits } from '../../../../shared/limits.ts';
import { silentLogger } from '../../../../shared/log.ts';
import { eventually } from '../../../harness/eventually.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { anEvent, aHost, aVm } from '../../../harness/store-rows.ts';

/** A store whose transactions end when the test says so, and how. */
class SlowStore extends MemoryStore {
  readonly batches: StoreBatch[] = [];
  readonly #open: ((failure?: MusterError) => void)[] = [];

  override apply(batch: StoreBatch): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#open.push((failure) => {
        if (failure) reject(failure);
        else void super.apply(batch).then(resolve);
      });
      this.batches.push(batch);
    });
  }

  /** Ends the transaction that is open, once there is one. */
  async end(failure?: MusterError): Promise<void> {
    const end = await eventually(() => this.#open.shift(), { what: 'a transaction' });
    end(failure);
  }
}

interface Opened {
  readonly copies: Copies;
  readonly store: SlowStore;
  readonly clock: FakeClock;
  readonly told: string[];
}

function open(over: Partial<CopiesOptions> = {}): Opened {
  const [store, clock] = [new SlowStore(), new FakeClock()];
  const told: string[] = [];
  const copies = new Copies({
    ...{ store, clock, log: silentLogger, isOwn: () => false },
    onOwner: (hostId, ownerId) => told.push(`${hostId} ${ownerId}`),
    onClaimedElsewhere: ({ id }) => told.push(`claimed ${id}`),
    onVmTaken: ({ vmId }) => told.push(`taken ${vmId}`),
    ...over,
  });
  return { copies, store, clock, told };
}

function isDone(promise: Promise<unknown>): () => boolean {
  let isOver = false;
  void promise.then(() => {
    isOver = true;
  });
  return () => isOver;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('copies of foreign hosts', () => {
  it('are written together when they come in one turn, and what comes meanwhile in the next transaction', async () => {
    const { copies, store, told } = open();
    for (let n = 1; n <= 3; n++) copies.take(anEvent('a', n));
    const first = isDone(copies.caughtUp());
    await eventually(() => store.batches.length > 0 || undefined, { what: 'a transaction' });
    copies.take(anEvent('a', 4));
    copies.take(anEvent('b', 1));
    const second = isDone(copies.caughtUp());
    await nextTurn();
    expect([first(), second(), told.length]).toEqual([false, false, 0]);
    await store.end();
    await eventually(() => first() || undefined, { what: 'the first' });
    expect([store.getHost('a')?.status, second()]).toEqual(['UP', false]);
    await store.end();
    await eventually(() => second() || undefined, { what: 'the second' });
    expect(store.batches.map(({ hosts }) => hosts?.length)).toEqual([1, 2]);
    expect(store.batches.every(({ keepsNewer }) => keepsNewer)).toBe(true);
    expect(told).toEqual([...Array<string>(4).fill('a replica-1'), 'b replica-1']);
  });

  it('are caught up at once when nothing waits', async () => {
    await open().copies.caughtUp();
  });

  it('have the stream wait when the store cannot follow (I8), and lose nothing', async () => {
    const { copies, store } = open();
    for (let n = 1; n < limits.copiesQueueEventsMax; n++) copies.take(anEvent('a', n));
    expect(copies.hold).toBeUndefined();
    copies.take(anEvent('a', limits.copiesQueueEventsMax));
    const room = isDone(copies.hold ?? Promise.reject(new Error('no hold')));
    expect(copies.depth).toBe(limits.copiesQueueEventsMax);
    while (copies.depth > limits.copiesQueueEventsMax / 2) {
      expect(room()).toBe(false);
      const { length } = store.batches;
      await store.end();
      await eventually(() => store.batches.length > length || undefined, { what: 'the next' });
    }
    await store.end();
    await eventually(() => room() || undefined, { what: 'room' });
    expect(copies.hold).toBeUndefined();
    const done = isDone(copies.caughtUp());
    while (!done()) await Promise.race([store.end(), copies.caughtUp()]);
    expect(store.getStoredHost('a')?.record.n).toBe(limits.copiesQueueEventsMax);
  });

  it('are tried again, in order, until the store takes them', async () => {
    const { copies, store, clock, told } = open();
    copies.take(anEvent('a', 1));
    const done = isDone(copies.caughtUp());
    await store.end(new MusterError('STORE_FULL', 'the disk is full'));
    await nextTurn();
    copies.take(anEvent('a', 2));
    clock.advance(limits.copiesRetryMs);
    await store.end();
    await eventually(() => done() || undefined, { what: 'the first' });
    await store.end();
    await copies.caughtUp();
    expect(store.batches.map(({ hosts }) => hosts?.[0]?.record.n)).toEqual([1, 1, 2]);
    expect(told).toHaveLength(2);
  });

  it('go on without an event that can never be stored', async () => {
    const { copies, store } = open();
    const poison = { ...anEvent('a', 2), hostId: '' };
    copies.take(anEvent('a', 1));
    copies.take({ ...poison, after: { kind: 'host', host: aHost('') } });
    copies.take(anEvent('a', 3));
    const done = isDone(copies.caughtUp());
    const failure = new MusterError('INTERNAL', 'ids have 1 character at least');
    await store.end(failure);
    await store.end();
    await store.end(failure);
    await store.end();
    await eventually(() => done() || undefined, { what: 'the end' });
    expect(store.getStoredHost('a')?.record.n).toBe(3);
  });

  it('tell of a VM taken from an own host once its row says so', async () => {
    const seen: (string | undefined)[] = [];
    const { copies, store } = open({
      isOwn: (hostId) => hostId === 'own',
      onVmTaken: ({ vmId, fromHostId }) => {
        seen.push(`${vmId} ${fromHostId} ${String(store.getVm(vmId)?.hostId)}`);
      },
    });
    const written = store.apply({ vms: [aVm('v', 'own')] });
    await store.end();
    await written;
    copies.take(anEvent('b', 1));
    const vm = aVm('v', 'b', { placement: 2, n: 2 });
    const { placement } = vm;
    copies.take({
      ...{ ...anEvent('b', 2), type: 'VmMigrated', vmId: 'v', placement },
      after: { kind: 'vm', vm },
    });
    const done = copies.caughtUp();
    await store.end();
    await done;
    expect(seen).toEqual(['v own b']);
  });

  it('stop after the open transaction, and nobody waits for the rest', async () => {
    const { copies, store, clock } = open();
    copies.take(anEvent('a', 1));
    await eventually(() => store.batches.length > 0 || undefined, { what: 'a transaction' });
    copies.take(anEvent('a', 2));
    const done = copies.caughtUp();
    const stopped = copies.stop();
    await store.end();
    await Promise.all([stopped, done]);
    copies.take(anEvent('a', 3));
    await copies.caughtUp();
    expect(store.getStoredHost('a')?.record.n).toBe(1);
    const failing = open();
    failing.copies.take(anEvent('a', 1));
    await failing.store.end(new MusterError('STORE_FAILED', 'no'));
    await nextTurn();
    await failing.copies.stop();
    clock.advance(limits.copiesRetryMs);
    expect(failing.store.batches).toHaveLength(1);
  });
});
