import type { EventType } from '../../shared/model/event.ts';
import type { VmIncidentKind } from '../../shared/model/status.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Vm, VmIncident, VmState } from '../../shared/model/vm.ts';
import { completed } from '../../shared/model/vm-details.ts';
import { vanished } from '../../shared/model/vm-end.ts';
import type { StatusWords } from '../../shared/model/vm-end.ts';
import type { Draft } from './draft.ts';
import { awaitsHolder } from './arrival.ts';
import { mayTake } from './placement.ts';
import { forgetStray, ownVm, setDeparted, setStray } from './possession.ts';
import { viewOf } from './view.ts';
import { facetOf } from './vm-facets.ts';
import { transitionReason } from './vm-transition.ts';

/** The key of the VM after its host reported `state`. Place in the order is given at emission. */
function vmOf(state: VmState, hostId: string, placement: number): Vm {
  const { status, reason, sinceAt, migration, details } = state;
  return {
    id: state.id,
    name: state.name,
    hostId,
    placement,
    ...{ status, reason, sinceAt },
    reported: { status, reason, sinceAt },
    isPersistent: state.isPersistent,
    vcpuCount: state.vcpuCount,
    memoryMaxKib: state.memoryMaxKib,
    isGuestAgentConnected: state.isGuestAgentConnected,
    ...(migration && { migration }),
    ...(details && { details }),
    epoch: 0,
    n: 0,
  };
}

/**
 * The host says what one of its VMs is now. Placements of a VM nobody holds begin at the time, not at 1: it may come
 * back under its old id, and must then stand above all that was told of it before.
 */
export function applyVmState(draft: Draft, state: VmState): void {
  const known = ownVm(draft, state.id);
  if (known !== undefined) {
    updateVm(draft, known, state);
    return;
  }
  const { context, host } = draft;
  const held = draft.removedVm(state.id) ?? context.findVm(state.id);
  const whole = completed(draft.strays.get(state.id), state);
  if (mustWait(draft, held, whole)) setStray(draft, whole);
  else if (held === undefined || held.hostId === host.id) {
    addVm(draft, vmOf(whole, host.id, held?.placement ?? context.firstPlacement()));
  } else takeVm(draft, held, whole);
}

function mustWait(draft: Draft, held: Vm | undefined, state: VmState): boolean {
  const { context, host } = draft;
  if (context.isVmBusy(state.id)) return true;
  if (held === undefined) return awaitsHolder(draft, state);
  return held.hostId !== host.id && !mayTake(held, state, context.isHostLost(held.hostId));
}

function addVm(draft: Draft, vm: Vm): void {
  forgetStray(draft, vm.id);
  draft.emitVm(vm, { type: 'VmAdded', reason: vm.reason }, undefined);
}

function takeVm(draft: Draft, held: Vm, state: VmState): void {
  // Its guest moved with it: what it said of itself stands until it says something else here.
  const vm = vmOf(completed(held, state), draft.host.id, held.placement + 1);
  forgetStray(draft, vm.id);
  draft.emitVm(vm, { type: 'VmMigrated', reason: state.reason }, held);
  draft.after.push({ kind: 'vm-taken', vmId: vm.id, fromHostId: held.hostId });
}

function updateVm(draft: Draft, known: Vm, state: VmState): void {
  const { epoch, n, overdue } = known;
  const isWaitedFor = overdue !== undefined && known.status === state.status;
  const vm = {
    ...vmOf(completed(known, state), known.hostId, known.placement),
    ...{ epoch, n },
    ...(isWaitedFor && { overdue }),
  };
  setDeparted(draft, state.id, false);
  const isSameStatus = known.status === vm.status && known.reason === vm.reason;
  // A list read again carries another time stamp; that alone is no change.
  if (
    isSameStatus &&
    isSame({ ...known, sinceAt: 0, reported: 0 }, { ...vm, sinceAt: 0, reported: 0 })
  ) {
    return;
  }
  if (isSameStatus) draft.emitVm(vm, facetOf(known, vm), known);
  else draft.emitVm(vm, { type: 'VmStatusChanged', reason: transitionReason(known, vm) }, known);
}

/** The host does not know the VM any more. */
export function applyVmRemoved(draft: Draft, vmId: string): void {
  const known = ownVm(draft, vmId);
  if (known === undefined) {
    forgetStray(draft, vmId);
    return;
  }
  if (isHandedOver(draft, known, draft.context.nowUnixMs)) return;
  draft.emitVmRemoved(known, { type: 'VmRemoved', reason: known.reason });
}

/** The host does not list the VM any more, and nobody saw how it ended (OV-6). */
export function endMissingVm(draft: Draft, vmId: string, observedAt: number): void {
  const known = ownVm(draft, vmId);
  if (known === undefined) {
    forgetStray(draft, vmId);
    return;
  }
  if (isHandedOver(draft, known, observedAt)) return;
  const ended = vanished(known.reported);
  if (ended !== undefined) sayEnded(draft, known, { ...ended, sinceAt: observedAt });
  const { reason } = ended ?? known.reported;
  draft.emitVmRemoved(draft.vm(vmId) ?? known, { type: 'VmRemoved', reason });
}

/** It left by migration, or was about to: its destination has 30 s to take it before anybody says that it is gone. */
function isHandedOver(draft: Draft, known: Vm, observedAt: number): boolean {
  const left = leftAs(draft, known);
  if (known.reported.status !== 'DEPARTED' && left?.status !== 'DEPARTED') return false;
  if (left !== undefined) sayEnded(draft, known, { ...left, sinceAt: observedAt });
  setDeparted(draft, known.id, true);
  return true;
}

/** It may have left while nobody looked: then the host that runs it may have been heard first. */
function leftAs({ context }: Draft, { id, reported }: Vm): StatusWords | undefined {
  const ended = vanished(reported);
  const mayBeElsewhere = ended?.reason === 'DOMAIN_MISSING' && context.isReportedElsewhere(id);
  return mayBeElsewhere ? { status: 'DEPARTED', reason: 'DOMAIN_MISSING' } : ended;
}

function sayEnded(draft: Draft, known: Vm, reported: Vm['reported']): void {
  const { migration, ...rest } = viewOf({ ...known, reported }, 'UP', 0);
  const isLeft = migration !== undefined && reported.status === 'DEPARTED';
  const vm = { ...rest, ...(isLeft && { migration }) };
  draft.emitVm(vm, { type: 'VmStatusChanged', reason: reported.reason }, known);
}

/** Nobody took it in time: it is gone, unless the host it went to is not heard and may run it (OV-9). */
export function expireHandover(draft: Draft, vmId: string): void {
  const known = ownVm(draft, vmId);
  if (known === undefined || !draft.departed.has(vmId)) return;
  const toHostId = draft.context.findSilentDestination(known);
  if (toHostId !== undefined) {
    awaitDestination(draft, known, toHostId);
    return;
  }
  setDeparted(draft, vmId, false);
  draft.emitVmRemoved(known, { type: 'VmRemoved', reason: 'HANDOVER_EXPIRED' });
}

function awaitDestination(draft: Draft, known: Vm, toHostId: string): void {
  const isSaid = known.status === 'UNKNOWN' && known.migration?.toHostId === toHostId;
  if (isSaid) return;
  const { fromHostId = '', iteration = 0 } = known.migration ?? {};
  const unknown = { status: 'UNKNOWN', reason: 'HOST_NON_RESPONSIVE' } as const;
  const migration = { fromHostId, toHostId, iteration };
  const vm = { ...known, ...unknown, migration, sinceAt: draft.context.nowUnixMs };
  draft.emitVm(vm, { type: 'VmStatusChanged', reason: 'DESTINATION_SILENT' }, known);
}

const incidentTypes: Readonly<Record<VmIncidentKind, EventType>> = {
  REBOOTED: 'VmRebooted',
  WATCHDOG: 'VmWatchdog',
  IO_ERROR: 'VmIoError',
  MIGRATION_ITERATION: 'VmMigrationProgress',
  CRASHED: 'VmCrashed',
  CONSOLE_CONNECTED: 'VmConsoleConnected',
  CONSOLE_DISCONNECTED: 'VmConsoleDisconnected',
};

/** Something happened to a VM that left its state as it is. Of a VM held elsewhere it is not ours to tell. */
export function applyIncident(draft: Draft, vmId: string, incident: VmIncident): void {
  const known = ownVm(draft, vmId);
  if (known === undefined) return;
  const type = incidentTypes[incident.kind];
  draft.emitVm(known, { type, reason: incident.kind, incident }, known);
}
