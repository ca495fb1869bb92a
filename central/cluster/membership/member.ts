import { isSame } from '../../../shared/model/same.ts';
import type { Ring } from '../ring.ts';

export const memberStates = ['JOINING', 'ACTIVE', 'DRAINING'] as const;
/** JOINING: not warm yet, and DRAINING: about to leave. Only ACTIVE members own anything. */
export type MemberState = (typeof memberStates)[number];

export interface MemberAddresses {
  /** host:port where agents connect. */
  readonly agents: string;
  /** host:port of the API and of its peers. */
  readonly api: string;
}

/** What a replica is for as long as its process lives. */
export interface MemberIdentity {
  readonly id: string;
  /** Nonce of the process: two with the same id are told apart by it. */
  readonly instance: string;
  /** Random word that whoever calls its PeerService must know; only who may read the members does. */
  readonly peerKey: string;
  readonly addresses: MemberAddresses;
  readonly version: string;
  readonly role: string;
  /** Share of the ring relative to the others, 0 or more; 0: owns nothing. */
  readonly weight: number;
  /** Unix ms by its own clock, to be shown. */
  readonly startedAt: number;
}

/** What a replica says of itself under its key. */
export interface MemberValue extends MemberIdentity {
  readonly state: MemberState;
  /** Groups of work it takes a share of. */
  readonly groups: readonly string[];
  /** Counts the heartbeats of the instance, so that it knows its own when they come back to it. */
  readonly beat: number;
}

export interface Member extends MemberIdentity {
  readonly state: MemberState;
  readonly groups: readonly string[];
  /** Milliseconds since its last sign of life came here. */
  readonly ageMs: number;
  /** False: it was silent for a lifetime, and nothing speaks for us being the cause. */
  readonly isAlive: boolean;
}

export function memberOf(value: MemberValue, sign: Pick<Member, 'ageMs' | 'isAlive'>): Member {
  const { id, instance, peerKey, addresses, version, role, weight, startedAt } = value;
  const { state, groups } = value;
  const identity = { id, instance, peerKey, addresses, version, role, weight, startedAt };
  return { ...identity, state, groups, ...sign };
}

/** True if nobody but the instance itself would see a difference. */
export function isSameMember(a: MemberValue, b: MemberValue): boolean {
  return isSame({ ...a, beat: 0 }, { ...b, beat: 0 });
}

/** Those that own a share, now. */
export function owningMembers(members: readonly Member[]): Member[] {
  return members.filter(
    ({ isAlive, state, weight }) => isAlive && state === 'ACTIVE' && weight > 0,
  );
}

/** The last ring made: who keeps it sees from its being the same object that nobody's share has changed. */
export class KeptRing {
  readonly #make: (members: readonly Member[]) => Ring;
  #ring: Ring | undefined;
  #key = '';

  constructor(make: (members: readonly Member[]) => Ring) {
    this.#make = make;
  }

  of(members: readonly Member[]): Ring {
    const owning = owningMembers(members);
    const key = owning.map(({ id, weight }) => `${id}=${weight}`).join();
    if (this.#ring === undefined || key !== this.#key) this.#ring = this.#make(owning);
    this.#key = key;
    return this.#ring;
  }
}
