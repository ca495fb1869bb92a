import { expect, it } from 'vitest';

import { helloOf } from '../property/arbitrary.ts';
import { aLoop } from '../harness/looped-host.ts';

it('a host that stays silent is suspected although the first verdict was lost with its commit', async () => {
  const { loop, clock, commits, session } = aLoop();
  loop.start([]);
  loop.open(session, helloOf({}));
  await clock.advanceAsync(1);
  loop.closed(session);
  // Another owner writes the record behind this one's back.
  const held = commits.store.getStoredHost('host-1');
  if (held === undefined) throw new Error('not there');
  const record = { ...held.record, owner: 'replica-2', epoch: held.record.epoch + 1 };
  await commits.store.apply({ hosts: [{ record, revision: held.revision + 1 }] });

  await clock.advanceAsync(4_000);
  expect(commits.store.getHost('host-1')?.status).toBe('INITIALIZING');
  await clock.advanceAsync(4_000);
  expect(commits.store.getHost('host-1')?.status).toBe('SUSPECT');
});
