import type { Member, MemberState } from '../../central/cluster/membership/member.ts';
import { owningMembers } from '../../central/cluster/membership/member.ts';
import { createRing, type Ring } from '../../central/cluster/ring.ts';
import type { Membership } from '../../central/membership-port.ts';
import { anIdentity, hash } from './member-stage.ts';

/** Members as a test tells them, seen by the first of them. */
export class ToldMembership implements Membership {
  isCountedIn = true;
  /** What `setState` was called with. */
  readonly told: MemberState[] = [];
  #members: readonly Member[];
  readonly #listeners = new Set<() => void>();

  constructor(...members: readonly Member[]) {
    this.#members = members;
  }

  get self(): Member {
    return this.#members[0] ?? aMember('nobody');
  }

  members(): readonly Member[] {
    return this.#members;
  }

  ring(): Ring {
    return createRing(owningMembers(this.#members), hash);
  }

  joined(): Promise<void> {
    return Promise.resolve();
  }

  setState(state: MemberState): Promise<void> {
    this.told.push(state);
    this.set({ ...this.self, state });
    return Promise.resolve();
  }

  setGroups(): Promise<void> {
    return Promise.resolve();
  }

  beat(): Promise<boolean> {
    return Promise.resolve(this.isCountedIn);
  }

  isHeartbeatAccepted(): boolean {
    return this.isCountedIn;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A member becomes this, or is new. */
  set(member: Member): void {
    const isKnown = this.#members.some(({ id }) => id === member.id);
    this.#members = isKnown
      ? this.#members.map((known) => (known.id === member.id ? member : known))
      : [...this.#members, member];
    for (const listener of this.#listeners) listener();
  }
}

export function aMember(id: string, over: Partial<Member> = {}): Member {
  return { ...anIdentity(id), state: 'ACTIVE', groups: [], ageMs: 0, isAlive: true, ...over };
}

/** A host that a ring of these members, all alike, gives to them in this order. */
export function hostRanked(...memberIds: readonly string[]): string {
  const ring = createRing(
    memberIds.map((id) => ({ id, weight: 1 })),
    hash,
  );
  for (let number = 0; ; number++) {
    const hostId = `host-${String(number)}`;
    if (ring.rankOf(hostId).join() === memberIds.join()) return hostId;
  }
}
