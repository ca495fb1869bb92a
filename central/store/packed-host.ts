import type { Condition, DuplicateVm, Host, OperatorWord } from '../../shared/model/host.ts';
import type { AppliedChange, Claim, DoneRequest, HostRecord } from '../../shared/model/record.ts';
import type { StoredHost } from '../ports.ts';
import { packHardware, unpackHardware } from './packed-hardware.ts';
import type { PackedHardware } from './packed-hardware.ts';

// Rows in a fixed order, as packed-vm.ts says.

type PackedCondition = readonly [
  type: Condition['type'],
  isActive: boolean,
  reason: string,
  message: string,
  sinceAt: number,
  /** Left out unless it is so. */
  isDisqualifying?: true,
];

type PackedWord = readonly [sinceAt: number, by: string, reason: string];

type PackedDuplicate = readonly [vmId: string, holderHostId: string, sinceAt: number];

type PackedHost = readonly [
  name: string,
  site: string,
  /** Keys and values in turn. */
  labels: readonly string[],
  class_: Host['class'],
  agentVersion: string,
  capabilities: readonly string[],
  hardware: PackedHardware | null,
  run: string,
  /** With the hash of the machine id, where that is known. */
  bootId: string | readonly [bootId: string, machineIdHash: string],
  status: Host['status'],
  reason: string,
  sinceAt: number,
  conditions: readonly PackedCondition[],
  /** Null: that of the record. */
  owner: string | null,
  epoch: number | null,
  n: number | null,
  vmCount: number,
  /** Left out if there are none, and by earlier versions. */
  duplicates?: readonly PackedDuplicate[] | null,
  maintenance?: PackedWord | null,
  retirement?: PackedWord,
];

export type PackedStoredHost = readonly [
  revision: number,
  incarnation: string,
  owner: string,
  instance: string,
  epoch: number,
  n: number,
  appliedChanges: readonly (readonly [run: string, change: number])[],
  /** Null: that of the host. */
  pictureRun: string | null,
  pending: HostRecord['pending'],
  host: PackedHost,
  /** Left out by earlier versions. */
  claim?: readonly [at: number, reason: Claim['reason'], from: string] | null,
  told?: readonly [epoch: number, n: number] | null,
  silence?: readonly [silentMs: number, spentMs: number] | null,
  /** Ids and verbs. */
  operatorRequests?: readonly (readonly [id: string, verb: DoneRequest['verb']])[],
  countedMs?: number,
];

const unlessSame = <Value>(value: Value, other: Value): Value | null =>
  value === other ? null : value;

export function packHost({ record, revision }: StoredHost): PackedStoredHost {
  const { incarnation, owner, instance, epoch, n, host, appliedChanges, pictureRun } = record;
  const { claim, told, silence, operatorRequests, countedMs } = record;
  const packed = [
    revision,
    ...([incarnation, owner, instance, epoch, n] as const),
    appliedChanges.map(({ run, change }) => [run, change] as const),
    unlessSame(pictureRun, host.run),
    record.pending,
    packModel(host, record),
    claim ? ([claim.at, claim.reason, claim.from] as const) : null,
  ] as const;
  const spans = silence ? ([silence.silentMs, silence.spentMs] as const) : null;
  const place = told ? ([told.epoch, told.n] as const) : null;
  if (operatorRequests || countedMs) {
    const requests = (operatorRequests ?? []).map(packRequest);
    return [...packed, place, spans, requests, countedMs ?? 0];
  }
  if (spans) return [...packed, place, spans];
  return place ? [...packed, place] : packed;
}

function packRequest({ id, verb }: DoneRequest): readonly [string, DoneRequest['verb']] {
  return [id, verb];
}

function packModel(host: Host, record: HostRecord): PackedHost {
  const { name, site, labels, agentVersion, capabilities, hardware } = host;
  const { run, bootId, machineIdHash, status, reason, sinceAt, conditions, duplicates } = host;
  const boot = machineIdHash === undefined ? bootId : ([bootId, machineIdHash] as const);
  const packed = [
    ...([name, site, Object.entries(labels).flat()] as const),
    ...([host.class, agentVersion, capabilities] as const),
    hardware === undefined ? null : packHardware(hardware),
    ...([run, boot, status, reason, sinceAt] as const),
    conditions.map(packCondition),
    unlessSame(host.owner, record.owner),
    unlessSame(host.epoch, record.epoch),
    unlessSame(host.n, record.n),
    host.vmCount,
  ] as const;
  const { maintenance, retirement } = host;
  if (maintenance || retirement) {
    const twins = duplicates ? duplicates.map(packDuplicate) : null;
    const asked = maintenance ? packWord(maintenance) : null;
    return retirement ? [...packed, twins, asked, packWord(retirement)] : [...packed, twins, asked];
  }
  return duplicates ? [...packed, duplicates.map(packDuplicate)] : packed;
}

function packWord({ sinceAt, by, reason }: OperatorWord): PackedWord {
  return [sinceAt, by, reason];
}

function unpackWord(packed: PackedWord): OperatorWord {
  return { sinceAt: packed[0], by: packed[1], reason: packed[2] };
}

function packCondition(condition: Condition): PackedCondition {
  const { type, isActive, reason, message, sinceAt, isDisqualifying } = condition;
  const packed = [type, isActive, reason, message, sinceAt] as const;
  return isDisqualifying ? [...packed, true] : packed;
}

function packDuplicate({ vmId, holderHostId, sinceAt }: DuplicateVm): PackedDuplicate {
  return [vmId, holderHostId, sinceAt];
}

/** By place, not by pattern, here and below: iterating takes longer than all the rest of reading a row. */
export function unpackHost(id: string, packed: PackedStoredHost): StoredHost {
  const model = packed[9];
  const [owner, epoch, n, run] = [packed[2], packed[4], packed[5], model[7]];
  const [claim, told, silence] = [packed[10], packed[11], packed[12]];
  const [requests, countedMs] = [packed[13], packed[14]];
  return {
    revision: packed[0],
    record: {
      incarnation: packed[1],
      owner,
      instance: packed[3],
      epoch,
      n,
      host: unpackModel(id, model, { owner, epoch, n }),
      appliedChanges: packed[6].map(unpackApplied),
      pictureRun: packed[7] ?? run,
      pending: packed[8],
      ...(claim && { claim: { at: claim[0], reason: claim[1], from: claim[2] } }),
      ...(told && { told: { epoch: told[0], n: told[1] } }),
      ...(silence && { silence: { silentMs: silence[0], spentMs: silence[1] } }),
      ...(requests && requests.length > 0 && { operatorRequests: requests.map(unpackRequest) }),
      ...(countedMs && { countedMs }),
    },
  };
}

function unpackModel(
  id: string,
  packed: PackedHost,
  record: Pick<Host, 'owner' | 'epoch' | 'n'>,
): Host {
  const host = {
    id,
    name: packed[0],
    site: packed[1],
    labels: unpackLabels(packed[2]),
    class: packed[3],
    agentVersion: packed[4],
    capabilities: packed[5],
    run: packed[7],
    ...unpackBoot(packed[8]),
    status: packed[9],
    reason: packed[10],
    sinceAt: packed[11],
    conditions: packed[12].map(unpackCondition),
    owner: packed[13] ?? record.owner,
    epoch: packed[14] ?? record.epoch,
    n: packed[15] ?? record.n,
    vmCount: packed[16],
  };
  const [hardware, duplicates] = [packed[6], packed[17]];
  const [maintenance, retirement] = [packed[18], packed[19]];
  if (hardware === null && duplicates === undefined) return host;
  return {
    ...host,
    ...(hardware && { hardware: unpackHardware(hardware) }),
    ...(duplicates && { duplicates: duplicates.map(unpackDuplicate) }),
    ...(maintenance && { maintenance: unpackWord(maintenance) }),
    ...(retirement && { retirement: unpackWord(retirement) }),
  };
}

function unpackBoot(packed: PackedHost[8]): Pick<Host, 'bootId' | 'machineIdHash'> {
  return typeof packed === 'string'
    ? { bootId: packed }
    : { bootId: packed[0], machineIdHash: packed[1] };
}

function unpackRequest(packed: readonly [string, DoneRequest['verb']]): DoneRequest {
  return { id: packed[0], verb: packed[1] };
}

function unpackApplied(packed: PackedStoredHost[6][number]): AppliedChange {
  return { run: packed[0], change: packed[1] };
}

function unpackLabels(packed: readonly string[]): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let i = 0; i + 1 < packed.length; i += 2) {
    const [key, value] = [packed[i] ?? '', packed[i + 1] ?? ''];
    if (key === '__proto__') Object.defineProperty(labels, key, { ...ownField, value });
    else labels[key] = value;
  }
  return labels;
}

const ownField = { enumerable: true, configurable: true, writable: true };

function unpackCondition(packed: PackedCondition): Condition {
  return {
    type: packed[0],
    isActive: packed[1],
    reason: packed[2],
    message: packed[3],
    sinceAt: packed[4],
    ...(packed[5] && { isDisqualifying: true }),
  };
}

function unpackDuplicate(packed: PackedDuplicate): DuplicateVm {
  return { vmId: packed[0], holderHostId: packed[1], sinceAt: packed[2] };
}
