import { expect, it } from 'vitest';

import { FleetShare } from '../../central/fleet-share.ts';
import { aLoop } from '../harness/looped-host.ts';
import { recordOf } from '../harness/model-objects.ts';
import { anEvent } from '../harness/store-rows.ts';
import { aMember, hostRanked, ToldMembership } from '../harness/told-membership.ts';

it('what a dead owner left unsaid is said by its heir though it hears of the host after the death', async () => {
  const members = new ToldMembership(aMember('replica-1'), aMember('b', { isAlive: false }));
  const { loop, clock, commits } = aLoop({ share: new FleetShare(members) });
  const hostId = hostRanked('replica-1', 'b');
  loop.start([]);
  await clock.advanceAsync(1);

  // Its last claim was on the stream, and stood there unread while the membership was known already.
  const unsaid = anEvent(hostId, 1);
  const record = recordOf(hostId, { owner: 'b', pending: [unsaid] });
  await commits.store.apply({ hosts: [{ record, revision: 1 }] });
  loop.ownerSeen(hostId, 'b', { type: 'HostOwnerChanged', reason: 'TAKEN_OVER' });
  await clock.advanceAsync(1);
  expect(commits.events).toEqual([unsaid]);
  await loop.stop();
});
