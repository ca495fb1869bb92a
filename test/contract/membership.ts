import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { PartitionCoordinator } from '../../central/cluster/membership/partition-coordinator.ts';
import type { Membership } from '../../central/membership-port.ts';
import { limits } from '../../shared/limits.ts';
import { hash, type StagedOptions } from '../harness/member-stage.ts';
import type { MembershipParts } from '../harness/membership-parts.ts';

/** Where a replica becomes a member. */
export interface MemberPlace {
  open(id: string, options?: StagedOptions): Promise<MembershipParts>;
  remove(): Promise<void>;
}

const items = Array.from({ length: 200 }, (_, number) => `item-${number}`);

/** What a replica alone finds in both modes. */
export function membershipContract(name: string, prepare: () => Promise<MemberPlace>): void {
  describe(`membership, mode ${name}`, () => {
    let place: MemberPlace;
    let parts: MembershipParts;
    let membership: Membership;
    const reopen = async (id: string, options: StagedOptions = {}): Promise<void> => {
      await parts.stop();
      parts = await place.open(id, options);
      membership = parts.membership;
    };
    beforeEach(async () => {
      place = await prepare();
      parts = await place.open('central-1', { instance: 'one', weight: 2 });
      membership = parts.membership;
    });
    afterEach(async () => {
      await parts.stop();
      await place.remove();
    });

    it('has oneself alone as a member, JOINING at first', async () => {
      await membership.joined();
      expect(membership.members()).toHaveLength(1);
      expect(membership.members()[0]).toMatchObject({
        ...{ id: 'central-1', instance: 'one', version: '1.0.0', role: 'all', weight: 2 },
        ...{ addresses: { agents: 'central-1:7420', api: 'central-1:7421' }, startedAt: 0 },
        ...{ state: 'JOINING', groups: [], isAlive: true },
      });
      expect(membership.self).toMatchObject({ id: 'central-1', isAlive: true });
      expect(membership.self.ageMs).toBeLessThan(limits.memberLifetimeMs);
      expect(membership.isHeartbeatAccepted()).toBe(true);
      expect(membership.ring().memberIds).toEqual([]);
    });

    it('owns everything while ACTIVE, nothing while JOINING or DRAINING', async () => {
      await membership.setState('ACTIVE');
      expect(membership.self.state).toBe('ACTIVE');
      expect(membership.ring().rankOf('host-1')).toEqual(['central-1']);
      await membership.setState('DRAINING');
      expect(membership.ring().ownerOf('host-1')).toBeUndefined();
      await membership.setState('JOINING');
      expect(membership.ring().ownerOf('host-1')).toBeUndefined();
    });

    it('counts a state here before it is told to others', () => {
      const told = membership.setState('ACTIVE');
      expect(membership.members()[0]?.state).toBe('ACTIVE');
      expect(membership.ring().memberIds).toEqual(['central-1']);
      return told;
    });

    it('owns nothing with weight 0', async () => {
      await reopen('central-api', { weight: 0 });
      await membership.setState('ACTIVE');
      expect(membership.ring().memberIds).toEqual([]);
    });

    it('gives the same ring until a share changes', async () => {
      await membership.setState('ACTIVE');
      const ring = membership.ring();
      await membership.setGroups(['sites']);
      await membership.beat();
      expect(membership.ring()).toBe(ring);
      await membership.setState('DRAINING');
      expect(membership.ring()).not.toBe(ring);
    });

    it('tells changes to those who listen, until they stop', async () => {
      let changes = 0;
      const unlisten = membership.onChange(() => (changes += 1));
      await membership.setState('ACTIVE');
      expect(changes).toBeGreaterThan(0);
      unlisten();
      const before = changes;
      await membership.setState('DRAINING');
      expect(changes).toBe(before);
    });

    it('sends a heartbeat when asked', async () => {
      expect(await membership.beat()).toBe(true);
    });

    it('lets the next process of the same id in after a goodbye', async () => {
      await reopen('central-1', { instance: 'two' });
      expect(membership.members().map(({ instance }) => instance)).toEqual(['two']);
    });

    it('keeps groups as a set, and refuses what is no id or too many', async () => {
      await membership.setGroups(['b', 'a', 'b']);
      expect(membership.self.groups).toEqual(['a', 'b']);
      expect(() => membership.setGroups(['no id'])).toThrow(/"no id" is no id/);
      const many = Array.from({ length: limits.memberGroupsMax + 1 }, (_, n) => `group-${n}`);
      expect(() => membership.setGroups(many)).toThrow(/33 groups/);
      expect(membership.self.groups).toEqual(['a', 'b']);
    });

    it('coordinator: has every item of a joined group while ACTIVE, else none', async () => {
      const coordinator = new PartitionCoordinator(membership, hash);
      await coordinator.start();
      await coordinator.joinGroup('sites');
      expect(coordinator.isActive()).toBe(false);
      expect(coordinator.extractMySubset('sites', items)).toEqual([]);
      await membership.setState('ACTIVE');
      expect(coordinator.isActive()).toBe(true);
      expect(coordinator.extractMySubset('sites', items)).toEqual(items);
      expect(coordinator.members('sites').map(({ id }) => id)).toEqual(['central-1']);
      expect(coordinator.extractMySubset('domains', items)).toEqual([]);
      expect(coordinator.members('domains')).toEqual([]);
      expect(await coordinator.heartbeat()).toBe(true);
      await coordinator.leaveGroup('sites');
      expect(coordinator.extractMySubset('sites', items)).toEqual([]);
    });
  });
}
