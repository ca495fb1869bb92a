import { expect, it } from 'vitest';

import type { Condition } from '../../shared/model/host.ts';
import { aLoop } from '../harness/looped-host.ts';
import { helloOf, hostOf, recordOf } from '../harness/model-objects.ts';

const conflict: Condition = {
  ...{ type: 'IDENTITY_CONFLICT', isActive: true, reason: 'TWO_AGENTS' },
  ...{ message: 'two agents', sinceAt: 1 },
};

it.each([
  ['another replica', { owner: 'gone' }],
  ['this replica before it was started anew', { instance: 'start-0' }],
])('a conflict that %s had noted ends under its new owner as well', async (_case, over) => {
  const { loop, clock, commits, session } = aLoop();
  const host = { ...hostOf('host-1', { run: 'run-1', conditions: [conflict] }), ...over };
  const record = recordOf('host-1', { ...over, host, pictureRun: 'run-1' });
  await commits.store.apply({ hosts: [{ record, revision: 1 }] });
  loop.start(commits.store.storedHosts());
  loop.open(session, helloOf('host-1', { run: 'run-1' }));
  const isActive = (): boolean | undefined =>
    commits.store.getHost('host-1')?.conditions.find(({ type }) => type === conflict.type)
      ?.isActive;
  await clock.advanceAsync(299_000);
  expect(commits.store.getStoredHost('host-1')?.record.owner).toBe('replica-1');
  expect(isActive()).toBe(true);
  await clock.advanceAsync(2_000);
  expect(isActive()).toBe(false);
  await loop.stop();
});
