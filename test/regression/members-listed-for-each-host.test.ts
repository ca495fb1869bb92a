import { expect, it } from 'vitest';

import { ContactTable } from '../../central/contact-table.ts';
import type { Member } from '../../central/cluster/membership/member.ts';
import { FleetShare } from '../../central/fleet-share.ts';
import { Responsibility } from '../../central/responsibility.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';
import { recordOf } from '../harness/model-objects.ts';
import { aMember, ToldMembership } from '../harness/told-membership.ts';

class CountedMembership extends ToldMembership {
  listings = 0;

  override members(): readonly Member[] {
    this.listings += 1;
    return super.members();
  }
}

it('a change of members is looked at once, not for each host: of 100 000 it stopped the replica for three seconds', () => {
  const membership = new CountedMembership(aMember('replica-1'), aMember('b'), aMember('c'));
  const adopted: string[] = [];
  const responsibility = new Responsibility({
    share: new FleetShare(membership),
    contacts: new ContactTable(defaultLiveness),
    findHostStatus: () => 'UP',
    isVoid: () => false,
    isBeingClaimed: () => false,
    times: () => ({ nowMs: 0, intervalMs: 2_000 }),
    adopted: (hostId) => adopted.push(hostId),
    released: () => undefined,
  });
  for (let i = 0; i < 500; i++)
    responsibility.know({ record: recordOf(`host-${String(i)}`, { owner: 'b' }), revision: 1 });
  expect(membership.listings).toBeLessThan(5);
  expect(adopted).toEqual([]);
  membership.set(aMember('b', { isAlive: false }));
  responsibility.membersChanged();
  expect(membership.listings).toBeLessThan(10);
  expect(adopted.length).toBeGreaterThan(100);
});
