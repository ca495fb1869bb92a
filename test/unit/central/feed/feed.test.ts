import { describe, expect, it } from 'vitest';

import { EventFeed } from '../../../../central/feed/feed.ts';
import type { FeedSink, FeedSource } from '../../../../central/feed/source.ts';
import { formatToken, parseToken } from '../../../../central/feed/token.ts';
import { limits } from '../../../../shared/limits.ts';
import { anEvent } from '../../../harness/store-rows.ts';

/** Delivers by hand. */
class HandSource implements FeedSource {
  sink: FeedSink | undefined;
  start(sink: FeedSink): Promise<void> {
    this.sink = sink;
    sink.begin('life-1', 0);
    return Promise.resolve();
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  end(): Promise<number> {
    return Promise.resolve(0);
  }
}

async function startFeed(): Promise<{ feed: EventFeed; sink: FeedSink }> {
  const source = new HandSource();
  const feed = new EventFeed(source);
  await feed.start();
  if (!source.sink) throw new Error('not started');
  return { feed, sink: source.sink };
}

describe('the feed', () => {
  it('drops within one life what is not above the last of its host, and only of that host (I5)', async () => {
    const { feed, sink } = await startFeed();
    const seen: string[] = [];
    feed.subscribe(feed.position(), ({ event }) => seen.push(event.id));
    const newEpoch = { ...anEvent('a', 1), epoch: 2, id: 'a/2/1' };
    const events = [anEvent('a', 2), anEvent('a', 2), anEvent('a', 1), anEvent('b', 1), newEpoch];
    for (const [index, event] of [...events, anEvent('a', 9)].entries())
      sink.take(index + 1, event);
    expect(seen).toEqual(['a/1/2', 'b/1/1', 'a/2/1']);
    expect(feed.counts()).toEqual({ skipped: 0, dropped: 3 });
    expect(feed.position()).toBe('life-1:6');
  });

  it('tells subscribers of a hole or a new life, once, and then leaves them alone', async () => {
    const { feed, sink } = await startFeed();
    const seen: string[] = [];
    const token = feed.position();
    feed.subscribe(
      token,
      ({ event }) => seen.push(event.id),
      () => seen.push('hole'),
    );
    sink.take(1, anEvent('a', 1));
    sink.begin('life-2', 0);
    sink.take(1, anEvent('a', 1));
    sink.begin('life-2', 7);
    expect(seen).toEqual(['a/1/1', 'hole']);
    expect(feed.subscribe(token, () => undefined).kind).toBe('out-of-range');
    expect(feed.position()).toBe('life-2:7');
  });

  it('calls a token out-of-range that is older than what it keeps', async () => {
    const { feed, sink } = await startFeed();
    for (let n = 1; n <= limits.watchBufferEvents + 1; n++) sink.take(n, anEvent('a', n));
    expect(feed.subscribe('life-1:0', () => undefined).kind).toBe('out-of-range');
    const seen: number[] = [];
    feed.subscribe('life-1:1', ({ event }) => seen.push(event.n));
    expect(seen).toHaveLength(limits.watchBufferEvents);
  });

  it('lets a subscriber close from within its own call', async () => {
    const { feed, sink } = await startFeed();
    const seen: string[] = [];
    const subscription = feed.subscribe(feed.position(), ({ event }) => {
      seen.push(event.id);
      if (subscription.kind === 'subscribed') subscription.close();
    });
    sink.take(1, anEvent('a', 1));
    sink.take(2, anEvent('a', 2));
    expect(seen).toEqual(['a/1/1']);
  });
});

describe('a resume token', () => {
  it('is read back as it was written', () => {
    const position = { incarnation: 'abc_-.2026T', sequence: 42 };
    expect(parseToken(formatToken(position))).toEqual(position);
  });

  it.each(['', ':', 'a:', ':1', 'a:b', 'a:1:2', 'a:-1', 'a:1.5', 'a b:1', `a:${'9'.repeat(16)}`])(
    'is not %j',
    (text) => {
      expect(parseToken(text)).toBeUndefined();
    },
  );
});
