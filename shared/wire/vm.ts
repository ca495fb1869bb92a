import type { Vm, VmIncident, VmMigration, VmOverdue, VmState } from '../model/vm.ts';
import { healthOf } from '../model/vm-health.ts';
import { vmHealthCodec, vmIncidentKindCodec, vmReasonCodec, vmStatusCodec } from './enums.ts';
import type { Vm as VmWire, Vm__Output as VmRead } from './generated/muster/v1/Vm.ts';
import type { VmIncident as VmIncidentWire } from './generated/muster/v1/VmIncident.ts';
import type { VmIncident__Output as VmIncidentRead } from './generated/muster/v1/VmIncident.ts';
import type { VmMigration__Output as VmMigrationRead } from './generated/muster/v1/VmMigration.ts';
import type { VmState as VmStateWire } from './generated/muster/v1/VmState.ts';
import { timestampOf, unixMsFrom } from './time.ts';
import { detailsFromWire, detailsToWire } from './vm-details.ts';

function migrationFromWire(wire: VmMigrationRead): VmMigration {
  return {
    fromHostId: wire.fromHostId ?? '',
    toHostId: wire.toHostId ?? '',
    iteration: wire.iteration ?? 0,
  };
}

/** Without a sample; the API adds it. */
export function vmToWire(vm: Vm): VmWire {
  return {
    id: vm.id,
    name: vm.name,
    hostId: vm.hostId,
    placement: vm.placement,
    status: vmStatusCodec.toWire(vm.status),
    reason: vmReasonCodec.toWire(vm.reason),
    since: timestampOf(vm.sinceAt),
    reportedStatus: vmStatusCodec.toWire(vm.reported.status),
    reportedReason: vmReasonCodec.toWire(vm.reported.reason),
    reportedSince: timestampOf(vm.reported.sinceAt),
    persistent: vm.isPersistent,
    vcpuCount: vm.vcpuCount,
    memoryMaxKib: vm.memoryMaxKib,
    guestAgentConnected: vm.isGuestAgentConnected,
    ...(vm.migration && { migration: vm.migration }),
    epoch: vm.epoch,
    n: vm.n,
    health: vmHealthCodec.toWire(healthOf(vm)),
    ...(vm.overdue && { overdueSince: timestampOf(vm.overdue.sinceAt) }),
    ...(vm.details && { details: detailsToWire(vm.details) }),
  };
}

function overdueFromWire(wire: VmRead): { readonly overdue?: VmOverdue } {
  const health = vmHealthCodec.fromWire(wire.health);
  if (health !== 'OUT_OF_CONTACT' && health !== 'MISSING' && health !== 'ZOMBIE') return {};
  return { overdue: { health, sinceAt: unixMsFrom(wire.overdueSince) } };
}

function reportedFromWire(wire: VmRead): Vm['reported'] {
  return {
    status: vmStatusCodec.fromWire(wire.reportedStatus) ?? 'UNKNOWN',
    reason: vmReasonCodec.fromWire(wire.reportedReason) ?? 'UNSPECIFIED',
    sinceAt: unixMsFrom(wire.reportedSince),
  };
}

const unsetVm = {
  id: '',
  name: '',
  hostId: '',
  placement: 0,
  vcpuCount: 0,
  memoryMaxKib: 0,
  epoch: 0,
  n: 0,
  persistent: false,
  guestAgentConnected: false,
};

/** Reads what a replica wrote (records, events, answers); values of a newer version read as UNKNOWN. */
export function vmFromWire(wire: VmRead): Vm {
  const { persistent, guestAgentConnected, ...known } = { ...unsetVm, ...wire };
  const details = wire.details && detailsFromWire('details', wire.details);
  return {
    id: known.id,
    name: known.name,
    hostId: known.hostId,
    placement: known.placement,
    status: vmStatusCodec.fromWire(wire.status) ?? 'UNKNOWN',
    reason: vmReasonCodec.fromWire(wire.reason) ?? 'UNSPECIFIED',
    sinceAt: unixMsFrom(wire.since),
    reported: reportedFromWire(wire),
    isPersistent: persistent,
    vcpuCount: known.vcpuCount,
    memoryMaxKib: known.memoryMaxKib,
    isGuestAgentConnected: guestAgentConnected,
    ...(wire.migration && { migration: migrationFromWire(wire.migration) }),
    ...overdueFromWire(wire),
    ...(details && { details }),
    epoch: known.epoch,
    n: known.n,
  };
}

export function vmStateToWire(vm: VmState): VmStateWire {
  return {
    id: vm.id,
    name: vm.name,
    status: vmStatusCodec.toWire(vm.status),
    reason: vmReasonCodec.toWire(vm.reason),
    sinceMs: vm.sinceAt,
    persistent: vm.isPersistent,
    vcpuCount: vm.vcpuCount,
    memoryMaxKib: vm.memoryMaxKib,
    guestAgentConnected: vm.isGuestAgentConnected,
    ...(vm.migration && { migration: vm.migration }),
    ...(vm.details && { details: detailsToWire(vm.details) }),
  };
}

export function incidentToWire(incident: VmIncident): VmIncidentWire {
  return { ...incident, kind: vmIncidentKindCodec.toWire(incident.kind) };
}

/** undefined: a kind of a newer version. */
export function incidentFromWire(wire: VmIncidentRead): VmIncident | undefined {
  const kind = vmIncidentKindCodec.fromWire(wire.kind);
  if (kind === undefined) return undefined;
  return { kind, action: wire.action ?? '', detail: wire.detail ?? '' };
}
