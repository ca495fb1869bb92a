import { describe, expect, it } from 'vitest';

import { EventFeed } from '../../../../central/feed/feed.ts';
import type { FeedSink, FeedSource } from '../../../../central/feed/source.ts';
import { formatToken, parseToken } from '../../../../central/feed/token.ts';
import type { FeedFollower } from '../../../../central/feed/copies.ts';
import { MusterError } from '../../../../shared/errors.ts';
import type { Event } from '../../../../shared/model/event.ts';
import { limits } from '../../../../shared/limits.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { aReplicaEvent, anEvent } from '../../../harness/store-rows.ts';

/** Delivers by hand. */
class HandSource implements FeedSource {
  sink: FeedSink | undefined;
  endAt = 0;
  start(sink: FeedSink): Promise<void> {
    this.sink = sink;
    sink.begin('life-1', 0);
    return Promise.resolve();
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  end(): Promise<number> {
    return Promise.resolve(this.endAt);
  }
}

interface Started {
  readonly feed: EventFeed;
  readonly sink: FeedSink;
  readonly source: HandSource;
  readonly clock: FakeClock;
}

async function startFeed(): Promise<Started> {
  const [source, clock] = [new HandSource(), new FakeClock()];
  const feed = new EventFeed(source, clock);
  await feed.start();
  if (!source.sink) throw new Error('not started');
  return { feed, sink: source.sink, source, clock };
}

/** Keeps what it is handed, and catches up when told. */
class HandFollower implements FeedFollower {
  readonly seen: string[] = [];
  hold: Promise<void> | undefined;
  catchUp: () => void = () => undefined;
  take({ id }: Event): void {
    this.seen.push(id);
  }
  caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      this.catchUp = resolve;
    });
  }
}

describe('what replicas say of themselves', () => {
  it('is told, each of them, and is no business of the rows', async () => {
    const { feed, sink } = await startFeed();
    const follower = new HandFollower();
    feed.follow(follower);
    const told: string[] = [];
    feed.subscribe(feed.position(), ({ event }) => told.push(event.id));
    sink.take(1, aReplicaEvent('r', 1));
    sink.take(2, anEvent('r', 1));
    sink.take(3, aReplicaEvent('r', 2));
    expect(told).toEqual(['r/start-1/1', 'r/1/1', 'r/start-1/2']);
    expect(follower.seen).toEqual(['r/1/1']);
  });
});

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

describe('whoever follows the feed', () => {
  it('is handed every event that is news before others hear of it, what the feed held already too', async () => {
    const { feed, sink } = await startFeed();
    const follower = new HandFollower();
    sink.take(1, anEvent('a', 1));
    expect(feed.follow(follower)).toBe(true);
    feed.subscribe(feed.position(), ({ event }) => follower.seen.push(`heard ${event.id}`));
    sink.take(2, anEvent('a', 2));
    sink.take(3, anEvent('a', 2));
    sink.take(4, undefined);
    expect(follower.seen).toEqual(['a/1/1', 'a/1/2', 'heard a/1/2']);
  });

  it('is not handed what the rows have from a listing', async () => {
    const { feed, sink } = await startFeed();
    const follower = new HandFollower();
    sink.begin('life-1', 4, 6);
    sink.take(5, anEvent('a', 1));
    expect(feed.follow(follower)).toBe(true);
    sink.take(6, anEvent('a', 2));
    sink.take(7, anEvent('a', 3));
    expect(follower.seen).toEqual(['a/1/3']);
  });

  it('is told when some of it is not kept any more', async () => {
    const { feed, sink } = await startFeed();
    for (let n = 1; n <= limits.watchBufferEvents + 1; n++) sink.take(n, anEvent('a', n));
    expect(feed.follow(new HandFollower())).toBe(false);
  });

  it('can hold the source', async () => {
    const { feed } = await startFeed();
    const follower = new HandFollower();
    expect(feed.hold).toBeUndefined();
    feed.follow(follower);
    follower.hold = Promise.resolve();
    expect(feed.hold).toBe(follower.hold);
  });
});

describe('who waits for the feed', () => {
  const track = (promise: Promise<void>): { end: string } => {
    const seen = { end: '' };
    promise.then(
      () => {
        seen.end = 'done';
      },
      (error: unknown) => {
        seen.end = MusterError.from(error).code;
      },
    );
    return seen;
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('hears when the rows show what was told, at once where nobody copies', async () => {
    const { feed } = await startFeed();
    await feed.caughtUp();
    const follower = new HandFollower();
    feed.follow(follower);
    const waiting = track(feed.caughtUp());
    await turn();
    expect(waiting.end).toBe('');
    follower.catchUp();
    await turn();
    expect(waiting.end).toBe('done');
  });

  it('is up to date when the end of the stream, as it was, is in the rows', async () => {
    const { feed, sink, source } = await startFeed();
    const follower = new HandFollower();
    feed.follow(follower);
    source.endAt = 2;
    const waiting = track(feed.upToDate());
    await turn();
    sink.take(1, anEvent('a', 1));
    await turn();
    follower.catchUp();
    await turn();
    expect(waiting.end).toBe('');
    sink.take(2, undefined);
    await turn();
    follower.catchUp();
    await turn();
    expect(waiting.end).toBe('done');
  });

  it.each<[string, (started: Started) => unknown]>([
    [
      'the stream begins anew',
      ({ sink }) => {
        sink.begin('life-2', 0);
      },
    ],
    [
      'nothing comes for long',
      ({ clock }) => {
        clock.advance(limits.feedReachMs);
      },
    ],
    ['the feed stops', ({ feed }) => feed.stop()],
  ])('is not up to date when %s', async (...[, happens]) => {
    const started = await startFeed();
    started.source.endAt = 2;
    const waiting = track(started.feed.upToDate());
    await turn();
    await happens(started);
    await turn();
    expect(waiting.end).toBe('UNAVAILABLE');
  });

  it('reaches a token that another replica gave when it was ahead', async () => {
    const { feed, sink } = await startFeed();
    const ahead = track(feed.reached('life-1:2'));
    const of = ['life-1:0', 'life-9:7', 'nonsense'].map((token) => track(feed.reached(token)));
    await turn();
    expect([ahead.end, ...of.map(({ end }) => end)]).toEqual(['', 'done', 'done', 'done']);
    sink.take(1, anEvent('a', 1));
    await turn();
    expect(ahead.end).toBe('');
    sink.take(3, anEvent('a', 2));
    await turn();
    expect(ahead.end).toBe('done');
  });

  it('does not wait for a token for ever', async () => {
    const { feed, clock } = await startFeed();
    const waiting = track(feed.reached('life-1:2'));
    await turn();
    clock.advance(limits.feedReachMs);
    await turn();
    expect(waiting.end).toBe('done');
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
