import type { Condition, DuplicateVm, Hardware, Host, OperatorWord } from '../model/host.ts';
import { conditionTypeCodec, hostClassCodec, hostStatusCodec } from './enums.ts';
import type { Condition as ConditionWire } from './generated/muster/v1/Condition.ts';
import type { Condition__Output as ConditionRead } from './generated/muster/v1/Condition.ts';
import type { DuplicateVm as DuplicateVmWire } from './generated/muster/v1/DuplicateVm.ts';
import type { DuplicateVm__Output as DuplicateVmRead } from './generated/muster/v1/DuplicateVm.ts';
import type { Hardware as HardwareWire } from './generated/muster/v1/Hardware.ts';
import type { Hardware__Output as HardwareRead } from './generated/muster/v1/Hardware.ts';
import type { Host as HostWire } from './generated/muster/v1/Host.ts';
import type { Host__Output as HostRead } from './generated/muster/v1/Host.ts';
import type { OperatorWord as OperatorWordWire } from './generated/muster/v1/OperatorWord.ts';
import type { OperatorWord__Output as OperatorWordRead } from './generated/muster/v1/OperatorWord.ts';
import { timestampOf, unixMsFrom } from './time.ts';

export function hardwareToWire(hardware: Hardware): HardwareWire {
  return {
    cpuModel: hardware.cpuModel,
    cpuCount: hardware.cpuCount,
    socketCount: hardware.socketCount,
    architecture: hardware.architecture,
    memoryKib: hardware.memoryKib,
    operatingSystem: hardware.operatingSystem,
    kernel: hardware.kernel,
    virtualization: [...hardware.virtualization],
    networkInterfaces: [...hardware.networkInterfaces],
    disks: hardware.disks.map(({ isRotational, ...disk }) => ({
      ...disk,
      rotational: isRotational,
    })),
    ...(hardware.hypervisor && { hypervisor: hardware.hypervisor }),
    probeSource: hardware.probeSource,
  };
}

const unsetHardware = {
  cpuModel: '',
  cpuCount: 0,
  socketCount: 0,
  architecture: '',
  memoryKib: 0,
  operatingSystem: '',
  kernel: '',
  virtualization: [],
};
const unsetHypervisor = { type: '', version: '', libraryVersion: '' };

export function hardwareFromWire(wire: HardwareRead): Hardware {
  const { hypervisor, probeSource, networkInterfaces, disks, ...plain } = wire;
  return {
    ...unsetHardware,
    ...plain,
    networkInterfaces: (networkInterfaces ?? []).map((nic) => ({
      ...{ name: '', mac: '', speedMbps: 0 },
      ...nic,
    })),
    disks: (disks ?? []).map((disk) => ({
      name: disk.name ?? '',
      sizeBytes: disk.sizeBytes ?? 0,
      isRotational: disk.rotational ?? false,
    })),
    ...(hypervisor && { hypervisor: { ...unsetHypervisor, ...hypervisor } }),
    probeSource: probeSource === 'os' ? 'os' : 'proc',
  };
}

function conditionToWire(condition: Condition): ConditionWire {
  return {
    type: conditionTypeCodec.toWire(condition.type),
    active: condition.isActive,
    reason: condition.reason,
    message: condition.message,
    since: timestampOf(condition.sinceAt),
    disqualifying: condition.isDisqualifying ?? false,
  };
}

/** Conditions of a newer version are left out: nobody here could name them. */
function conditionsFromWire(conditions: readonly ConditionRead[] | undefined): Condition[] {
  return (conditions ?? []).flatMap((wire) => {
    const type = conditionTypeCodec.fromWire(wire.type);
    if (type === undefined) return [];
    return {
      type,
      isActive: wire.active ?? false,
      reason: wire.reason ?? '',
      message: wire.message ?? '',
      sinceAt: unixMsFrom(wire.since),
      ...(wire.disqualifying === true && { isDisqualifying: true as const }),
    };
  });
}

function duplicateToWire({ vmId, holderHostId, sinceAt }: DuplicateVm): DuplicateVmWire {
  return { vmId, holderHostId, since: timestampOf(sinceAt) };
}

function duplicateFromWire(wire: DuplicateVmRead): DuplicateVm {
  return {
    vmId: wire.vmId ?? '',
    holderHostId: wire.holderHostId ?? '',
    sinceAt: unixMsFrom(wire.since),
  };
}

function wordToWire({ sinceAt, by, reason }: OperatorWord): OperatorWordWire {
  return { since: timestampOf(sinceAt), by, reason };
}

function wordFromWire({ since, by = '', reason = '' }: OperatorWordRead): OperatorWord {
  return { sinceAt: unixMsFrom(since), by, reason };
}

/** Without samples; the API adds them. */
export function hostToWire(host: Host): HostWire {
  return {
    id: host.id,
    name: host.name,
    site: host.site,
    labels: host.labels,
    class: hostClassCodec.toWire(host.class),
    agentVersion: host.agentVersion,
    capabilities: [...host.capabilities],
    ...(host.hardware && { hardware: hardwareToWire(host.hardware) }),
    run: host.run,
    bootId: host.bootId,
    ...(host.machineIdHash !== undefined && { machineIdHash: host.machineIdHash }),
    status: hostStatusCodec.toWire(host.status),
    reason: host.reason,
    since: timestampOf(host.sinceAt),
    conditions: host.conditions.map(conditionToWire),
    ...(host.duplicates && { duplicates: host.duplicates.map(duplicateToWire) }),
    owner: host.owner,
    epoch: host.epoch,
    n: host.n,
    vmCount: host.vmCount,
    ...(host.maintenance && { maintenance: wordToWire(host.maintenance) }),
    ...(host.retirement && { retirement: wordToWire(host.retirement) }),
  };
}

const unsetHost = {
  id: '',
  name: '',
  site: '',
  labels: {},
  agentVersion: '',
  capabilities: [],
  run: '',
  bootId: '',
  reason: '',
  owner: '',
  epoch: 0,
  n: 0,
  vmCount: 0,
};

function machineFromWire({ machineIdHash = '' }: HostRead): Pick<Host, 'machineIdHash'> {
  return machineIdHash === '' ? {} : { machineIdHash };
}

/** Reads what a replica wrote (records, events, answers); a status of a newer version reads as PENDING. */
export function hostFromWire(wire: HostRead): Host {
  const known = { ...unsetHost, ...wire };
  const { duplicates = [] } = wire;
  return {
    id: known.id,
    name: known.name,
    site: known.site,
    labels: known.labels,
    class: hostClassCodec.fromWire(wire.class) ?? 'PERMANENT',
    agentVersion: known.agentVersion,
    capabilities: known.capabilities,
    ...(wire.hardware && { hardware: hardwareFromWire(wire.hardware) }),
    run: known.run,
    bootId: known.bootId,
    ...machineFromWire(wire),
    status: hostStatusCodec.fromWire(wire.status) ?? 'PENDING',
    reason: known.reason,
    sinceAt: unixMsFrom(wire.since),
    conditions: conditionsFromWire(wire.conditions),
    ...(duplicates.length > 0 && { duplicates: duplicates.map(duplicateFromWire) }),
    owner: known.owner,
    epoch: known.epoch,
    n: known.n,
    vmCount: known.vmCount,
    ...(wire.maintenance && { maintenance: wordFromWire(wire.maintenance) }),
    ...(wire.retirement && { retirement: wordFromWire(wire.retirement) }),
  };
}
