import type { EventType } from '../../shared/model/event.ts';
import type { VmIncidentKind } from '../../shared/model/status.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Vm, VmIncident, VmState } from '../../shared/model/vm.ts';
import type { Draft } from './draft.ts';
import { mayTake } from './placement.ts';
import { forgetStray, ownVm, setDeparted, setStray } from './possession.ts';

/** The key of the VM after its host reported `state`. Place in the order is given at emission. */
function vmOf(state: VmState, hostId: string, placement: number): Vm {
  const { status, reason, sinceAt, migration } = state;
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
  if (context.isVmBusy(state.id)) setStray(draft, state);
  else if (held === undefined || held.hostId === host.id) {
    addVm(draft, vmOf(state, host.id, held?.placement ?? context.firstPlacement()));
  } else if (mayTake(held, state, context.isHostLost(held.hostId))) takeVm(draft, held, state);
  else setStray(draft, state);
}

function addVm(draft: Draft, vm: Vm): void {
  forgetStray(draft, vm.id);
  draft.emitVm(vm, { type: 'VmAdded', reason: vm.reason }, undefined);
}

function takeVm(draft: Draft, held: Vm, state: VmState): void {
  const vm = vmOf(state, draft.host.id, held.placement + 1);
  forgetStray(draft, vm.id);
  draft.emitVm(vm, { type: 'VmMigrated', reason: state.reason }, held);
  draft.after.push({ kind: 'vm-taken', vmId: vm.id, fromHostId: held.hostId });
}

function updateVm(draft: Draft, known: Vm, state: VmState): void {
  const vm = { ...vmOf(state, known.hostId, known.placement), epoch: known.epoch, n: known.n };
  setDeparted(draft, state.id, false);
  const isSameStatus = known.status === vm.status && known.reason === vm.reason;
  // A list read again carries another time stamp; that alone is no change.
  if (
    isSameStatus &&
    isSame({ ...known, sinceAt: 0, reported: 0 }, { ...vm, sinceAt: 0, reported: 0 })
  ) {
    return;
  }
  const type = isSameStatus ? 'VmChanged' : 'VmStatusChanged';
  draft.emitVm(vm, { type, reason: vm.reason }, known);
}

/** The host does not know the VM any more. */
export function applyVmRemoved(draft: Draft, vmId: string): void {
  const known = ownVm(draft, vmId);
  if (known === undefined) {
    forgetStray(draft, vmId);
    return;
  }
  // It left by migration: its destination has 30 s to take it before anybody says that it is gone.
  if (known.reported.status === 'DEPARTED') setDeparted(draft, vmId, true);
  else draft.emitVmRemoved(known, { type: 'VmRemoved', reason: known.reason });
}

export function expireHandover(draft: Draft, vmId: string): void {
  const known = ownVm(draft, vmId);
  if (known === undefined || !draft.departed.has(vmId)) return;
  setDeparted(draft, vmId, false);
  draft.emitVmRemoved(known, { type: 'VmRemoved', reason: 'HANDOVER_EXPIRED' });
}

const incidentTypes: Readonly<Record<VmIncidentKind, EventType>> = {
  REBOOTED: 'VmRebooted',
  WATCHDOG: 'VmWatchdog',
  IO_ERROR: 'VmIoError',
  MIGRATION_ITERATION: 'VmMigrationProgress',
  CRASHED: 'VmCrashed',
};

/** Something happened to a VM that left its state as it is. Of a VM held elsewhere it is not ours to tell. */
export function applyIncident(draft: Draft, vmId: string, incident: VmIncident): void {
  const known = ownVm(draft, vmId);
  if (known === undefined) return;
  const type = incidentTypes[incident.kind];
  draft.emitVm(known, { type, reason: incident.kind, incident }, known);
}
