import type { EventType } from '../../shared/model/event.ts';
import type { VmIncidentKind } from '../../shared/model/status.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Vm, VmIncident, VmState } from '../../shared/model/vm.ts';
import type { Draft } from './draft.ts';
import { mayTake } from './placement.ts';

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

/** The host says what one of its VMs is now. */
export function applyVmState(draft: Draft, state: VmState): void {
  const known = draft.vm(state.id);
  if (known !== undefined) {
    updateVm(draft, known, state);
    return;
  }
  const held = draft.context.findVm(state.id);
  if (held === undefined || held.hostId === draft.host.id) {
    addVm(draft, vmOf(state, draft.host.id, held?.placement ?? 1));
    return;
  }
  if (mayTake(held, state, draft.context.isHostLost(held.hostId))) takeVm(draft, held, state);
  else draft.strays = new Map(draft.strays).set(state.id, state);
}

function addVm(draft: Draft, vm: Vm): void {
  draft.emitVm(vm, { type: 'VmAdded', reason: vm.reason }, undefined);
}

function takeVm(draft: Draft, held: Vm, state: VmState): void {
  const vm = vmOf(state, draft.host.id, held.placement + 1);
  const strays = new Map(draft.strays);
  strays.delete(state.id);
  draft.strays = strays;
  draft.emitVm(vm, { type: 'VmMigrated', reason: state.reason }, held);
  draft.after.push({ kind: 'vm-taken', vmId: vm.id, fromHostId: held.hostId });
}

function updateVm(draft: Draft, known: Vm, state: VmState): void {
  const vm = { ...vmOf(state, known.hostId, known.placement), epoch: known.epoch, n: known.n };
  const departed = new Set(draft.departed);
  if (departed.delete(state.id)) draft.departed = departed;
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
  const known = draft.vm(vmId);
  if (known === undefined) {
    const strays = new Map(draft.strays);
    if (strays.delete(vmId)) draft.strays = strays;
    return;
  }
  // It left by migration: its destination has 30 s to take it before anybody says that it is gone.
  if (known.status === 'DEPARTED') draft.departed = new Set(draft.departed).add(vmId);
  else draft.emitVmRemoved(known, { type: 'VmRemoved', reason: known.reason });
}

export function expireHandover(draft: Draft, vmId: string): void {
  const known = draft.vm(vmId);
  if (!draft.departed.has(vmId) || known === undefined) return;
  forgetDeparted(draft, vmId);
  draft.emitVmRemoved(known, { type: 'VmRemoved', reason: 'HANDOVER_EXPIRED' });
}

export function letGoOfVm(draft: Draft, vmId: string): void {
  forgetDeparted(draft, vmId);
  draft.dropVm(vmId);
}

function forgetDeparted(draft: Draft, vmId: string): void {
  const departed = new Set(draft.departed);
  if (departed.delete(vmId)) draft.departed = departed;
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
  const known = draft.vm(vmId);
  if (known === undefined) return;
  const type = incidentTypes[incident.kind];
  draft.emitVm(known, { type, reason: incident.kind, incident }, known);
}
