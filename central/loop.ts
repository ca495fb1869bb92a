import type { Timer } from '../shared/clock.ts';
import type { Change, Hello, ReportDigest } from '../shared/model/protocol.ts';
import type { GoodbyeKind } from '../shared/model/status.ts';
import type { ActorShell } from './host-actor.ts';
import { HostActors } from './host-actors.ts';
import { ContactTable } from './contact-table.ts';
import { IdentityGuard } from './identity-guard.ts';
import type { LoopOptions } from './loop-options.ts';
import { Pauses } from './pauses.ts';
import type { HostInbox, HostSession, StoredHost } from './ports.ts';
import type { Op, Snapshot, Step, StepContext, StepEffect } from './state/host-state.ts';
import { VmMoves } from './vm-moves.ts';

/** How often silence is looked at, ms. Deadlines are exact to this. */
const lookMs = 250;

/**
 * The single writer (I1): everything that happens to a host goes through its actor, one step at a time. This file
 * holds what spans hosts: sessions, silence, and the moves of VMs between hosts.
 */
export class Loop implements HostInbox {
  readonly #options: LoopOptions;
  readonly #actors: HostActors;
  readonly #sessions = new Map<string, HostSession>();
  readonly #contacts: ContactTable;
  readonly #moves = new VmMoves();
  readonly #identity: IdentityGuard;
  readonly #pauses: Pauses;
  #timer: Timer | undefined;
  #isStopping = false;
  #lagMs = 0;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#contacts = new ContactTable(options.liveness);
    this.#pauses = new Pauses(options.clock);
    this.#actors = new HostActors(this.#actorShell(), () => options.clock.monotonicMs());
    this.#identity = new IdentityGuard({
      nowMs: () => options.clock.monotonicMs(),
      admit: (session, hello) => {
        this.#admit(session, hello);
      },
      tell: (hostId, conflict) => {
        this.#actors.of(hostId).push({ kind: 'identity-conflict', ...conflict });
      },
    });
    options.commits.onStorageChange(({ reason }) => {
      for (const hostId of this.#contacts.hostIds()) {
        this.#actors.of(hostId).push({ kind: 'storage-changed', reason });
      }
    });
  }

  #actorShell(): Omit<ActorShell, 'rested'> {
    const { commits, publisher, packing, observer, log, onFatal } = this.#options;
    return {
      ...{ commits, publisher, packing },
      isStopping: () => this.#isStopping,
      context: (hostId) => this.#context(hostId),
      pause: (attempt) => this.#pauses.pause(attempt),
      session: (hostId) => this.#sessions.get(hostId),
      perform: (hostId, effect) => {
        this.#perform(hostId, effect);
      },
      moves: this.#moves,
      committed: (hostId, step) => {
        this.#committed(hostId, step);
      },
      commitFailed: (reason) => {
        observer.commitFailed(reason);
      },
      lost: (hostId) => {
        this.#lost(hostId);
      },
      failed: (hostId, error) => {
        log.fatal({ hostId, err: error }, 'the loop of a host broke');
        onFatal(error);
      },
    };
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
    return this.#lagMs;
  }

  /** Empty while commits go through; otherwise why they do not. */
  get stalledReason(): string {
    return this.#actors.stalledReason;
  }

  /** Takes over what is known; silence counts from now, and not before the grace is over. */
  start(hosts: Iterable<StoredHost>): void {
    const nowMs = this.#options.clock.monotonicMs();
    this.#contacts.start(nowMs, this.#options.takeoverGraceMs);
    const { intervalMs } = this.#options.sessionSettings();
    for (const { record } of hosts) {
      this.#contacts.know(record.host.id, record.host.status, { nowMs, intervalMs });
      const owed = record.pending.map(({ vmId }) => vmId);
      if (owed.length > 0) this.#actors.owe(record.host.id, owed);
    }
    void this.#actors.recover();
    this.#armLook();
  }

  /** Lets running steps end, starts no others. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#timer?.cancel();
    this.#pauses.endAll();
    while (!this.#actors.areIdle) {
      await new Promise<void>((resolve) => {
        this.#options.clock.setTimer(resolve, 5);
      });
    }
  }

  knocked(hostId: string): void {
    this.#contacts.knocked(hostId, this.#options.clock.monotonicMs());
  }

  open(session: HostSession, hello: Hello): void {
    const current = this.#sessions.get(session.hostId);
    if (current !== undefined && current.run !== session.run) {
      this.#identity.challenge(current, session, hello);
      return;
    }
    if (current !== undefined) current.end({ kind: 'done' });
    this.#admit(session, hello);
  }

  changes(session: HostSession, changes: readonly Change[]): void {
    for (const change of changes) this.#push(session, { kind: 'change', change, run: session.run });
  }

  snapshot(session: HostSession, snapshot: Snapshot): void {
    this.#push(session, { kind: 'snapshot', snapshot, run: session.run });
  }

  digest(session: HostSession, digest: ReportDigest): void {
    this.#push(session, { kind: 'digest', digest, run: session.run });
  }

  goodbye(session: HostSession, goodbye: GoodbyeKind): void {
    if (this.#sessions.get(session.hostId) !== session) return;
    const nowMs = this.#options.clock.monotonicMs();
    this.#contacts.moving(session.hostId, nowMs + this.#options.liveness.movingMs);
    this.#actors.of(session.hostId).push({ kind: 'goodbye', goodbye });
  }

  closed(session: HostSession): void {
    const { hostId } = session;
    if (this.#sessions.get(hostId) === session) {
      this.#sessions.delete(hostId);
      this.#contacts.streamClosed(hostId);
    }
    this.#identity.closed(session);
  }

  #push(session: HostSession, op: Op): void {
    if (this.#sessions.get(session.hostId) === session) this.#actors.of(session.hostId).push(op);
  }

  #admit(session: HostSession, hello: Hello): void {
    const { hostId } = session;
    this.#sessions.set(hostId, session);
    const nowMs = this.#options.clock.monotonicMs();
    const { intervalMs } = this.#options.sessionSettings();
    const contact = this.#contacts.streamOpened(hostId, { nowMs, intervalMs });
    const actor = this.#actors.of(hostId);
    session.admitted(() => {
      const wasSilent = this.#contacts.heard(contact, this.#options.clock.monotonicMs());
      if (wasSilent) actor.push({ kind: 'contact' });
      this.#identity.heard(session);
    });
    actor.push({ kind: 'hello', hello, sessionId: session.id });
  }

  #context(hostId: string): StepContext {
    const { clock, commits, replicaId, instance, findVm, findHostStatus } = this.#options;
    return {
      nowUnixMs: clock.unixMs(),
      replicaId,
      instance,
      incarnation: commits.incarnation(),
      findVm: (id) => this.#moves.onItsWay(id) ?? findVm(id),
      isVmBusy: (id) => this.#moves.isBusy(id, hostId) || this.#isOwedByAnother(id, hostId),
      isHostLost: (id) => findHostStatus(id) === 'NON_RESPONSIVE',
      isVerdictDue: (verdict) => this.#contacts.isDue(hostId, verdict.status, clock.monotonicMs()),
    };
  }

  #perform(hostId: string, effect: StepEffect): void {
    const session = this.#sessions.get(hostId);
    switch (effect.kind) {
      case 'welcome':
        if (session?.id === effect.sessionId) this.#welcome(session, effect);
        break;
      case 'request-snapshot':
        session?.send({ kind: 'request-snapshot', reason: effect.reason });
        break;
      case 'vm-taken':
        this.#actors.of(effect.fromHostId).push({ kind: 'vm-taken', vmId: effect.vmId });
        break;
    }
  }

  #welcome(
    session: HostSession,
    { appliedChange, snapshotReason }: Extract<StepEffect, { kind: 'welcome' }>,
  ): void {
    const { replicaId, clock, sessionSettings } = this.#options;
    session.send({
      kind: 'welcome',
      welcome: {
        epoch: this.#actors.of(session.hostId).record?.epoch ?? 0,
        replicaId,
        settings: { ...sessionSettings(), replicas: [] },
        appliedChange,
        wantSnapshot: snapshotReason !== '',
        snapshotReason,
        sentAt: clock.unixMs(),
      },
    });
  }

  #committed(hostId: string, step: Step): void {
    this.#contacts.setStatus(hostId, step.record.host.status);
    this.#options.observer.committed(step);
    this.#moves.departed(hostId, step.departed, this.#options.clock.monotonicMs());
  }

  /** Silence counts anew: what was asked of the old state, a verdict too, is void with it, and its hand-overs are. */
  #lost(hostId: string): void {
    const { clock, sessionSettings, findHostStatus } = this.#options;
    const times = { nowMs: clock.monotonicMs(), intervalMs: sessionSettings().intervalMs };
    this.#contacts.know(hostId, findHostStatus(hostId) ?? 'PENDING', times);
    this.#moves.departed(hostId, new Set(), times.nowMs);
    const message = 'the host moved to another replica';
    this.#sessions.get(hostId)?.end({ kind: 'busy', message, retryAfterMs: 0 });
  }

  /** A VM's story is told to its end only when the host that holds it was read: a dead owner may have gone on. */
  #isOwedByAnother(vmId: string, hostId: string): boolean {
    const holder = this.#options.findVm(vmId)?.hostId ?? hostId;
    if (holder !== hostId) void this.#actors.of(holder).recover();
    return holder !== hostId && !this.#actors.of(holder).isLoaded;
  }

  #armLook(): void {
    const dueMs = this.#options.clock.monotonicMs() + lookMs;
    this.#timer = this.#options.clock.setTimer(() => {
      this.#lagMs = this.#options.clock.monotonicMs() - dueMs;
      this.#look();
      this.#armLook();
    }, lookMs);
  }

  /** Everything that is due by now. */
  #look(): void {
    const nowMs = this.#options.clock.monotonicMs();
    for (const { hostId, answer } of this.#contacts.look(nowMs, this.#lagMs)) {
      if (answer.kind === 'verdict') {
        this.#options.log.info({ hostId, ...answer.verdict }, 'silence');
        this.#actors.of(hostId).push(answer);
      } else this.#sessions.get(hostId)?.send({ kind: 'ping', nonce: 0 });
    }
    this.#identity.look();
    for (const { hostId, vmId } of this.#moves.expired(nowMs))
      this.#actors.of(hostId).push({ kind: 'handover-expired', vmId });
    this.#actors.retryStrays();
    this.#actors.rest();
  }
}
