import { limits } from '../limits.ts';
import type { AgentMessage, Change, Hello, Report, SnapshotChunk } from '../model/protocol.ts';
import type { ConditionReport } from '../model/host.ts';
import { conditionTypeCodec, goodbyeKindCodec, hostClassCodec } from './enums.ts';
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
import type { AgentMessage as AgentMessageWire } from './generated/muster/v1/AgentMessage.ts';
import type { AgentMessage__Output as AgentMessageRead } from './generated/muster/v1/AgentMessage.ts';
import type { Change as ChangeWire } from './generated/muster/v1/Change.ts';
import type { ConditionReport as ConditionWire } from './generated/muster/v1/ConditionReport.ts';
import type {
  Hello as HelloWire,
  Hello__Output as HelloRead,
} from './generated/muster/v1/Hello.ts';
import type { Report as ReportWire } from './generated/muster/v1/Report.ts';
import type { SnapshotChunk as SnapshotWire } from './generated/muster/v1/SnapshotChunk.ts';
import { hardwareOf } from './hardware-from-wire.ts';
import { hardwareToWire } from './host.ts';
import { reportFromWire } from './report-from-wire.ts';
import { hostStatsDeltaToWire, vmStatsDeltaToWire } from './samples.ts';
import { incidentToWire, vmStateToWire } from './vm.ts';

/** The version of the agent protocol spoken here. */
export const protocolVersion = 1;

function helloToWire({ sentAt, class: hostClass, hardware, ...hello }: Hello): HelloWire {
  return {
    ...hello,
    capabilities: [...hello.capabilities],
    class: hostClassCodec.toWire(hostClass),
    ...(hardware && { hardware: hardwareToWire(hardware) }),
    sentAtMs: sentAt,
  };
}

function labelsOf(wire: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const entries = listOf('hello.labels', Object.entries(wire ?? {}), limits.labelsMax);
  for (const [key, value] of entries) {
    textOf(
      `hello.labels["${key.slice(0, limits.idLengthMax)}"]`,
      value,
      limits.labelValueLengthMax,
    );
    if (key === '' || key.length > limits.labelKeyLengthMax) {
      throw new FieldError('hello.labels', 'bad_label', 'keys must have 1 to 128 characters');
    }
  }
  return Object.fromEntries(entries);
}

function identityOf(
  wire: HelloRead,
): Pick<Hello, 'hostId' | 'run' | 'bootId' | 'machineIdHash' | 'protocolVersion'> {
  const version = countOf('hello.protocol_version', wire.protocolVersion);
  if (version === 0) throw new FieldError('hello.protocol_version', 'missing', 'must be set');
  return {
    hostId: idOf('hello.host_id', wire.hostId),
    run: idOf('hello.run', wire.run),
    bootId: optionalIdOf('hello.boot_id', wire.bootId),
    machineIdHash: optionalIdOf('hello.machine_id_hash', wire.machineIdHash),
    protocolVersion: version,
  };
}

/** The central claims above it: one agent must not be able to use the numbers up. */
function epochOf(field: string, value: unknown): number {
  const epoch = countOf(field, value);
  if (epoch > limits.epochSeenMax) {
    throw new FieldError(field, 'out_of_range', `must be at most ${String(limits.epochSeenMax)}`);
  }
  return epoch;
}

function helloFromWire(wire: HelloRead): Hello {
  const sleptMs = countOf('hello.slept_ms', wire.sleptMs);
  return {
    ...identityOf(wire),
    agentVersion: nameOf('hello.agent_version', wire.agentVersion),
    capabilities: listOf('hello.capabilities', wire.capabilities, limits.capabilitiesMax).map(
      (capability, i) => idOf(`hello.capabilities[${String(i)}]`, capability),
    ),
    name: nameOf('hello.name', wire.name),
    site: optionalIdOf('hello.site', wire.site),
    labels: labelsOf(wire.labels),
    class: hostClassCodec.fromWire(wire.class) ?? 'PERMANENT',
    ...(wire.hardware && { hardware: hardwareOf('hello.hardware', wire.hardware) }),
    epochSeen: epochOf('hello.epoch_seen', wire.epochSeen),
    safeChange: countOf('hello.safe_change', wire.safeChange),
    lastChange: countOf('hello.last_change', wire.lastChange),
    unreachableOwner: nameOf('hello.unreachable_owner', wire.unreachableOwner),
    redirects: countOf('hello.redirects', wire.redirects),
    sentAt: unixMsOf('hello.sent_at_ms', wire.sentAtMs),
    ...(sleptMs > 0 && { sleptMs }),
  };
}

function conditionToWire(condition: ConditionReport): ConditionWire {
  return {
    type: conditionTypeCodec.toWire(condition.type),
    active: condition.isActive,
    reason: condition.reason,
    message: condition.message,
  };
}

function changeToWire({ change, observedAt, body }: Change): ChangeWire {
  const head = { change, observedAtMs: observedAt };
  switch (body.kind) {
    case 'vm':
      return { ...head, vm: vmStateToWire(body.vm) };
    case 'vm-removed':
      return { ...head, vmRemoved: body.vmId };
    case 'incident':
      return {
        ...head,
        incident: { vmId: body.vmId, incident: incidentToWire(body.incident) },
      };
    case 'condition':
      return { ...head, condition: conditionToWire(body.condition) };
    case 'hardware':
      return { ...head, hardware: hardwareToWire(body.hardware) };
    case 'unknown':
      return head;
  }
}

function snapshotToWire(snapshot: SnapshotChunk): SnapshotWire {
  return {
    change: snapshot.change,
    chunk: snapshot.chunk,
    last: snapshot.isLast,
    vmsKnown: snapshot.areVmsKnown,
    vms: snapshot.vms.map(vmStateToWire),
    conditions: snapshot.conditions.map(conditionToWire),
    observedAtMs: snapshot.observedAt,
    ...(snapshot.gap && { gap: snapshot.gap }),
    ...(snapshot.hardware && { hardware: hardwareToWire(snapshot.hardware) }),
  };
}

function reportToWire(report: Report): ReportWire {
  return {
    frame: report.frame,
    ...(report.host && { host: hostStatsDeltaToWire(report.host) }),
    vms: report.vms.map(vmStatsDeltaToWire),
    changes: report.changes.map(changeToWire),
    ...(report.snapshot && { snapshot: snapshotToWire(report.snapshot) }),
    ...(report.digest && { digest: report.digest }),
    sentAtMs: report.sentAt,
  };
}

export function agentMessageToWire(message: AgentMessage): AgentMessageWire {
  switch (message.kind) {
    case 'hello':
      return { body: 'hello', hello: helloToWire(message.hello) };
    case 'report':
      return { body: 'report', report: reportToWire(message.report) };
    case 'goodbye':
      return { body: 'goodbye', goodbye: { kind: goodbyeKindCodec.toWire(message.goodbye) } };
  }
}

/** What an agent sent, every field checked. Throws FieldError naming the first wrong field. */
export function agentMessageFromWire(wire: AgentMessageRead): AgentMessage {
  if (wire.hello) return { kind: 'hello', hello: helloFromWire(wire.hello) };
  if (wire.report) return { kind: 'report', report: reportFromWire(wire.report) };
  if (wire.goodbye) {
    return { kind: 'goodbye', goodbye: goodbyeKindCodec.fromWire(wire.goodbye.kind) ?? 'RESTART' };
  }
  throw new FieldError('body', 'missing', 'must be hello, report or goodbye');
}
