import { expect, it } from 'vitest';

import { FleetShare } from '../../central/fleet-share.ts';
import { aLoop } from '../harness/looped-host.ts';
import { hostOf, recordOf } from '../harness/model-objects.ts';
import { anEvent } from '../harness/store-rows.ts';
import { aMember, hostRanked, ToldMembership } from '../harness/told-membership.ts';

const silence = { silentMs: 20_000, spentMs: 71_000 };

/**
 * Held: an heir judges a host by the record of its dead owner, whose last commit is not in its rows yet. By the row, which
 * says UP, a host that was given up, or had said that it goes down, was told as SUSPECT once more.
 */
it.each([
  ['DOWN', {}, []],
  ['NON_RESPONSIVE', {}, []],
  ['REBOOTING', {}, []],
  ['SUSPECT', { silence }, ['SUSPECT -> NON_RESPONSIVE']],
] as const)('%s', async (status, more, told) => {
  const members = new ToldMembership(aMember('replica-1'), aMember('b', { isAlive: false }));
  const hostId = hostRanked('replica-1', 'b');
  const { loop, clock, commits } = aLoop({
    share: new FleetShare(members),
    findHostStatus: () => 'UP',
  });
  loop.start([]);
  const host = hostOf(hostId, { status });
  const record = recordOf(hostId, { owner: 'b', host, pending: [anEvent(hostId, 1)], ...more });
  await commits.store.apply({ hosts: [{ record, revision: 1 }] });
  loop.ownerSeen(hostId, 'b', { type: 'HostOwnerChanged', reason: 'TAKEN_OVER' });
  await clock.advanceAsync(5_000);
  const changes = commits.events.flatMap(({ type, before, after }) =>
    type === 'HostStatusChanged' && before?.kind === 'host' && after?.kind === 'host'
      ? [`${before.host.status} -> ${after.host.status}`]
      : [],
  );
  expect(changes).toEqual(told);
  await loop.stop();
});
