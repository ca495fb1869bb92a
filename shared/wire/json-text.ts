import type { Event, EventObject, HistoryGap, SelfSuspicion } from '../model/event.ts';
import type { Condition, DuplicateVm, Hardware, Host, OperatorWord } from '../model/host.ts';
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
import { flag, int, list, long, message, optional, quoted, text, time } from './json-pieces.ts';
import { detailsText } from './vm-details-text.ts';

/**
 * Records and events straight from the model to JSON text, in the order and with the omissions of `messageToJson`,
 * which goes through two objects a message and the reflection of protobufjs: four times the work, three times a state
 * change. A property test holds the two to each other.
 */

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
      (vm.overdue === undefined ? '' : time(',"overdueSince":', vm.overdue.sinceAt)) +
      optional(',"details":', vm.details, detailsText),
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

function wordText({ sinceAt, by, reason }: OperatorWord): string {
  return message(time(',"since":', sinceAt) + text(',"by":', by) + text(',"reason":', reason));
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
      optional(',"maintenance":', host.maintenance, wordText) +
      optional(',"retirement":', host.retirement, wordText) +
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
      ) +
      list(',"operatorRequests":', record.operatorRequests ?? [], ({ id, verb }) =>
        message(text(',"id":', id) + text(',"verb":', verb)),
      ) +
      long(',"countedMs":', record.countedMs ?? 0),
  );
}
