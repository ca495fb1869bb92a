import { expect, it, vi } from 'vitest';

import { LocalCommit } from '../../central/cluster/local.ts';
import { LocalPublish } from '../../central/publish/local.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { systemRandom } from '../../shared/random.ts';
import { eventually } from '../harness/eventually.ts';
import { aLoop } from '../harness/looped-host.ts';
import { helloOf } from '../property/arbitrary.ts';

it('in mode local, where a record in the store holds no events, a host that rests costs no commit', async () => {
  const store = new MemoryStore();
  const commits = await LocalCommit.open({
    ...{ store, random: systemRandom },
    onCommitted: () => undefined,
  });
  const commit = vi.spyOn(commits, 'commit');
  const { loop, clock, session } = aLoop({
    commits,
    publisher: new LocalPublish(() => Promise.resolve()),
  });
  loop.start([]);
  loop.open(session, helloOf({}));
  await eventually(() => session.sent.at(0), { what: 'the welcome' });
  // An announced restart, so that silence decides nothing here.
  loop.goodbye(session, 'RESTART');
  await clock.advanceAsync(25_000);
  expect(commit).toHaveBeenCalledTimes(1);
});
