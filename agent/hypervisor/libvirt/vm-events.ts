import { isSame } from '../../../shared/model/same.ts';
import type { GuestAddress, Listed } from '../../../shared/model/vm-details.ts';
import type { VmState, VmIncident } from '../../../shared/model/vm.ts';
import type { HypervisorEvent } from '../port.ts';
import type { ConsoleClient, DomainEvent } from './domain-event.ts';
import type { DomainRef } from './domain.ts';
import { ioErrorReason, lifecycleEvents, lifecycleStatus } from './lifecycle.ts';
import { applyConsole } from './vm-console.ts';
import { judgeMemory, noMemoryWatch, type MemoryWatch } from './vm-memory.ts';
import { isActive, type StatusReason } from './vm-status.ts';

/** A VM as we last told it, and what is needed to understand its next event. PURE, like everything in this file. */
export interface KnownVm {
  readonly vm: VmState;
  readonly domain: DomainRef;
  /** See `Before`. */
  readonly ioErrorReason: string | undefined;
  /** Monotonic; -Infinity: never. */
  readonly rebootToldAtMs: number;
  /** Copy passes over the memory that were announced since it last was plainly running. */
  readonly iteration: number;
  /** Monotonic; since when the connection to its QEMU is found broken. Undefined: it is not. */
  readonly brokenSinceMs: number | undefined;
  readonly memory: MemoryWatch;
  /** Times in a row that its guest agent did not answer. */
  readonly guestSilences: number;
  /** Who sees its console. */
  readonly consoles: readonly ConsoleClient[];
}

export interface Now {
  readonly monotonicMs: number;
  readonly unixMs: number;
}

/** What becomes of a VM, and what is to be said about it. */
export interface Outcome {
  /** Undefined: it is no more, or never was. */
  readonly known: KnownVm | undefined;
  readonly emits: readonly HypervisorEvent[];
}

/** A reset gives three reboot events within this time, the last two from the firmware. */
const rebootBurstMs = 1000;

/** The event's own content decides; nothing is asked of libvirt first, so that a change is told at once. */
export function applyEvent(known: KnownVm | undefined, event: DomainEvent, now: Now): Outcome {
  if (event.kind === 'lifecycle') return applyLifecycle(known, event, now);
  if (known === undefined || isPlain(event)) return { known, emits: [] };
  switch (event.kind) {
    case 'reboot':
      return applyReboot(known, now);
    case 'watchdog':
      return applyWatchdog(known, event.action);
    case 'io-error':
      return applyIoError(known, event, now);
    case 'agent':
      return applyAgent(known, event.state === agentConnected);
    case 'migration-iteration':
      return applyIteration(known, event.iteration);
    case 'console':
      return applyConsole(known, event);
  }
}

type PlainEvent = DomainEvent & { readonly kind: 'control-error' | 'definition' };

/** All it says is that one should look. */
function isPlain(event: DomainEvent): event is PlainEvent {
  return event.kind === 'control-error' || event.kind === 'definition';
}

const watchdogActions = ['none', 'pause', 'reset', 'poweroff', 'shutdown', 'debug', 'nmi'];
const ioErrorActions = ['none', 'pause', 'report'];
const agentConnected = 1;

function applyWatchdog(known: KnownVm, number: number): Outcome {
  const action = watchdogActions[number] ?? `action ${number}`;
  return { known, emits: [incident(known, { kind: 'WATCHDOG', action, detail: '' })] };
}

function applyAgent(known: KnownVm, isGuestAgentConnected: boolean): Outcome {
  const { details } = known.vm;
  const guestAgent = isGuestAgentConnected ? 'CONNECTED' : 'DISCONNECTED';
  // What it said of the guest is not known to hold any more.
  const isUnsaid = !isGuestAgentConnected && details?.guestAddresses !== undefined;
  const guest = { guestAgent, ...(isUnsaid && { guestAddresses: noAddresses }) } as const;
  const vm = { ...known.vm, isGuestAgentConnected, details: { ...details, ...guest } };
  return settle(known, { ...known, guestSilences: 0, vm });
}

const noAddresses: Listed<GuestAddress> = { list: [], omitted: 0 };

type LifecycleEvent = DomainEvent & { readonly kind: 'lifecycle' };

function applyLifecycle(known: KnownVm | undefined, event: LifecycleEvent, now: Now): Outcome {
  const next = nextStatus(known, event);
  const base = known ?? (next && appeared(event.domain));
  if (base === undefined) return { known: undefined, emits: [] };
  const renamed = withDomain(base, event.domain);
  const changed = next === undefined ? renamed : withStatus(renamed, next, now);
  const after = withPersistence(changed, event);
  const { emits } = settle(known, after);
  if (event.event === lifecycleEvents.crashed) {
    const detail = event.detail === 0 ? 'panicked' : 'crash kernel loaded';
    return { known: after, emits: [...emits, incident(after, crashed(detail))] };
  }
  if (!isGone(after, event)) return { known: after, emits };
  return { known: undefined, emits: [...emits, { kind: 'vm-removed', vmId: after.vm.id }] };
}

function nextStatus(known: KnownVm | undefined, event: LifecycleEvent): StatusReason | undefined {
  if (known !== undefined && isOfRunThatWentOn(known, event)) return undefined;
  const before = known && { ...known.vm, ioErrorReason: known.ioErrorReason };
  return lifecycleStatus(event.event, event.detail, before);
}

/**
 * libvirt queues some events only after it has let go of the domain, so that what came after may be told before: of a
 * run that has ended nothing is news any more, and its start is none once it has been seen running.
 */
function isOfRunThatWentOn({ vm: { status }, domain }: KnownVm, event: LifecycleEvent): boolean {
  if (event.domain.id < 0 || event.domain.id !== domain.id) return false;
  const isBooted = event.event === lifecycleEvents.started && event.detail === startedBooted;
  return !isActive(status) || (isBooted && status !== 'UNKNOWN' && status !== 'POWERING_UP');
}

const startedBooted = 0;

function crashed(detail: string): VmIncident {
  return { kind: 'CRASHED', action: '', detail };
}

/** Renaming undefines the old name, and defines the new one under the same uuid. */
const undefinedRemoved = 0;

function isUndefined({ event, detail }: LifecycleEvent): boolean {
  return event === lifecycleEvents.undefined && detail === undefinedRemoved;
}

function isGone({ vm }: KnownVm, event: LifecycleEvent): boolean {
  if (isActive(vm.status)) return false;
  return isUndefined(event) || (event.event === lifecycleEvents.stopped && !vm.isPersistent);
}

function withPersistence(known: KnownVm, event: LifecycleEvent): KnownVm {
  if (event.event === lifecycleEvents.defined)
    return { ...known, vm: { ...known.vm, isPersistent: true } };
  // What is off and undefined goes at once, and needs no change before.
  if (!isUndefined(event) || !isActive(known.vm.status)) return known;
  return { ...known, vm: { ...known.vm, isPersistent: false } };
}

function applyReboot(known: KnownVm, { monotonicMs }: Now): Outcome {
  if (monotonicMs - known.rebootToldAtMs < rebootBurstMs) return { known, emits: [] };
  return {
    known: { ...known, rebootToldAtMs: monotonicMs },
    emits: [incident(known, { kind: 'REBOOTED', action: '', detail: '' })],
  };
}

function applyIoError(
  known: KnownVm,
  event: DomainEvent & { readonly kind: 'io-error' },
  now: Now,
): Outcome {
  const action = ioErrorActions[event.action] ?? `action ${event.action}`;
  const detail = event.reason === '' ? event.device : `${event.device}: ${event.reason}`;
  const told = incident(known, { kind: 'IO_ERROR', action, detail });
  if (action !== 'pause') return { known, emits: [told] };
  const noted = { ...known, ioErrorReason: event.reason };
  // The pause may have come first, without its cause.
  const isPausedByIt = known.vm.status === 'PAUSED' && known.vm.reason === 'EIO';
  const after = isPausedByIt
    ? withStatus(noted, { status: 'PAUSED', reason: ioErrorReason(event.reason) }, now)
    : noted;
  return { known: after, emits: [told, ...settle(known, after).emits] };
}

/** Saving counts its passes too, but of a VM that is paused: only of a running one they mean that it migrates. */
function applyIteration(known: KnownVm, iteration: number): Outcome {
  const { status, migration } = known.vm;
  if (status !== 'UP' && status !== 'MIGRATING_FROM') return { known, emits: [] };
  const vm = migration === undefined ? known.vm : { ...known.vm, migration: between(iteration) };
  const told = { kind: 'MIGRATION_ITERATION', action: '', detail: String(iteration) } as const;
  return { known: { ...known, vm, iteration }, emits: [incident(known, told)] };
}

/** libvirt does not know Muster's host ids. */
function between(iteration: number): { fromHostId: string; toHostId: string; iteration: number } {
  return { fromHostId: '', toHostId: '', iteration };
}

/** A VM nobody has described yet. It is not persistent: what is defined was announced as such before it started. */
export function appeared(domain: DomainRef): KnownVm {
  return {
    vm: {
      id: domain.uuid,
      name: domain.name,
      status: 'UNKNOWN',
      reason: 'UNSPECIFIED',
      sinceAt: 0,
      isPersistent: false,
      vcpuCount: 0,
      memoryMaxKib: 0,
      isGuestAgentConnected: false,
    },
    domain,
    ioErrorReason: undefined,
    rebootToldAtMs: -Infinity,
    brokenSinceMs: undefined,
    iteration: 0,
    memory: noMemoryWatch,
    guestSilences: 0,
    consoles: [],
  };
}

/** Some events carry -1 for what still runs; the last real id is the one that tells runs apart. */
function withDomain(known: KnownVm, domain: DomainRef): KnownVm {
  const id = domain.id >= 0 ? domain.id : known.domain.id;
  return { ...known, vm: { ...known.vm, name: domain.name }, domain: { ...domain, id } };
}

/** `sinceAt` moves with the status, not with the reason. */
export function withStatus(known: KnownVm, next: StatusReason, { unixMs }: Now): KnownVm {
  const isMigrating = next.status === 'MIGRATING_FROM' || next.status === 'MIGRATING_TO';
  const { migration, ...vm } = known.vm;
  const changed = {
    ...known,
    iteration: isMigrating || next.status === 'UP' ? known.iteration : 0,
    ioErrorReason: next.status === 'UP' ? undefined : known.ioErrorReason,
    vm: {
      ...vm,
      ...next,
      sinceAt: next.status === vm.status ? vm.sinceAt : unixMs,
      ...(isMigrating && { migration: migration ?? between(known.iteration) }),
    },
  };
  return isActive(next.status) ? changed : withoutGuest(changed);
}

/** What stays of a VM that does not run. */
function withoutGuest(known: KnownVm): KnownVm {
  const { details, ...vm } = known.vm;
  const { memory, devices } = details ?? {};
  const kept = { ...(memory && { memory }), ...(devices && { devices }) };
  return {
    ...known,
    memory: noMemoryWatch,
    guestSilences: 0,
    consoles: [],
    vm: { ...vm, isGuestAgentConnected: false, ...(details && { details: kept }) },
  };
}

/** Says what changed since it was last told; nothing, when nothing did. */
export function settle(before: KnownVm | undefined, after: KnownVm): Outcome {
  const isSame = before !== undefined && isSameVm(before.vm, after.vm);
  return { known: after, emits: isSame ? [] : [{ kind: 'vm', vm: after.vm }] };
}

function isSameVm(a: VmState, b: VmState): boolean {
  return (
    a.status === b.status &&
    a.reason === b.reason &&
    a.name === b.name &&
    a.isPersistent === b.isPersistent &&
    a.vcpuCount === b.vcpuCount &&
    a.memoryMaxKib === b.memoryMaxKib &&
    a.isGuestAgentConnected === b.isGuestAgentConnected &&
    isSame(a.details, b.details)
  );
}

/** A sample of what its guest has; what it says of its memory is told when it changes. */
export function applySample(known: KnownVm, memoryKib: number | undefined): Outcome {
  const isJudged = known.vm.status === 'UP' && known.vm.details?.memory !== undefined;
  if (!isJudged || memoryKib === undefined) return { known, emits: [] };
  const { watch, issues } = judgeMemory(known.memory, known.vm, memoryKib);
  const after = { ...known, memory: watch };
  if (issues === undefined) return { known: after, emits: [] };
  const details = { ...known.vm.details, memoryIssues: issues };
  return settle(known, { ...after, vm: { ...known.vm, details } });
}

function incident({ vm }: KnownVm, what: VmIncident): HypervisorEvent {
  return { kind: 'incident', vmId: vm.id, incident: what };
}
