import { expect, it } from 'vitest';

import { aLoop, changeOfVm } from '../harness/looped-host.ts';
import { vmStateOf } from '../harness/model-objects.ts';
import { helloOf } from '../property/arbitrary.ts';

it('a host lost to another owner while its commit was waiting does not stall the loop for ever', async () => {
  const { loop, clock, commits, session } = aLoop();
  loop.start([]);
  loop.open(session, helloOf({}));
  await clock.advanceAsync(1);
  commits.commitMood = 'away';
  loop.changes(session, [changeOfVm(1, vmStateOf('vm-1'))]);
  await clock.advanceAsync(1);
  expect(loop.stalledReason).toBe('storage is away');
  const held = commits.store.getStoredHost('host-1');
  if (held === undefined) throw new Error('not there');
  // The host is said to be going down, so that silence decides nothing here.
  const host = { ...held.record.host, status: 'DOWN' as const };
  const record = { ...held.record, host, owner: 'replica-2', instance: 'start-7', epoch: 2 };
  await commits.store.apply({ hosts: [{ record, revision: held.revision + 1 }] });
  commits.commitMood = 'fine';

  await clock.advanceAsync(60_000);
  expect(commits.store.getStoredHost('host-1')?.record.owner).toBe('replica-2');
  expect(loop.stalledReason).toBe('');
});
