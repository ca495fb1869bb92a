import { expect, it } from 'vitest';

import { aLoop } from '../harness/looped-host.ts';
import { helloOf } from '../property/arbitrary.ts';

it('a host that another owner took is not taken back to tidy a record that is not ours (I5)', async () => {
  const { loop, clock, commits, session } = aLoop();
  loop.start([]);
  loop.open(session, helloOf({}));
  await clock.advanceAsync(1);
  loop.closed(session);
  const held = commits.store.getStoredHost('host-1');
  if (held === undefined) throw new Error('not there');
  expect(held.record.pending).not.toEqual([]);
  // The host is said to be going down, so that silence decides nothing here.
  const host = { ...held.record.host, status: 'DOWN' as const, owner: 'replica-2' };
  const record = { ...held.record, host, owner: 'replica-2', instance: 'start-7', epoch: 2 };
  const theirs = { record: { ...record, pending: [] }, revision: held.revision + 1 };
  await commits.store.apply({ hosts: [theirs] });

  // The silence of the host makes a verdict, and its commit is lost.
  await clock.advanceAsync(4_000);
  expect(commits.store.getStoredHost('host-1')).toEqual(theirs);
  await clock.advanceAsync(60_000);
  expect(commits.store.getStoredHost('host-1')).toEqual(theirs);
});
