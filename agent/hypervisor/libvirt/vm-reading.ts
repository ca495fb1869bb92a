import { limits } from '../../../shared/limits.ts';
import type { VmStatus } from '../../../shared/model/status.ts';
import type { VmState } from '../../../shared/model/vm.ts';
import { vanished } from '../../../shared/model/vm-end.ts';
import type { DomainDefinition } from './domain-definition.ts';
import type { DomainRef } from './domain.ts';
import type { DomainSize, RawState } from './procedures.ts';
import { jobOperations, states } from './protocol.ts';
import { appeared, settle, withStatus, type KnownVm, type Now, type Outcome } from './vm-events.ts';
import { isInflated } from './vm-memory.ts';
import { isActive, statusOf, type StatusReason } from './vm-status.ts';

/** What libvirt answers when asked about a domain. PURE, like everything in this file. */
export interface Reading {
  readonly domain: DomainRef;
  readonly state: RawState;
  readonly size: DomainSize;
  readonly isPersistent: boolean;
  readonly hasManagedSave: boolean;
  /** Left out: not asked, or it is off. */
  readonly definition?: RunningDefinition;
  /** 0: no job, or not asked. */
  readonly jobOperation: number;
  /** How long QEMU has left a question unanswered; 0: it answers, or was not asked. Infinity: nothing can be asked. */
  readonly monitorSilenceMs: number;
}

/** What the XML of a domain that runs says. */
export interface RunningDefinition extends DomainDefinition {
  /** See `readWantedKib`. */
  readonly wantedKib: number;
}

/** Brings what is known in line with what was read. Events know causes better, so a reason stays while the status does. */
export function applyReading(known: KnownVm | undefined, reading: Reading, now: Now): Outcome {
  const base = withMonitor(known ?? appeared(reading.domain), reading, now);
  const read = readStatus(base, reading, now);
  const next = isReasonKept(known, reading, read) ? { ...read, reason: base.vm.reason } : read;
  const changed = withStatus(base, next, now);
  const { vcpuCount, memoryMaxKib } = reading.size;
  const after: KnownVm = {
    ...changed,
    domain: reading.domain,
    iteration: next.status === 'MIGRATING_FROM' ? changed.iteration : 0,
    vm: {
      ...changed.vm,
      name: reading.domain.name,
      ...{ vcpuCount, memoryMaxKib },
      isPersistent: reading.isPersistent,
      // Nobody saw how it came to be as it is when we first look.
      sinceAt: known === undefined ? 0 : changed.vm.sinceAt,
      ...definedParts(changed.vm, reading),
    },
  };
  return settle(known, after);
}

function definedParts(
  { status, details }: VmState,
  { definition, size }: Reading,
): Pick<VmState, 'details'> & Partial<Pick<VmState, 'isGuestAgentConnected'>> {
  if (definition === undefined || !isActive(status)) return {};
  const { guestAgent, devices, guaranteedKib, wantedKib } = definition;
  const isDeaf = details?.guestAgent === 'NOT_RESPONDING' && guestAgent === 'CONNECTED';
  const isJudged = details?.memoryIssues !== undefined || !isPlain(definition, size);
  return {
    isGuestAgentConnected: guestAgent === 'CONNECTED',
    details: {
      ...details,
      guestAgent: isDeaf ? 'NOT_RESPONDING' : guestAgent,
      memory: { guaranteedKib, wantedKib },
      // There is nothing to hold its memory against, so that no sample is needed to say so.
      ...(!isJudged && { memoryIssues: [] }),
      devices,
    },
  };
}

function isPlain(definition: RunningDefinition, size: DomainSize): boolean {
  const isAsked = definition.guaranteedKib > 0 || definition.wantedKib > 0;
  return !isAsked && !isInflated(size.memoryMaxKib, size.memoryKib);
}

/** A QEMU that has just died looks broken until libvirt has told its end; so only one that stays so is news. */
function withMonitor(base: KnownVm, { monitorSilenceMs }: Reading, now: Now): KnownVm {
  const isBroken = monitorSilenceMs === Infinity;
  return { ...base, brokenSinceMs: isBroken ? (base.brokenSinceMs ?? now.monotonicMs) : undefined };
}

function isHanging({ brokenSinceMs }: KnownVm, { monitorSilenceMs }: Reading, now: Now): boolean {
  return brokenSinceMs === undefined
    ? monitorSilenceMs >= limits.libvirtMonitorSilenceMsMax
    : now.monotonicMs - brokenSinceMs >= limits.libvirtMonitorBrokenMsMax;
}

function readStatus(base: KnownVm, reading: Reading, now: Now): StatusReason {
  const { state, hasManagedSave } = reading;
  const read = statusOf(state.state, state.reason);
  if (state.state === states.shutOff && hasManagedSave)
    return { status: 'SUSPENDED', reason: 'SAVE_SUCCEEDED' };
  if (isStarting(base, read)) return { status: base.vm.status, reason: base.vm.reason };
  if (isEndForgotten(read)) return likelyEnd(base.vm) ?? read;
  const status = migrationStatus(base, reading, read);
  if (status !== read.status) return { status, reason: 'MIGRATION' };
  if (status === 'UP' && isHanging(base, reading, now))
    return { status: 'NOT_RESPONDING', reason: 'UNSPECIFIED' };
  return read;
}

/** libvirt says running all the time a VM leaves, and "paused for migration" at both ends of the last phase. */
function migrationStatus(base: KnownVm, { jobOperation }: Reading, read: StatusReason): VmStatus {
  const isLeaving = jobOperation === jobOperations.migrationOut;
  const isSource = isLeaving || base.vm.status === 'MIGRATING_FROM' || base.vm.status === 'UP';
  const isMigrating = read.status === 'MIGRATING_TO' || (read.status === 'UP' && isLeaving);
  return isMigrating && isSource ? 'MIGRATING_FROM' : read.status;
}

/**
 * The start is told by its event, once it has worked; what we happened to see of it on the way is no news. A restore is
 * told before it is through, and is "paused for migration" until then.
 */
function isStarting(base: KnownVm, { status }: StatusReason): boolean {
  const { status: before, reason } = base.vm;
  if (status === 'POWERING_UP') return isOff(base);
  const isRestored = before === 'UP' && reason === 'RESTORED' && base.iteration === 0;
  return status === 'MIGRATING_TO' && isRestored;
}

/** A daemon that was restarted does not know any more how its VMs ended. */
function isEndForgotten({ status, reason }: StatusReason): boolean {
  return status === 'DOWN' && reason === 'UNSPECIFIED';
}

/** What left has left, whoever forgot it; who was leaving or shutting down most likely has. */
function likelyEnd(vm: VmState): StatusReason | undefined {
  if (vm.status === 'DEPARTED') return vm;
  const ended = vanished(vm);
  return ended?.status === 'DOWN' && ended.reason === 'DOMAIN_MISSING' ? undefined : ended;
}

function isOff({ vm: { status } }: KnownVm): boolean {
  return status !== 'UNKNOWN' && !isActive(status);
}

function isReasonKept(
  known: KnownVm | undefined,
  { domain }: Reading,
  read: StatusReason,
): boolean {
  if (known?.vm.status !== read.status) return false;
  const isSameRun = !isActive(read.status) || known.domain.id === domain.id;
  return isSameRun && known.vm.reason !== 'UNSPECIFIED';
}

/** The domain is not there any more, and no event said why. */
export function applyMissing(known: KnownVm, now: Now): Outcome {
  const ended = vanished(known.vm);
  const last = ended === undefined ? known : withStatus(known, ended, now);
  const { emits } = settle(known, last);
  return { known: undefined, emits: [...emits, { kind: 'vm-removed', vmId: known.vm.id }] };
}
