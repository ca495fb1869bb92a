import { describe, expect, it } from 'vitest';

import { LocalSource } from '../../../../central/feed/local-source.ts';
import type { FeedSink } from '../../../../central/feed/source.ts';
import { MemoryStore } from '../../../../central/store/memory-store.ts';
import { silentLogger } from '../../../../shared/log.ts';
import { eventually } from '../../../harness/eventually.ts';
import { anEvent } from '../../../harness/store-rows.ts';

function open(
  store: MemoryStore,
  entriesMax = 1000,
): { source: LocalSource; seen: string[]; sink: FeedSink } {
  const seen: string[] = [];
  const sink: FeedSink = {
    begin: (incarnation, after) => seen.push(`begin ${incarnation} ${after}`),
    take: (sequence, event) => seen.push(`${sequence} ${event?.id ?? 'none'}`),
    hold: undefined,
  };
  const source = new LocalSource({
    store,
    log: silentLogger,
    incarnation: () => 'life',
    entriesMax,
  });
  return { source, seen, sink };
}
const log = (store: MemoryStore, from: number, to: number): Promise<void> =>
  store.apply({
    events: Array.from({ length: to - from + 1 }, (_, index) => anEvent('a', from + index)),
  });

describe('the event log as a source', () => {
  it('delivers the newest of the past, then each new event once, however often it is woken', async () => {
    const store = new MemoryStore();
    await log(store, 1, 5);
    const { source, seen, sink } = open(store);
    await source.start(sink, 2);
    await log(store, 6, 6);
    source.wake();
    source.wake();
    expect(seen).toEqual(['begin life 3', '4 a/1/4', '5 a/1/5', '6 a/1/6']);
    await source.stop();
    await log(store, 7, 7);
    source.wake();
    expect(seen).toHaveLength(4);
  });

  it('delivers more than it reads at once', async () => {
    const store = new MemoryStore();
    const { source, seen, sink } = open(store, 5000);
    await source.start(sink, 10);
    await log(store, 1, 1234);
    source.wake();
    expect(seen).toHaveLength(1235);
  });

  it('keeps the log within its limit', async () => {
    const store = new MemoryStore();
    const { source, sink } = open(store, 100);
    await source.start(sink, 10);
    await log(store, 1, 200);
    source.wake();
    await eventually(() => (store.eventRange().first === 101 ? true : undefined), {
      what: 'the log is trimmed',
    });
    expect(store.eventRange()).toEqual({ first: 101, last: 200 });
    await source.stop();
  });
});
