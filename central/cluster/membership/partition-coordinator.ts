import type { Membership } from '../../membership-port.ts';
import { createRing, type Hash64, type Ring } from '../ring.ts';
import { KeptRing, owningMembers, type Member } from './member.ts';

/**
 * Shares any group of work out among the replicas that joined it: ceilometer's PartitionCoordinator (seed-systems 2).
 *
 * - CE-1: joining creates the group, since it is no more than a word in the members' own keys; a clean stop leaves all.
 * - CE-2, CE-3: one heartbeat of the replica carries all its groups, and says so when it is slow.
 * - CE-4, CE-6: weighted ring over a stable hash of group and item. Here it draws lots instead of points on a circle.
 * - CE-5: members come by the stream of their keys; nothing is read on each use, and so nothing is read twice and differs.
 * - CE-7 to CE-9: the group's name is part of what is hashed. Unlike work takes unlike groups, one of their own for
 *   static items, and a word such as a pollster's name can be an item as well.
 * - CE-10: only an ACTIVE member has a share, so one may join groups before it is warm.
 *
 * Its faults are not kept: a member that was given up returns by its next heartbeat, with its groups; and whoever
 * cannot get a heartbeat accepted has no share before the others take it over, rather than two having it.
 */
export class PartitionCoordinator {
  readonly #membership: Membership;
  readonly #hash: Hash64;
  readonly #rings = new Map<string, KeptRing>();

  constructor(membership: Membership, hash: Hash64) {
    this.#membership = membership;
    this.#hash = hash;
  }

  /** Resolves when this replica is a member. Rejects with REPLICA_ID_TAKEN. */
  start(): Promise<void> {
    return this.#membership.joined();
  }

  /** True: this replica has its share of the groups it joined. */
  isActive(): boolean {
    return this.#membership.self.state === 'ACTIVE' && this.#membership.isHeartbeatAccepted();
  }

  /** Tells the others right now that this replica lives; true if it was accepted. */
  heartbeat(): Promise<boolean> {
    return this.#membership.beat();
  }

  /** Resolves when the others can see it. Throws MusterError INTERNAL if the group is no id, or one too many. */
  joinGroup(group: string): Promise<void> {
    return this.#membership.setGroups([...this.#membership.self.groups, group]);
  }

  /** Resolves when the others can see it. */
  leaveGroup(group: string): Promise<void> {
    this.#rings.delete(group);
    return this.#membership.setGroups(
      this.#membership.self.groups.filter((joined) => joined !== group),
    );
  }

  /** Those among whom the group is shared out, by id. */
  members(group: string): readonly Member[] {
    return owningMembers(this.#membership.members()).filter(({ groups }) => groups.includes(group));
  }

  /** The items that this replica shall care for, in their order; none if it is not active or has not joined. */
  extractMySubset(group: string, items: Iterable<string>): string[] {
    const { id, groups } = this.#membership.self;
    if (!this.isActive() || !groups.includes(group)) return [];
    const ring = this.#ringOf(group);
    return [...items].filter((item) => ring.ownerOf(`${group}/${item}`) === id);
  }

  #ringOf(group: string): Ring {
    let kept = this.#rings.get(group);
    if (!kept) {
      kept = new KeptRing((members) => createRing(members, this.#hash));
      this.#rings.set(group, kept);
    }
    return kept.of(this.members(group));
  }
}
