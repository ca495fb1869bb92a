import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { FeedWatchdog } from '../../../../central/feed/feed-watchdog.ts';
import { MusterError } from '../../../../shared/errors.ts';
import { limits } from '../../../../shared/limits.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';

describe('the watchdog of the feed', () => {
  let clock: FakeClock;
  let watchdog: FeedWatchdog;
  let source: { sequence: number; isFollowing: boolean; end: () => Promise<number> };
  let isLifeCurrent: boolean;
  let rechecks: string[];

  beforeEach(() => {
    clock = new FakeClock();
    rechecks = [];
    isLifeCurrent = true;
    source = { sequence: 5, isFollowing: true, end: () => Promise.resolve(5) };
    watchdog = new FeedWatchdog({
      ...{ source, clock, recheck: (reason) => rechecks.push(reason) },
      isLifeCurrent: () => Promise.resolve(isLifeCurrent),
    });
    watchdog.start();
  });
  afterEach(() => {
    watchdog.stop();
  });

  async function looks(count: number): Promise<readonly string[]> {
    for (let i = 0; i < count; i++) {
      clock.advance(limits.feedLookMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return rechecks;
  }

  it('is silent in a quiet fleet', async () => {
    expect(await looks(5)).toEqual([]);
  });

  it('has the connection checked when what stood on the stream ten seconds ago has not come', async () => {
    source.end = () => Promise.resolve(6);
    expect(await looks(1)).toEqual([]);
    expect(await looks(1)).toEqual(['the event feed stands at 5 of 6']);
    source.sequence = 6;
    expect(await looks(3)).toHaveLength(1);
  });

  it('looks twice again after that', async () => {
    source.end = () => Promise.resolve(6);
    expect(await looks(3)).toHaveLength(1);
    expect(await looks(1)).toHaveLength(2);
  });

  it('takes a feed that is late for one that goes on', async () => {
    source.end = () => {
      source.sequence += 1;
      return Promise.resolve(source.sequence + 100);
    };
    expect(await looks(5)).toEqual([]);
  });

  it('leaves a feed alone that is to wait for the store', async () => {
    source.end = () => Promise.resolve(6);
    source.isFollowing = false;
    expect(await looks(5)).toEqual([]);
  });

  it('begins anew when NATS was away', async () => {
    source.end = () => Promise.resolve(6);
    await looks(1);
    source.end = () => Promise.reject(new MusterError('UNAVAILABLE', 'away'));
    await looks(1);
    source.end = () => Promise.resolve(6);
    expect(await looks(1)).toEqual([]);
  });

  it('has the connection checked when another replica named a new life of the storage', async () => {
    isLifeCurrent = false;
    expect(await looks(1)).toEqual(['the storage began a new life']);
  });

  it('says nothing after the stop, whatever is under way', async () => {
    isLifeCurrent = false;
    clock.advance(limits.feedLookMs);
    watchdog.stop();
    expect(await looks(2)).toEqual([]);
  });
});
