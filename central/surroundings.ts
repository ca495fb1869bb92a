import type { Host } from '../shared/model/host.ts';
import type { HostStatus } from '../shared/model/status.ts';
import type { Vm } from '../shared/model/vm.ts';
import type { ClaimReason, HostRecord } from '../shared/model/record.ts';
import { lagMsMax } from './contact-table.ts';
import type { ContactTable } from './contact-table.ts';
import { goOnRebooting } from './going-reboot.ts';
import type { ActorShell, HostActor } from './host-actor.ts';
import type { LoopOptions } from './loop-options.ts';
import type { HostDeadlines } from './host-deadlines.ts';
import type { OperatorDesk } from './operator-desk.ts';
import { operatorParts } from './operator-parts.ts';
import type { Pauses } from './pauses.ts';
import type { HostSituation } from './peer-port.ts';
import type { HostSession, StorageChange } from './ports.ts';
import { beingRemoved, retiredEnd } from './session-ends.ts';
import { situationOf } from './situation.ts';
import { isSettled } from './state/host-state.ts';
import type { Step, StepContext, StepEffect } from './state/host-state.ts';
import { isRemoved } from './state/removal.ts';
import { firstPlacement } from './state/placement.ts';
import { VmHealthWatch } from './vm-health-watch.ts';
import { VmMoves } from './vm-moves.ts';

/** The parts of the loop around the actors. */
export interface LoopParts {
  readonly sessions: ReadonlyMap<string, HostSession>;
  readonly contacts: ContactTable;
  readonly pauses: Pauses;
  isStopping(): boolean;
  isOwn(hostId: string): boolean;
  readonly actor: (hostId: string) => HostActor;
  /** Hosts whose agents report a VM that another host has. */
  reportersOf(vmId: string): readonly string[];
  /** The host is ours by claim. */
  claimed(host: Host): void;
  /** It came from another replica. */
  arrived(hostId: string): void;
  ownerSeen(hostId: string, owner: string): void;
  released(hostId: string): void;
}

/** What one host's actor sees of the world around it, and what of its steps concerns others. */
export class Surroundings {
  readonly moves = new VmMoves();
  readonly operators: OperatorDesk;
  readonly #deadlines: HostDeadlines;
  readonly #health: VmHealthWatch;
  readonly #options: LoopOptions;
  readonly #around: LoopParts;
  /** Why a host that another replica owns may be claimed; unset: its owner is gone. */
  readonly #takeReasons = new Map<string, ClaimReason>();

  /** What the storage forgot, and how, as far as this process was told. */
  lossReason: StorageChange['reason'] = 'STORAGE_LOST';

  constructor(options: LoopOptions, around: LoopParts) {
    this.#options = options;
    this.#around = around;
    const { vmHealth: settings, hasVmsBelow } = options;
    const { operators, deadlines } = operatorParts(options, around);
    this.operators = operators;
    this.#deadlines = deadlines;
    this.#health = new VmHealthWatch({ contacts: around.contacts, settings, hasVmsBelow });
  }

  /** An agent was let in; if another replica has its host, it is claimed for this reason. */
  taking(hostId: string, reason: ClaimReason): void {
    this.#takeReasons.set(hostId, reason);
  }

  /** An agent was let in, and the step that welcomes it was not carried out yet. */
  isTaking(hostId: string): boolean {
    return this.#takeReasons.has(hostId);
  }

  /** What time alone made of VMs by now. */
  look(nowMs: number, lagMs: number): void {
    if (lagMs > lagMsMax) this.moves.moveDeadlines(nowMs, lagMs);
    this.#deadlines.look(nowMs, lagMs);
    for (const { hostId, vmId } of this.moves.expired(nowMs))
      if (this.#around.isOwn(hostId))
        this.#around.actor(hostId).push({ kind: 'handover-expired', vmId });
    for (const { hostId, ...due } of this.#health.look(nowMs, lagMs))
      this.#around.actor(hostId).push({ kind: 'vm-overdue', ...due });
  }

  released(hostId: string): void {
    this.moves.departed(hostId, new Set(), this.#options.clock.monotonicMs());
    this.#health.released(hostId);
    this.operators.released(hostId);
    this.#deadlines.released(hostId);
  }

  /** Everything that is known of the contact with a host; undefined: another replica looks after it. */
  situation(hostId: string, lagMs: number): HostSituation | undefined {
    const { clock, share } = this.#options;
    const standing = this.#around.contacts.standingOf(hostId, clock.monotonicMs());
    if (standing === undefined) return undefined;
    const session = this.#around.sessions.get(hostId);
    const { stalledReason } = this.#around.actor(hostId);
    return situationOf(standing, { session, lagMs, isCountedIn: share.isCountedIn, stalledReason });
  }

  /** What actors need, but for what concerns all of them together. */
  shell(): Omit<ActorShell, 'rested'> {
    const { commits, publisher, packing, observer, log, onFatal } = this.#options;
    return {
      ...{ commits, publisher, packing },
      isStopping: () => this.#around.isStopping(),
      context: (hostId) => this.#context(hostId),
      pause: (attempt) => this.#around.pauses.pause(attempt),
      session: (hostId) => this.#around.sessions.get(hostId),
      perform: (hostId, effect) => {
        this.#perform(hostId, effect);
      },
      moves: this.moves,
      loaded: (hostId, record, vms) => {
        this.#loaded(hostId, record);
        this.#deadlines.noted(record, this.#options.clock.monotonicMs());
        this.#health.noted(hostId, { vms, droppedVmIds: [] }, this.#options.clock.monotonicMs());
      },
      committed: (hostId, step) => {
        this.#committed(hostId, step);
      },
      commitFailed: (reason) => {
        observer.commitFailed(reason);
      },
      lost: (hostId, owner) => {
        this.#lost(hostId, owner);
      },
      removed: (hostId) => {
        this.#around.contacts.forget(hostId);
        this.#around.released(hostId);
      },
      failed: (hostId, error) => {
        log.fatal({ hostId, err: error }, 'the loop of a host broke');
        onFatal(error);
      },
    };
  }

  #context(hostId: string): StepContext {
    const { clock, commits, replicaId, instance, findVm, findHostStatus } = this.#options;
    const { sessionSettings, highestPlacement } = this.#options;
    return {
      nowUnixMs: clock.unixMs(),
      replicaId,
      instance,
      incarnation: commits.incarnation(),
      takeReason: this.#takeReasons.get(hostId) ?? 'TAKEN_OVER',
      lossReason: this.lossReason,
      findVm: (id) => this.moves.onItsWay(id) ?? findVm(id),
      removedEpoch: this.#options.removedEpoch,
      firstPlacement: () => firstPlacement(clock.unixMs(), highestPlacement()),
      isVmBusy: (id) => this.moves.isBusy(id, hostId) || this.#isOwedByAnother(id, hostId),
      isHostLost: (id) => findHostStatus(id) === 'NON_RESPONSIVE',
      isReportedElsewhere: (id) => this.#around.reportersOf(id).some((one) => one !== hostId),
      findSilentDestination: (vm) => this.#silentDestination(hostId, vm),
      isHostThere: (id) => isSettled(findHostStatus(id)) && this.#isLookedAfter(id),
      intervalMs: sessionSettings().intervalMs,
      isInContact: () => this.#isInContact(hostId),
      silence: () => this.#around.contacts.silenceOf(hostId, clock.monotonicMs()),
      isVerdictDue: (verdict) =>
        this.#around.contacts.isDue(hostId, verdict.status, clock.monotonicMs()),
    };
  }

  #isInContact(hostId: string): boolean {
    const standing = this.#around.contacts.standingOf(hostId, this.#options.clock.monotonicMs());
    return standing?.isStreamOpen === true && standing.silentMs < standing.silenceLimitMs;
  }

  /** Where a VM went: as its host said, or as an agent of ours told before it fell silent. */
  #silentDestination(hostId: string, { id, migration }: Vm): string | undefined {
    const { findHostStatus } = this.#options;
    const told = migration?.toHostId ?? '';
    const hosts = [...(told === '' ? [] : [told]), ...this.#around.reportersOf(id)];
    return hosts.find((one) => one !== hostId && isUnheard(findHostStatus(one)));
  }

  /** A silence that another process noted goes on; what it may wait here is noted before it waits. */
  #loaded(hostId: string, { silence, owner, instance, host, countedMs }: HostRecord): void {
    const { clock, replicaId, instance: own, sessionSettings } = this.#options;
    const { contacts } = this.#around;
    // What a dead owner wrote last its row may not show yet: a host that said it goes down would be judged as silent.
    contacts.setStatus(hostId, host.status);
    if (owner === replicaId && instance === own) return;
    const nowMs = clock.monotonicMs();
    const { intervalMs } = sessionSettings();
    if (countedMs !== undefined && host.status === 'REBOOTING')
      goOnRebooting(contacts, hostId, { countedMs, nowMs, intervalMs });
    if (silence !== undefined && contacts.resume(hostId, silence, nowMs))
      this.#around.actor(hostId).push({ kind: 'note-silence' });
  }

  #isLookedAfter(hostId: string): boolean {
    const { share, findOwner } = this.#options;
    // After a start of ours its agent may not be back yet, and has not told what it saw since.
    if (this.#around.isOwn(hostId)) return this.#around.sessions.has(hostId);
    return share.livingOwner(findOwner(hostId)) !== undefined;
  }

  #perform(hostId: string, effect: StepEffect): void {
    const session = this.#around.sessions.get(hostId);
    switch (effect.kind) {
      case 'welcome':
        // Whoever held the host already commits nothing when its agent comes back unchanged.
        this.#takeReasons.delete(hostId);
        if (session?.id === effect.sessionId) this.#welcome(session, effect);
        break;
      case 'request-snapshot':
        session?.send({ kind: 'request-snapshot', reason: effect.reason });
        break;
      case 'operator-answer':
        this.operators.answered(effect.ticket, effect.outcome);
        break;
      case 'retired':
        this.#refuse(hostId, session);
        break;
      case 'vm-taken':
        if (this.#around.isOwn(effect.fromHostId)) {
          this.#around.actor(effect.fromHostId).push({ kind: 'vm-taken', vmId: effect.vmId });
        }
        break;
    }
  }

  /** An operator retired it, and its agent is there. */
  #refuse(hostId: string, session: HostSession | undefined): void {
    const { host } = this.#around.actor(hostId).record ?? {};
    this.#deadlines.knocked(hostId, this.#options.clock.monotonicMs());
    if (host) session?.end(isRemoved(host) ? beingRemoved : retiredEnd(host));
  }

  #welcome(
    session: HostSession,
    { appliedChange, snapshotReason }: Extract<StepEffect, { kind: 'welcome' }>,
  ): void {
    const { replicaId, share, clock, sessionSettings } = this.#options;
    session.send({
      kind: 'welcome',
      welcome: {
        epoch: this.#around.actor(session.hostId).record?.epoch ?? 0,
        replicaId,
        settings: { ...sessionSettings(), replicas: share.addressesFor(session.hostId) },
        appliedChange,
        wantSnapshot: snapshotReason !== '',
        snapshotReason,
        sentAt: clock.unixMs(),
      },
    });
  }

  #committed(hostId: string, step: Step): void {
    this.#takeReasons.delete(hostId);
    this.#around.claimed(step.record.host);
    if (step.events.some(({ type }) => type === 'HostOwnerChanged')) this.#around.arrived(hostId);
    const nowMs = this.#options.clock.monotonicMs();
    const { status, reason } = step.record.host;
    if (status === 'SUSPECT' && reason === 'MAINTENANCE_OVER')
      this.#around.contacts.maintained(hostId, nowMs);
    this.#around.contacts.setStatus(hostId, status);
    this.#options.observer.committed(step);
    this.moves.departed(hostId, step.departed, nowMs);
    this.#health.noted(hostId, step, nowMs);
    this.#deadlines.noted(step.record, nowMs);
  }

  /** What was asked of the old state, a verdict too, is void with it, and its hand-overs are. */
  #lost(hostId: string, owner: string): void {
    this.#takeReasons.delete(hostId);
    this.operators.released(hostId);
    if (owner !== '' && owner !== this.#options.replicaId) {
      this.#around.ownerSeen(hostId, owner);
      if (!this.#around.contacts.has(hostId)) return;
    }
    const { clock, sessionSettings, findHostStatus } = this.#options;
    const times = { nowMs: clock.monotonicMs(), intervalMs: sessionSettings().intervalMs };
    this.#around.contacts.know(hostId, findHostStatus(hostId) ?? 'PENDING', times);
    this.#around.released(hostId);
  }

  /** A VM's story is told to its end only when the host that holds it was read: a dead owner may have gone on. */
  #isOwedByAnother(vmId: string, hostId: string): boolean {
    const { findVm, findOwner, share } = this.#options;
    const holder = findVm(vmId)?.hostId ?? hostId;
    if (holder === hostId || share.livingOwner(findOwner(holder)) !== undefined) return false;
    void this.#around.actor(holder).recover();
    return !this.#around.actor(holder).isLoaded;
  }
}

/** It may be heard again, and its VMs may be what they were. */
function isUnheard(status: HostStatus | undefined): boolean {
  return status === 'SUSPECT' || status === 'NON_RESPONSIVE';
}
