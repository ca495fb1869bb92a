import type { Change, Hello, ReportDigest } from '../shared/model/protocol.ts';
import type { GoodbyeKind } from '../shared/model/status.ts';
import { ContactTable } from './contact-table.ts';
import { FrontDoor, type OwnerNews } from './front-door.ts';
import { HostActors } from './host-actors.ts';
import { LookTimer } from './look-timer.ts';
import type { LoopOptions } from './loop-options.ts';
import type { OperatorDesk } from './operator-desk.ts';
import { Pauses } from './pauses.ts';
import { PeerDesk } from './peer-desk.ts';
import type { HostSituation, SessionAnswer, SessionQuestion, SignOfLife } from './peer-port.ts';
import type { HostInbox, HostSession, StoredHost } from './ports.ts';
import { ReplicaOrder } from './replica-order.ts';
import { Rebalance } from './rebalance.ts';
import { Responsibility } from './responsibility.ts';
import { movedAway } from './session-ends.ts';
import { Silence } from './silence.ts';
import type { Hearing } from './silence.ts';
import { isUnfinished } from './state/host-state.ts';
import type { Op, Snapshot } from './state/host-state.ts';
import { Surroundings } from './surroundings.ts';

/** How often silence is looked at, ms. Deadlines are exact to this. */
const lookMs = 250;

/**
 * The single writer (I1): everything that happens to a host goes through its actor, one step at a time. This file
 * holds what spans hosts: sessions, silence, the moves of VMs between hosts, and of hosts between replicas.
 */
export class Loop implements HostInbox {
  readonly #options: LoopOptions;
  readonly #actors: HostActors;
  readonly #sessions = new Map<string, HostSession>();
  readonly #contacts: ContactTable;
  readonly #silence: Silence;
  readonly #surroundings: Surroundings;
  readonly #door: FrontDoor;
  readonly #desk: PeerDesk;
  readonly #rebalance: Rebalance;
  readonly #responsibility: Responsibility;
  readonly #order: ReplicaOrder;
  readonly #pauses: Pauses;
  readonly #timer: LookTimer;
  #stopFollowing: () => void = () => undefined;
  readonly operators: OperatorDesk;
  #isStopping = false;

  constructor(options: LoopOptions) {
    this.#options = options;
    const { clock, share, peers, movesPerS } = options;
    this.#contacts = new ContactTable(options.liveness);
    this.#pauses = new Pauses(clock);
    this.#timer = new LookTimer(clock, lookMs);
    const sessions = this.#sessions;
    const session = (hostId: string): HostSession | undefined => sessions.get(hostId);
    this.#silence = new Silence(options, {
      ...{ contacts: this.#contacts, pauses: this.#pauses, session, judged: this.#push },
      isStopping: () => this.#isStopping,
    });
    this.#rebalance = new Rebalance({ share, sessions, movesPerS, sentAway: this.#sentAway });
    this.#surroundings = this.#openSurroundings();
    this.operators = this.#surroundings.operators;
    this.#actors = new HostActors(this.#surroundings.shell(), () => clock.monotonicMs());
    this.#responsibility = new Responsibility({
      ...{ share, contacts: this.#contacts, findHostStatus: options.findHostStatus },
      isVoid: options.isVoid,
      isBeingClaimed: (hostId) => this.#surroundings.isTaking(hostId),
      times: () => this.#times(),
      adopted: this.#adopted,
      released: this.#released,
    });
    const door = { session, sentAway: this.#sentAway };
    this.#door = new FrontDoor({
      ...{ ...door, share, peers, findOwner: options.findOwner },
      nowMs: () => clock.monotonicMs(),
      mayMove: (hostId) => this.#rebalance.mayMove(hostId, clock.monotonicMs()),
      admit: (session, hello, takeReason) => {
        this.#surroundings.taking(session.hostId, takeReason);
        this.#admit(session, hello);
      },
      tell: (hostId, conflict) => {
        this.decide(hostId, { kind: 'identity-conflict', ...conflict });
      },
    });
    this.#order = new ReplicaOrder({ share, sessions });
    this.#desk = new PeerDesk({
      ...{ ...door, clock },
      conflicted: (hostId, message) => {
        this.#door.conflicted(hostId, message);
      },
    });
    options.commits.onStorageChange(({ reason }) => {
      this.#surroundings.lossReason = reason;
      for (const hostId of this.#responsibility.storageChanged())
        this.#push(hostId, { kind: 'storage-changed', reason });
    });
  }

  #openSurroundings(): Surroundings {
    return new Surroundings(this.#options, {
      ...{ sessions: this.#sessions, contacts: this.#contacts, pauses: this.#pauses },
      isStopping: () => this.#isStopping,
      ...{ isOwn: (id) => this.isOwn(id), actor: (id) => this.#actors.of(id) },
      reportersOf: (id) => this.#actors.reportersOf(id),
      claimed: (host) => {
        this.#responsibility.claimed(host.id);
        this.#door.owned(host);
      },
      arrived: (hostId) => {
        this.#rebalance.arrived(hostId, this.#options.clock.monotonicMs());
      },
      ownerSeen: (hostId, owner) => {
        this.#responsibility.ownerSeen(hostId, owner);
      },
      released: this.#released,
    });
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Inputs waiting in all queues. */
  get inboxDepth(): number {
    return this.#actors.queuedCount;
  }

  /** Delay of the event loop at the last look, ms. */
  get lagMs(): number {
    return this.#timer.lagMs;
  }

  /** What this replica makes of what it hears. */
  get hearing(): Hearing {
    return this.#silence.hearing();
  }

  /** Empty while commits go through; otherwise why they do not. */
  get stalledReason(): string {
    return this.#actors.stalledReason;
  }

  /** Takes over what is known; silence counts from now, and not before the grace is over. */
  start(hosts: Iterable<StoredHost>): void {
    this.#contacts.start(this.#options.clock.monotonicMs(), this.#options.takeoverGraceMs);
    for (const { record } of hosts) {
      this.#responsibility.know({ record });
      if (isUnfinished(record) && this.#contacts.has(record.host.id)) this.#actors.owe(record);
    }
    this.#actors.recover();
    this.#stopFollowing = this.#options.share.onChange(() => {
      this.#responsibility.membersChanged();
      this.#order.changed();
    });
    this.#timer.start(this.#look);
  }

  /** Lets running steps end, starts no others. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopFollowing();
    this.#timer.stop();
    this.#pauses.endAll();
    await this.#actors.idle(this.#options.clock);
  }

  knocked(hostId: string): void {
    this.#silence.knocked(hostId);
  }

  open(session: HostSession, hello: Hello): void {
    this.#silence.knocked(session.hostId);
    this.#door.open(session, hello);
  }

  changes(session: HostSession, changes: readonly Change[]): void {
    for (const change of changes) this.#say(session, { kind: 'change', change, run: session.run });
  }

  snapshot(session: HostSession, snapshot: Snapshot): void {
    this.#say(session, { kind: 'snapshot', snapshot, run: session.run });
  }

  digest(session: HostSession, digest: ReportDigest): void {
    this.#say(session, { kind: 'digest', digest, run: session.run });
  }

  goodbye(session: HostSession, goodbye: GoodbyeKind): void {
    if (this.#sessions.get(session.hostId) !== session) return;
    this.#sentAway(session.hostId);
    this.#push(session.hostId, { kind: 'goodbye', goodbye });
  }

  closed(session: HostSession): void {
    const { hostId } = session;
    if (this.#sessions.get(hostId) === session) {
      this.#sessions.delete(hostId);
      this.#contacts.streamClosed(hostId);
    }
    this.#door.closed(session);
    this.#desk.closed(session);
  }

  /** A peer is about to claim the host for an agent that stands before it. */
  hasSession(question: SessionQuestion): Promise<SessionAnswer> {
    return this.#desk.hasSession(question);
  }

  /** A peer is about to give these hosts up. */
  signsOfLife(hostIds: readonly string[]): readonly SignOfLife[] {
    return this.#silence.signsOfLife(hostIds);
  }

  /** How it stands with a host of ours; undefined: another replica looks after it. */
  situation(hostId: string): HostSituation | undefined {
    return this.#surroundings.situation(hostId, this.lagMs);
  }

  /** True: the host is this replica's by claim. Events of such a host come from here. */
  isOwn(hostId: string): boolean {
    return this.#responsibility.isOwn(hostId);
  }

  /** Its row says whose host it is now; by this event, or by a listing of the storage. */
  ownerSeen(hostId: string, owner: string, event?: OwnerNews): void {
    if (owner === this.#options.replicaId) return;
    if (event) this.#door.moved(hostId, event);
    this.#responsibility.ownerSeen(hostId, owner);
  }

  /** A host of another replica holds the VM now that was one of ours. */
  vmTaken(fromHostId: string, vmId: string): void {
    this.decide(fromHostId, { kind: 'vm-taken', vmId });
  }

  readonly #push = (hostId: string, op: Op): void => {
    this.#actors.of(hostId).push(op);
  };

  #say(session: HostSession, op: Op): void {
    if (this.#sessions.get(session.hostId) === session) this.#push(session.hostId, op);
  }

  /** Nothing is done to a host of another replica: that would claim it. */
  decide(hostId: string, op: Op): void {
    if (this.#responsibility.isOwn(hostId)) this.#push(hostId, op);
  }

  #times(): { readonly nowMs: number; readonly intervalMs: number } {
    const { clock, sessionSettings } = this.#options;
    return { nowMs: clock.monotonicMs(), intervalMs: sessionSettings().intervalMs };
  }

  readonly #sentAway = (hostId: string): void => {
    this.#contacts.moving(hostId, this.#times().nowMs + this.#options.liveness.movingMs);
  };

  #admit(session: HostSession, hello: Hello): void {
    const { hostId } = session;
    this.#sessions.set(hostId, session);
    const contact = this.#contacts.streamOpened(hostId, this.#times());
    const unreachable = this.#options.share.unreachableFor(hello);
    if (unreachable) this.#rebalance.avoid(hostId, unreachable, this.#times().nowMs);
    const actor = this.#actors.of(hostId);
    session.admitted(() => {
      const wasSilent = this.#contacts.heard(contact, this.#options.clock.monotonicMs());
      if (wasSilent) actor.push({ kind: 'contact' });
      this.#door.heard(session);
      this.#desk.heard(session);
    });
    actor.push({ kind: 'hello', hello, sessionId: session.id });
  }

  /** What its owner before left unsaid is said by us, a few hosts at a time, and what the storage forgot is written. */
  readonly #adopted = (hostId: string): void => {
    this.#actors.owe({ host: { id: hostId }, pending: [] });
    this.#actors.recover();
    if (this.#options.isVoid(hostId))
      this.#push(hostId, { kind: 'storage-changed', reason: this.#surroundings.lossReason });
  };

  readonly #released = (hostId: string): void => {
    this.#surroundings.released(hostId);
    this.#actors.release(hostId);
    this.#rebalance.left(hostId);
    this.#sessions.get(hostId)?.end(movedAway);
  };

  readonly #look = (): void => {
    const nowMs = this.#options.clock.monotonicMs();
    this.#silence.look(this.lagMs);
    this.#door.look();
    this.#surroundings.look(nowMs, this.lagMs);
    this.#actors.retryStrays(lookMs);
    this.#actors.rest();
    this.#rebalance.look(nowMs);
    this.#responsibility.look(nowMs);
    this.#order.look();
  };
}
