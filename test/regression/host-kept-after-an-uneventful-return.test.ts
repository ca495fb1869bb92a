import { expect, it } from 'vitest';

import { FleetShare } from '../../central/fleet-share.ts';
import { aLoop } from '../harness/looped-host.ts';
import { helloOf } from '../harness/model-objects.ts';
import { aMember, ToldMembership } from '../harness/told-membership.ts';

it('a replica lets a host go that another one claimed, though its agent had come back with nothing to tell', async () => {
  const share = new FleetShare(
    new ToldMembership(aMember('replica-1'), aMember('b', { weight: 0 })),
  );
  const { loop, clock, commits, session } = aLoop({ share });
  loop.start([]);
  const hello = helloOf('host-1', { run: 'run-1' });
  loop.open(session, hello);
  await clock.advanceAsync(0);
  const snapshot = { change: 1, observedAt: 0, areVmsKnown: true, vms: [], conditions: [] };
  loop.snapshot(session, snapshot);
  await clock.advanceAsync(0);
  const record = commits.store.getStoredHost('host-1')?.record;

  loop.open(session, hello);
  await clock.advanceAsync(0);
  expect(commits.store.getStoredHost('host-1')?.record).toEqual(record);
  expect(session.sent.filter(({ kind }) => kind === 'welcome')).toHaveLength(2);

  loop.ownerSeen('host-1', 'b', { type: 'HostOwnerChanged', reason: 'HANDED_OVER' });
  expect(session.ends.at(-1)).toMatchObject({ kind: 'busy' });
  expect(loop.isOwn('host-1')).toBe(false);
  await loop.stop();
});
