import { limits } from '../limits.ts';
import type { ConditionReport, Hardware } from '../model/host.ts';
import type { Change, ChangeBody, Report, ReportDigest, SnapshotChunk } from '../model/protocol.ts';
import type { VmMigration, VmState } from '../model/vm.ts';
import { conditionTypeCodec, vmReasonCodec, vmStatusCodec } from './enums.ts';
import { gapFromWire } from './event.ts';
import {
  countOf,
  FieldError,
  idOf,
  listOf,
  nameOf,
  optionalIdOf,
  textOf,
  unixMsOf,
} from './fields.ts';
import type { Change__Output as ChangeRead } from './generated/muster/v1/Change.ts';
import type { ConditionReport__Output as ConditionRead } from './generated/muster/v1/ConditionReport.ts';
import type { Digest__Output as DigestRead } from './generated/muster/v1/Digest.ts';
import type { Report__Output as ReportRead } from './generated/muster/v1/Report.ts';
import type { SnapshotChunk__Output as SnapshotRead } from './generated/muster/v1/SnapshotChunk.ts';
import type { VmMigration__Output as MigrationRead } from './generated/muster/v1/VmMigration.ts';
import type { VmState__Output as VmStateRead } from './generated/muster/v1/VmState.ts';
import { hardwareOf } from './hardware-from-wire.ts';
import { readHostStatsDelta, readVmStatsDeltas } from './samples.ts';
import { detailsFromWire } from './vm-details.ts';
import { incidentFromWire } from './vm.ts';

/*
 * Reports as agents send them: every field is checked before anything is believed (each function throws FieldError
 * naming the field), except that values of a newer agent's enums are accepted as UNKNOWN.
 */

function migrationOf(path: string, wire: MigrationRead): VmMigration {
  return {
    fromHostId: optionalIdOf(`${path}.from_host_id`, wire.fromHostId),
    toHostId: optionalIdOf(`${path}.to_host_id`, wire.toHostId),
    iteration: countOf(`${path}.iteration`, wire.iteration),
  };
}

function vmStateOf(path: string, wire: VmStateRead): VmState {
  const details = wire.details && detailsFromWire(`${path}.details`, wire.details);
  return {
    id: idOf(`${path}.id`, wire.id),
    name: nameOf(`${path}.name`, wire.name),
    status: vmStatusCodec.fromWire(wire.status) ?? 'UNKNOWN',
    reason: vmReasonCodec.fromWire(wire.reason) ?? 'UNSPECIFIED',
    sinceAt: unixMsOf(`${path}.since_ms`, wire.sinceMs),
    isPersistent: wire.persistent ?? false,
    vcpuCount: countOf(`${path}.vcpu_count`, wire.vcpuCount),
    memoryMaxKib: countOf(`${path}.memory_max_kib`, wire.memoryMaxKib),
    isGuestAgentConnected: wire.guestAgentConnected ?? false,
    ...(wire.migration && { migration: migrationOf(`${path}.migration`, wire.migration) }),
    ...(details && { details }),
  };
}

/** undefined: a condition of a newer agent. */
function conditionOf(path: string, wire: ConditionRead): ConditionReport | undefined {
  const type = conditionTypeCodec.fromWire(wire.type);
  if (type === undefined) return undefined;
  return {
    type,
    isActive: wire.active ?? false,
    reason: textOf(`${path}.reason`, wire.reason, limits.detailLengthMax),
    message: textOf(`${path}.message`, wire.message, limits.messageLengthMax),
  };
}

function incidentBodyOf(path: string, wire: NonNullable<ChangeRead['incident']>): ChangeBody {
  const vmId = idOf(`${path}.vm_id`, wire.vmId);
  const incident = wire.incident ? incidentFromWire(wire.incident) : undefined;
  if (incident === undefined) return { kind: 'unknown' };
  textOf(`${path}.incident.action`, incident.action, limits.detailLengthMax);
  textOf(`${path}.incident.detail`, incident.detail, limits.detailLengthMax);
  return { kind: 'incident', vmId, incident };
}

function bodyOf(path: string, wire: ChangeRead): ChangeBody {
  if (wire.vm) return { kind: 'vm', vm: vmStateOf(`${path}.vm`, wire.vm) };
  if (wire.vmRemoved !== undefined) {
    return { kind: 'vm-removed', vmId: idOf(`${path}.vm_removed`, wire.vmRemoved) };
  }
  if (wire.incident) return incidentBodyOf(`${path}.incident`, wire.incident);
  if (wire.condition) {
    const condition = conditionOf(`${path}.condition`, wire.condition);
    return condition === undefined ? { kind: 'unknown' } : { kind: 'condition', condition };
  }
  if (wire.hardware) {
    return { kind: 'hardware', hardware: hardwareOf(`${path}.hardware`, wire.hardware) };
  }
  return { kind: 'unknown' };
}

function changesOf(wire: readonly ChangeRead[] | undefined): Change[] {
  let last = 0;
  return listOf('report.changes', wire, limits.changesPerReportMax).map((change, i) => {
    const path = `report.changes[${String(i)}]`;
    const number = countOf(`${path}.change`, change.change);
    if (number <= last) {
      throw new FieldError(
        `${path}.change`,
        'out_of_order',
        `must be above ${String(last)}, is ${String(number)}`,
      );
    }
    last = number;
    return {
      change: number,
      observedAt: unixMsOf(`${path}.observed_at_ms`, change.observedAtMs),
      body: bodyOf(path, change),
    };
  });
}

function optionalHardwareOf(path: string, wire: SnapshotRead): { hardware?: Hardware } {
  return wire.hardware ? { hardware: hardwareOf(path, wire.hardware) } : {};
}

function snapshotOf(wire: SnapshotRead): SnapshotChunk {
  const path = 'report.snapshot';
  const change = countOf(`${path}.change`, wire.change);
  if (change === 0) throw new FieldError(`${path}.change`, 'missing', 'must be set');
  return {
    change,
    chunk: countOf(`${path}.chunk`, wire.chunk),
    isLast: wire.last ?? false,
    areVmsKnown: wire.vmsKnown ?? false,
    vms: listOf(`${path}.vms`, wire.vms, limits.snapshotChunkVms).map((vm, i) =>
      vmStateOf(`${path}.vms[${String(i)}]`, vm),
    ),
    conditions: listOf(`${path}.conditions`, wire.conditions, limits.conditionsMax).flatMap(
      (condition, i) => conditionOf(`${path}.conditions[${String(i)}]`, condition) ?? [],
    ),
    observedAt: unixMsOf(`${path}.observed_at_ms`, wire.observedAtMs),
    ...(wire.gap && { gap: gapOf(`${path}.gap`, wire.gap) }),
    ...optionalHardwareOf(`${path}.hardware`, wire),
  };
}

function gapOf(
  path: string,
  wire: NonNullable<SnapshotRead['gap']>,
): ReturnType<typeof gapFromWire> {
  countOf(`${path}.from_change`, wire.fromChange);
  countOf(`${path}.to_change`, wire.toChange);
  textOf(`${path}.reason`, wire.reason, limits.detailLengthMax);
  optionalIdOf(`${path}.from_run`, wire.fromRun);
  return gapFromWire(wire);
}

function digestOf(wire: DigestRead): ReportDigest {
  return {
    change: countOf('report.digest.change', wire.change),
    vmCount: countOf('report.digest.vm_count', wire.vmCount),
    hash: countOf('report.digest.hash', wire.hash),
  };
}

export function reportFromWire(wire: ReportRead): Report {
  return {
    frame: countOf('report.frame', wire.frame),
    ...(wire.host && { host: readHostStatsDelta(wire.host) }),
    vms: readVmStatsDeltas(wire.vms),
    changes: changesOf(wire.changes),
    ...(wire.snapshot && { snapshot: snapshotOf(wire.snapshot) }),
    ...(wire.digest && { digest: digestOf(wire.digest) }),
    sentAt: unixMsOf('report.sent_at_ms', wire.sentAtMs),
  };
}
