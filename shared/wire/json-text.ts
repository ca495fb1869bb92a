import type { Event, EventObject, HistoryGap, SelfSuspicion } from '../model/event.ts';
import type { Condition, DuplicateVm, Hardware, Host } from '../model/host.ts';
import type { HostRecord } from '../model/record.ts';
import type { Vm, VmIncident, VmMigration } from '../model/vm.ts';
import {
  conditionTypeCodec,
  hostClassCodec,
  hostStatusCodec,
  vmHealthCodec,
  vmIncidentKindCodec,
  vmReasonCodec,
  vmStatusCodec,
} from './enums.ts';
import { healthOf } from '../model/vm-health.ts';
import { unixMsMax } from './fields.ts';

/**
 * Records and events straight from the model to JSON text, in the order and with the omissions of `messageToJson`,
 * which goes through two objects a message and the reflection of protobufjs: four times the work, three times a state
 * change. A property test holds the two to each other.
 */

const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(value: string): string {
  return needsEscape.test(value) ? JSON.stringify(value) : `"${value}"`;
}

/** Each field brings the comma before it. */
function message(fields: string): string {
  return `{${fields.slice(1)}}`;
}

/** `key` is `,"name":`. */
function text(key: string, value: string): string {
  return value === '' ? '' : key + quoted(value);
}

/** 32 bits or fewer; more stand as text. */
function int(key: string, value: number): string {
  return value === 0 ? '' : `${key}${value}`;
}

function long(key: string, value: number): string {
  return value === 0 ? '' : `${key}"${value}"`;
}

function flag(key: string, value: boolean): string {
  return value ? `${key}true` : '';
}

function list<Entry>(
  key: string,
  entries: readonly Entry[],
  write: (entry: Entry) => string,
): string {
  if (entries.length === 0) return '';
  let all = '';
  for (const entry of entries) all += `,${write(entry)}`;
  return `${key}[${all.slice(1)}]`;
}

function optional<Value>(
  key: string,
  value: Value | undefined,
  write: (value: Value) => string,
): string {
  return value === undefined ? '' : key + write(value);
}

const dayMs = 86_400_000;
let day = -1;
let dayText = '';

/** RFC 3339. Times of one day share its date: only the rest is worked out each time. */
function time(key: string, unixMs: number): string {
  if (unixMs === 0) return '';
  if (!(unixMs > 0 && unixMs <= unixMsMax && Number.isSafeInteger(unixMs)))
    return `${key}"${new Date(unixMs).toISOString()}"`;
  const dayNow = Math.floor(unixMs / dayMs);
  if (dayNow !== day) {
    day = dayNow;
    dayText = new Date(unixMs).toISOString().slice(0, 11);
  }
  const ms = unixMs - dayNow * dayMs;
  const s = Math.floor(ms / 1000);
  const minutes = Math.floor(s / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(s % 60)}`;
  return `${key}"${dayText}${clock}.${three(ms % 1000)}Z"`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

function three(value: number): string {
  return value < 100 ? `0${two(value)}` : `${value}`;
}

function migrationText({ fromHostId, toHostId, iteration }: VmMigration): string {
  return message(
    text(',"fromHostId":', fromHostId) +
      text(',"toHostId":', toHostId) +
      int(',"iteration":', iteration),
  );
}

/** muster.v1.Vm without a sample. */
function vmText(vm: Vm): string {
  const { reported } = vm;
  return message(
    text(',"id":', vm.id) +
      text(',"name":', vm.name) +
      text(',"hostId":', vm.hostId) +
      long(',"placement":', vm.placement) +
      `,"status":"${vmStatusCodec.toWire(vm.status)}","reason":"${vmReasonCodec.toWire(vm.reason)}"` +
      time(',"since":', vm.sinceAt) +
      `,"reportedStatus":"${vmStatusCodec.toWire(reported.status)}"` +
      `,"reportedReason":"${vmReasonCodec.toWire(reported.reason)}"` +
      flag(',"persistent":', vm.isPersistent) +
      int(',"vcpuCount":', vm.vcpuCount) +
      long(',"memoryMaxKib":', vm.memoryMaxKib) +
      flag(',"guestAgentConnected":', vm.isGuestAgentConnected) +
      optional(',"migration":', vm.migration, migrationText) +
      long(',"epoch":', vm.epoch) +
      long(',"n":', vm.n) +
      time(',"reportedSince":', reported.sinceAt) +
      `,"health":"${vmHealthCodec.toWire(healthOf(vm))}"` +
      (vm.overdue === undefined ? '' : time(',"overdueSince":', vm.overdue.sinceAt)),
  );
}

function conditionText(condition: Condition): string {
  return message(
    `,"type":"${conditionTypeCodec.toWire(condition.type)}"` +
      flag(',"active":', condition.isActive) +
      text(',"reason":', condition.reason) +
      text(',"message":', condition.message) +
      time(',"since":', condition.sinceAt) +
      flag(',"disqualifying":', condition.isDisqualifying ?? false),
  );
}

function duplicateText({ vmId, holderHostId, sinceAt }: DuplicateVm): string {
  return message(
    text(',"vmId":', vmId) + text(',"holderHostId":', holderHostId) + time(',"since":', sinceAt),
  );
}

function hardwareText(hardware: Hardware): string {
  return message(
    text(',"cpuModel":', hardware.cpuModel) +
      int(',"cpuCount":', hardware.cpuCount) +
      int(',"socketCount":', hardware.socketCount) +
      text(',"architecture":', hardware.architecture) +
      long(',"memoryKib":', hardware.memoryKib) +
      text(',"operatingSystem":', hardware.operatingSystem) +
      text(',"kernel":', hardware.kernel) +
      list(',"virtualization":', hardware.virtualization, quoted) +
      list(',"networkInterfaces":', hardware.networkInterfaces, ({ name, mac, speedMbps }) =>
        message(text(',"name":', name) + text(',"mac":', mac) + int(',"speedMbps":', speedMbps)),
      ) +
      list(',"disks":', hardware.disks, ({ name, sizeBytes, isRotational }) =>
        message(
          text(',"name":', name) +
            long(',"sizeBytes":', sizeBytes) +
            flag(',"rotational":', isRotational),
        ),
      ) +
      optional(',"hypervisor":', hardware.hypervisor, ({ type, version, libraryVersion }) =>
        message(
          text(',"type":', type) +
            text(',"version":', version) +
            text(',"libraryVersion":', libraryVersion),
        ),
      ) +
      text(',"probeSource":', hardware.probeSource),
  );
}

function labelsText(labels: Host['labels']): string {
  for (const _ in labels) return `,"labels":${JSON.stringify(labels)}`;
  return '';
}

/** muster.v1.Host without samples. */
function hostText(host: Host): string {
  return message(
    text(',"id":', host.id) +
      text(',"name":', host.name) +
      text(',"site":', host.site) +
      labelsText(host.labels) +
      `,"class":"${hostClassCodec.toWire(host.class)}"` +
      text(',"agentVersion":', host.agentVersion) +
      list(',"capabilities":', host.capabilities, quoted) +
      optional(',"hardware":', host.hardware, hardwareText) +
      text(',"run":', host.run) +
      text(',"bootId":', host.bootId) +
      `,"status":"${hostStatusCodec.toWire(host.status)}"` +
      text(',"reason":', host.reason) +
      time(',"since":', host.sinceAt) +
      list(',"conditions":', host.conditions, conditionText) +
      text(',"owner":', host.owner) +
      long(',"epoch":', host.epoch) +
      long(',"n":', host.n) +
      int(',"vmCount":', host.vmCount) +
      list(',"duplicates":', host.duplicates ?? [], duplicateText) +
      text(',"machineIdHash":', host.machineIdHash ?? ''),
  );
}

function objectText(object: EventObject): string {
  return object.kind === 'host'
    ? `{"host":${hostText(object.host)}}`
    : `{"vm":${vmText(object.vm)}}`;
}

function gapText({ fromChange, toChange, reason, fromRun }: HistoryGap): string {
  return message(
    long(',"fromChange":', fromChange) +
      long(',"toChange":', toChange) +
      text(',"reason":', reason) +
      text(',"fromRun":', fromRun),
  );
}

function incidentText({ kind, action, detail }: VmIncident): string {
  return message(
    `,"kind":"${vmIncidentKindCodec.toWire(kind)}"` +
      text(',"action":', action) +
      text(',"detail":', detail),
  );
}

function suspicionText({ hostsInContact, silentHosts, holdMs }: SelfSuspicion): string {
  return message(
    int(',"hostsInContact":', hostsInContact) +
      int(',"silentHosts":', silentHosts) +
      long(',"holdMs":', holdMs),
  );
}

/** muster.v1.Event. */
export function eventText(event: Event): string {
  return message(
    text(',"id":', event.id) +
      text(',"type":', event.type) +
      text(',"hostId":', event.hostId) +
      text(',"vmId":', event.vmId) +
      long(',"epoch":', event.epoch) +
      long(',"n":', event.n) +
      long(',"placement":', event.placement) +
      time(',"observedAt":', event.observedAt) +
      time(',"recordedAt":', event.recordedAt) +
      text(',"reason":', event.reason) +
      optional(',"after":', event.after, objectText) +
      optional(',"before":', event.before, objectText) +
      list(',"vmIds":', event.vmIds, quoted) +
      optional(',"historyGap":', event.historyGap, gapText) +
      optional(',"incident":', event.incident, incidentText) +
      text(',"replicaId":', event.replicaId ?? '') +
      optional(',"selfSuspicion":', event.selfSuspicion, suspicionText),
  );
}

/** muster.v1.VmRecord. */
export function vmRecordText(owner: string, vm: Vm): string {
  return message(`${text(',"owner":', owner)},"vm":${vmText(vm)}`);
}

/** muster.v1.HostRecord. */
export function hostRecordText(record: HostRecord): string {
  return message(
    text(',"incarnation":', record.incarnation) +
      text(',"owner":', record.owner) +
      text(',"instance":', record.instance) +
      long(',"epoch":', record.epoch) +
      long(',"n":', record.n) +
      `,"host":${hostText(record.host)}` +
      list(',"appliedChanges":', record.appliedChanges, ({ run, change }) =>
        message(text(',"run":', run) + long(',"change":', change)),
      ) +
      list(',"pending":', record.pending, eventText) +
      text(',"pictureRun":', record.pictureRun) +
      optional(',"claim":', record.claim, ({ at, reason, from }) =>
        message(long(',"atMs":', at) + text(',"reason":', reason) + text(',"from":', from)),
      ) +
      optional(',"told":', record.told, ({ epoch, n }) =>
        message(long(',"epoch":', epoch) + long(',"n":', n)),
      ) +
      optional(',"silence":', record.silence, ({ silentMs, spentMs }) =>
        message(long(',"silentMs":', silentMs) + long(',"spentMs":', spentMs)),
      ),
  );
}
