import type { Hello } from '../shared/model/protocol.ts';
import type { Member, Membership } from './membership-port.ts';

/** Whose host it is, as the record says. */
export interface HostOwner {
  readonly owner: string;
}

/** Where an agent belongs. */
export type Place =
  | { readonly kind: 'here' }
  | { readonly kind: 'elsewhere'; readonly member: Member; readonly reason: string };

const here: Place = { kind: 'here' };

/** At so many redirects the replica must accept: a preference must not keep an agent from everybody (DESIGN section 5). */
const redirectsMax = 2;

/**
 * This replica's share of the fleet, as membership and ring say. It says who should own a host and where an agent is
 * better off; who does own it, only the claim says (I5).
 */
export class FleetShare {
  readonly selfId: string;
  readonly #membership: Membership;
  /** Kept from change to change: of all hosts of a large fleet it is asked at once. */
  #peers: ReadonlyMap<string, Member> | undefined;
  /** Peers that have NATS while we have not. */
  #refuges: ReadonlySet<string> = new Set();

  constructor(membership: Membership) {
    this.#membership = membership;
    this.selfId = membership.self.id;
    membership.onChange(() => {
      this.#peers = undefined;
    });
  }

  /** All hosts are to go: this replica leaves, or peers can commit what it cannot. */
  get letsGoOfAll(): boolean {
    return this.#membership.self.state === 'DRAINING' || this.#refuges.size > 0;
  }

  /** False: nobody counts us in, and what we believe of the others may be out of date. */
  get isCountedIn(): boolean {
    return this.#membership.isHeartbeatAccepted();
  }

  /** False: nobody could take a host from us, or nobody knows whether the others are there. */
  get canHandOver(): boolean {
    return this.isCountedIn || this.#refuges.size > 0;
  }

  /** While we are cut off from NATS: the peers that are not, and take our hosts. */
  setRefuges(ids: readonly string[]): void {
    this.#refuges = new Set(ids);
  }

  onChange(listener: () => void): () => void {
    return this.#membership.onChange(listener);
  }

  /** The other replica that runs under this id; undefined: none, or it was given up. */
  livingPeer(id: string): Member | undefined {
    return this.#peersById().get(id);
  }

  /** All other replicas that live. */
  livingPeers(): readonly Member[] {
    return [...this.#peersById().values()];
  }

  #peersById(): ReadonlyMap<string, Member> {
    if (this.#peers === undefined) {
      const living = this.#membership.members().filter(({ isAlive }) => isAlive);
      const peers = living.filter(({ id }) => id !== this.selfId);
      this.#peers = new Map(peers.map((peer) => [peer.id, peer]));
    }
    return this.#peers;
  }

  /** All other replicas, those that were given up a while ago too. */
  peers(): readonly Member[] {
    return this.#membership.members().filter(({ id }) => id !== this.selfId);
  }

  /** The other replica that owns the host and lives. One that began anew since says that it has no session. */
  livingOwner(of: HostOwner | undefined): Member | undefined {
    return of && this.livingPeer(of.owner);
  }

  /** Whether silence of a host of this owner is ours to judge: it is ours, or its owner is gone and the ring says us. */
  isResponsible(hostId: string, owner: string): boolean {
    if (owner === this.selfId) return true;
    return this.livingPeer(owner) === undefined && this.isHeir(hostId);
  }

  isHeir(hostId: string): boolean {
    return this.#membership.ring().ownerOf(hostId) === this.selfId;
  }

  /**
   * The other replica that should own the host; undefined: we should, or nobody else can. `avoided`: the instance that
   * its agent could not reach.
   */
  betterOwner(hostId: string, avoided?: string): Member | undefined {
    // Nearly always, and a third of the work.
    if (this.#refuges.size === 0 && this.isHeir(hostId)) return undefined;
    for (const id of this.#rankOf(hostId)) {
      if (id === this.selfId) return undefined;
      const member = this.livingPeer(id);
      if (member !== undefined && member.instance !== avoided) return member;
    }
    return undefined;
  }

  #rankOf(hostId: string): string[] {
    const rank = this.#membership.ring().rankOf(hostId);
    return this.#refuges.size === 0 ? rank : rank.filter((id) => this.#refuges.has(id));
  }

  /** The replica that the agent could not reach, if it is one of the others. */
  unreachableFor({ unreachableOwner }: Hello): Member | undefined {
    if (unreachableOwner === '') return undefined;
    return this.livingPeers().find(({ addresses }) => addresses.agents === unreachableOwner);
  }

  /** An owner the agent could not reach is left out, so that a host moves once. */
  place({ hostId, redirects, unreachableOwner }: Hello): Place {
    if (redirects >= redirectsMax) return here;
    for (const id of this.#rankOf(hostId)) {
      if (id === this.selfId) return here;
      const member = this.livingPeer(id);
      if (member === undefined || member.addresses.agents === unreachableOwner) continue;
      return { kind: 'elsewhere', member, reason: `the ring gives this host to ${id}` };
    }
    return here;
  }

  /** Where the agent of the host is to look for a replica: this one, then the others as the ring would have it. */
  addressesFor(hostId: string): string[] {
    const peers = this.#membership
      .ring()
      .rankOf(hostId)
      .flatMap((id) => this.livingPeer(id) ?? []);
    if (peers.length === 0) return [];
    return [this.#membership.self, ...peers].map(({ addresses }) => addresses.agents);
  }
}
