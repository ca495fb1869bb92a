import type { Event } from '../shared/model/event.ts';
import type { Host } from '../shared/model/host.ts';
import type { Hello } from '../shared/model/protocol.ts';
import { peerLimits } from '../shared/peer-limits.ts';
import type { ClaimReason } from '../shared/model/record.ts';
import type { FleetShare, HostOwner } from './fleet-share.ts';
import { IdentityGuard } from './identity-guard.ts';
import type { IdentityGuardShell } from './identity-guard.ts';
import type { Member } from './membership-port.ts';
import type { Peers } from './peer-port.ts';
import type { HostSession } from './ports.ts';

export interface FrontDoorShell extends Omit<IdentityGuardShell, 'admit'> {
  readonly share: FleetShare;
  readonly peers: Pick<Peers, 'hasSession'>;
  /** As the record here says. */
  findOwner(hostId: string): HostOwner | undefined;
  /** The session that carries the host here. */
  session(hostId: string): HostSession | undefined;
  /** The host is this session's from now on. `takeReason`: why it may be claimed if another replica has it. */
  admit(session: HostSession, hello: Hello, takeReason: ClaimReason): void;
  /** False: the host came here a moment ago, and shall not move again so soon. */
  mayMove(hostId: string): boolean;
  /** The agent goes to another replica; until it is there, its silence means nothing. */
  sentAway(hostId: string): void;
}

/** What is said of a host beside whose it is now. */
export type OwnerNews = Pick<Event, 'type' | 'reason' | 'before'>;

/** An agent that waits while the owner of its host is asked. */
interface Asking {
  readonly session: HostSession;
  readonly hello: Hello;
}

/**
 * Where an agent that says Hello goes (DESIGN sections 5 and 7): to the replica the ring names; else in, once the
 * owner before has let go of the host or gives no answer; or nowhere, if another agent uses its host id.
 */
export class FrontDoor {
  readonly #shell: FrontDoorShell;
  readonly #identity: IdentityGuard;
  readonly #asking = new Map<string, Asking>();
  /** Hosts taken by us or from us although the owner lived, since it gave no answer; until when none is again, monotonic ms. */
  readonly #steals = new Map<string, number>();

  constructor(shell: FrontDoorShell) {
    this.#shell = shell;
    this.#identity = new IdentityGuard({
      nowMs: () => shell.nowMs(),
      admit: (session, hello) => {
        shell.admit(session, hello, 'TAKEN_OVER');
      },
      tell: (hostId, conflict) => {
        shell.tell(hostId, conflict);
      },
    });
  }

  open(session: HostSession, hello: Hello): void {
    const place = this.#shell.share.place(hello);
    if (place.kind === 'here' || !this.#shell.mayMove(session.hostId)) this.#letIn(session, hello);
    else this.#redirect(session, place);
  }

  /** A session is over. */
  closed(session: HostSession): void {
    if (this.#asking.get(session.hostId)?.session === session) this.#asking.delete(session.hostId);
    this.#identity.closed(session);
  }

  heard(session: HostSession): void {
    this.#identity.heard(session);
  }

  /** Another agent with this host id stands before another replica. */
  conflicted(hostId: string, message: string): void {
    this.#identity.conflicted(hostId, message);
  }

  /** The host is ours, as it is now. */
  owned(host: Host): void {
    this.#identity.owned(host);
  }

  look(): void {
    this.#identity.look();
    const nowMs = this.#shell.nowMs();
    for (const [hostId, untilMs] of this.#steals) {
      if (nowMs >= untilMs) this.#steals.delete(hostId);
    }
  }

  /** Another replica has the host now. Whoever lost it without having been heard may not take it back the same way. */
  moved(hostId: string, { type, reason, before }: OwnerNews): void {
    if (type !== 'HostOwnerChanged' || reason !== 'NOT_ANSWERED' || before?.kind !== 'host') return;
    if (before.host.owner === this.#shell.share.selfId) this.#noteSteal(hostId);
  }

  #noteSteal(hostId: string): void {
    this.#steals.set(hostId, this.#shell.nowMs() + peerLimits.stealPauseMs);
  }

  #redirect(session: HostSession, { member, reason }: { member: Member; reason: string }): void {
    this.#shell.sentAway(session.hostId);
    const address = member.addresses.agents;
    session.send({ kind: 'redirect', address, afterMs: 0, reason });
    session.end({ kind: 'done' });
  }

  #letIn(session: HostSession, hello: Hello): void {
    const { share } = this.#shell;
    this.#supersede(session);
    const owner = share.livingOwner(this.#shell.findOwner(session.hostId));
    if (owner === undefined) this.#openHere({ session, hello }, 'TAKEN_OVER');
    else if (share.isCountedIn) void this.#ask({ session, hello }, owner);
    else {
      const message = `this replica has lost NATS, and host ${session.hostId} is replica ${owner.id}'s`;
      session.end({ kind: 'busy', message, retryAfterMs: peerLimits.strangerRetryMs });
    }
  }

  /** Of two that wait for an answer about one host the older is done with, whatever the answer. */
  #supersede({ hostId }: HostSession): void {
    const before = this.#asking.get(hostId);
    this.#asking.delete(hostId);
    const message = 'another agent with this host id asked since';
    before?.session.end({ kind: 'busy', message, retryAfterMs: peerLimits.strangerRetryMs });
  }

  async #ask(asking: Asking, owner: Member): Promise<void> {
    const { session, hello } = asking;
    const { hostId, run } = session;
    this.#asking.set(hostId, asking);
    const askedBy = this.#shell.share.selfId;
    const answer = await this.#shell.peers.hasSession(owner, { hostId, run, askedBy });
    if (this.#asking.get(hostId) !== asking) return;
    this.#asking.delete(hostId);
    if (answer === undefined) this.#steal({ session, hello }, owner);
    else if (answer.kind === 'conflict') session.end({ kind: 'conflict', message: answer.message });
    else this.#openHere({ session, hello }, 'HANDED_OVER');
  }

  /** Two replicas that both reach NATS, but not each other, must not pull a host to and fro. */
  #steal(asking: Asking, owner: Member): void {
    const { hostId } = asking.session;
    if (this.#steals.has(hostId)) {
      const message = `replica ${owner.id} owns host ${hostId}, gives no answer, and lost it that way a moment ago`;
      asking.session.end({ kind: 'busy', message, retryAfterMs: peerLimits.stealRetryMs });
      return;
    }
    this.#noteSteal(hostId);
    this.#openHere(asking, 'NOT_ANSWERED');
  }

  #openHere({ session, hello }: Asking, takeReason: ClaimReason): void {
    const current = this.#shell.session(session.hostId);
    if (current !== undefined && current.run !== session.run) {
      this.#identity.challenge(current, session, hello);
      return;
    }
    if (current !== undefined) current.end({ kind: 'done' });
    this.#shell.admit(session, hello, takeReason);
  }
}
