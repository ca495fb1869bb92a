import { expect, it } from 'vitest';

import type { StoredHost } from '../../central/ports.ts';
import { limits } from '../../shared/limits.ts';
import { aLoop } from '../harness/looped-host.ts';
import { MemoryCommit } from '../harness/memory-commit.ts';
import { helloOf } from '../property/arbitrary.ts';

/** Counts what is being published, which takes a second each. */
class SlowPublish extends MemoryCommit {
  underWay = 0;
  mostUnderWay = 0;
  readonly published: string[] = [];
  after: (ms: number) => Promise<void> = () => Promise.resolve();

  override async publish(
    publication: Parameters<MemoryCommit['publish']>[0],
  ): ReturnType<MemoryCommit['publish']> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    await this.after(1_000);
    this.underWay -= 1;
    this.published.push(publication.hostId);
    return { kind: 'out' };
  }
}

/**
 * A central that was killed amid a thousand first syncs published all that was left unsaid at once when it was back, and
 * the agents that were back waited behind that for minutes.
 */
it('a few hosts at a time say what a crash left unsaid, and one that is in session waits for none of them', async () => {
  const before = aLoop();
  before.loop.start([]);
  before.loop.open(before.session, helloOf({}));
  await before.clock.advanceAsync(1);
  const one = before.commits.store.getStoredHost('host-1');
  if (one === undefined) throw new Error('not there');
  expect(one.record.pending).not.toEqual([]);

  const slow = new SlowPublish();
  const hosts: StoredHost[] = Array.from({ length: 100 }, (_, i) => {
    const host = {
      ...one.record.host,
      id: i === 99 ? 'host-1' : `a-${i}`,
      status: 'DOWN' as const,
    };
    return { ...one, record: { ...one.record, host } };
  });
  await slow.store.apply({ hosts });
  const { loop, clock, session } = aLoop({ commits: slow, publisher: slow });
  slow.after = (ms) =>
    new Promise((resolve) => {
      clock.setTimer(resolve, ms);
    });
  loop.start(hosts);
  loop.open(session, helloOf({}));
  await clock.advanceAsync(3_500);
  expect(slow.published).toContain('host-1');
  expect(slow.mostUnderWay).toBeLessThanOrEqual(limits.recoveriesMax + 1);
  await clock.advanceAsync(20_000);
  expect(new Set(slow.published).size).toBe(100);
});
