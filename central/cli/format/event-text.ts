import type { Condition, Host } from '../../../shared/model/host.ts';
import type { Vm } from '../../../shared/model/vm.ts';
import type { Event__Output } from '../../../shared/wire/generated/muster/v1/Event.ts';
import type { EventObject__Output } from '../../../shared/wire/generated/muster/v1/EventObject.ts';
import { hostFromWire } from '../../../shared/wire/host.ts';
import { unixMsFrom } from '../../../shared/wire/time.ts';
import { vmFromWire } from '../../../shared/wire/vm.ts';
import { formatMoment } from './age.ts';
import { paint, statusColor } from './color.ts';
import { counted } from './size.ts';
import { migrationText } from './vm-columns.ts';
import { issueText } from './vm-inside.ts';
import { pad, printable } from './width.ts';
import { wordOf } from './words.ts';

export interface EventStyle {
  readonly hasColor: boolean;
  /** With the date in UTC, the event id and the delay between observed and recorded. */
  readonly isWide: boolean;
  /** Unix ms. */
  readonly now: number;
}

type Side = EventObject__Output | undefined;

function statusOf(object: Side): string {
  return object?.host
    ? wordOf('HOST_STATUS_', object.host.status)
    : wordOf('VM_STATUS_', object?.vm?.status);
}

function because(reason: string | undefined): string {
  return reason ? ` (${reason})` : '';
}

/** Fields that follow from another one, or that every change moves. */
const unsaid = new Set([
  'epoch',
  'n',
  'sinceAt',
  'reason',
  'reported',
  'placement',
  'conditions',
  'duplicates',
  'overdue',
]);

function changedFields(event: Event__Output): string {
  const [before, after] = [event.before, event.after].map((side): Host | Vm | undefined => {
    if (side?.host) return hostFromWire(side.host);
    return side?.vm && vmFromWire(side.vm);
  });
  if (before === undefined || after === undefined) return 'changed';
  const old = new Map<string, unknown>(Object.entries(before));
  const names = Object.entries(after)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old.get(name)))
    .map(([name]) => name)
    .filter((name) => !unsaid.has(name));
  return names.length === 0 ? 'changed' : `changed: ${names.join(', ')}`;
}

function conditionsOf(object: Side): readonly Condition[] {
  return object?.host ? hostFromWire(object.host).conditions : [];
}

function conditionChanges(event: Event__Output): string {
  const before = new Map(conditionsOf(event.before).map((entry) => [entry.type, entry.isActive]));
  const texts = conditionsOf(event.after)
    .filter(({ type, isActive }) => isActive !== (before.get(type) ?? false))
    .map(({ type, isActive, reason, message }) =>
      isActive
        ? `${type} began${because(reason)}${message === '' ? '' : `: ${message}`}`
        : `${type} ended`,
    );
  return texts.length > 0 ? texts.join('; ') : `conditions changed${because(event.reason)}`;
}

function statusChange(event: Event__Output): string {
  const concerned = event.vmIds?.length ?? 0;
  const vms = concerned === 0 ? '' : `, concerns ${counted(concerned, 'VM')}`;
  const from = event.before === undefined ? '' : `${statusOf(event.before)} -> `;
  return `${from}${statusOf(event.after)}${because(event.reason)}${vms}`;
}

/** As it is, or as it was when it began. */
function issueChange({ type, reason = '' }: Event__Output, side: Side): string {
  const issues = side?.vm ? vmFromWire(side.vm).details?.memoryIssues : undefined;
  const issue = issues?.find(({ kind }) => kind === reason);
  const text = issue === undefined ? reason : issueText(issue);
  return type === 'VmMemoryIssueBegan' ? text : `no more ${text}`;
}

function incidentText(event: Event__Output): string {
  const { action = '', detail = '' } = event.incident ?? {};
  return [detail, action === '' ? '' : `action ${action}`].filter(Boolean).join(', ');
}

function gapText(event: Event__Output): string {
  const { fromChange = 0, toChange = 0, reason = '' } = event.historyGap ?? {};
  return `history lost between changes ${fromChange} and ${toChange}${because(reason)}`;
}

function moveText(event: Event__Output): string {
  const from = event.before?.vm?.hostId ?? '?';
  const to = event.after?.vm?.hostId ?? '?';
  return `${from} -> ${to}, ${statusOf(event.after)}${because(event.reason)}`;
}

function ownerText({ before, after, reason }: Event__Output): string {
  return `owner ${before?.host?.owner ?? '?'} -> ${after?.host?.owner ?? '?'}${because(reason)}`;
}

function duplicateText({ after, vmIds = [] }: Event__Output): string {
  const duplicates = after?.host?.duplicates ?? [];
  return vmIds
    .map((vmId) => {
      const holder = duplicates.find((one) => one.vmId === vmId)?.holderHostId ?? '?';
      return `VM ${vmId} runs here and on host ${holder}`;
    })
    .join('; ');
}

function progressText(event: Event__Output): string {
  const vm = event.after?.vm;
  const migration = vm === undefined ? '' : migrationText(vmFromWire(vm));
  return migration || incidentText(event);
}

function suspicionText({ selfSuspicion, reason }: Event__Output): string {
  const { silentHosts = 0, hostsInContact = 0, holdMs = 0 } = selfSuspicion ?? {};
  const hold = `none is given up for ${holdMs / 1000} s unless contact returns`;
  return `${silentHosts} of ${counted(hostsInContact, 'host')} fell silent at once${because(reason)}, ${hold}`;
}

/** What happened, by event type; a type of a newer version is told by its status and reason. */
const tellers: ReadonlyMap<string, (event: Event__Output) => string> = new Map([
  ['HostAdded', (event) => `new, ${statusChange(event)}`],
  ['HostChanged', changedFields],
  ['HostConditionChanged', conditionChanges],
  ['HostNicUp', ({ reason = '' }) => `link of ${reason} is up`],
  ['HostNicDown', ({ reason = '' }) => `link of ${reason} is down`],
  [
    'HostVmsRestored',
    (event) => `in contact again, ${counted(event.vmIds?.length ?? 0, 'VM')} known again`,
  ],
  [
    'HostVmsOverdue',
    ({ vmIds, reason = '' }) => `not heard, ${counted(vmIds?.length ?? 0, 'VM')} ${reason}`,
  ],
  ['HostOwnerChanged', ownerText],
  [
    'HostRemoved',
    (event) => `gone, was ${statusOf(event.before) || 'unknown'}${because(event.reason)}`,
  ],
  ['VmDuplicated', duplicateText],
  ['HistoryGap', gapText],
  ['VmAdded', (event) => `new, ${statusChange(event)}`],
  ['VmChanged', changedFields],
  ['VmGuestChanged', ({ reason = '' }) => `guest ${reason}`],
  ['VmDevicesChanged', ({ reason = '' }) => `devices ${reason}`],
  ['VmMemoryIssueBegan', (event) => issueChange(event, event.after)],
  ['VmMemoryIssueEnded', (event) => issueChange(event, event.before)],
  ['VmHealthChanged', ({ after, reason = '' }) => `${reason}, still ${statusOf(after)}`],
  [
    'VmRemoved',
    (event) => `gone, was ${statusOf(event.before) || 'unknown'}${because(event.reason)}`,
  ],
  ['VmMigrated', moveText],
  ['VmRebooted', incidentText],
  ['VmWatchdog', incidentText],
  ['VmIoError', incidentText],
  ['VmCrashed', incidentText],
  ['VmConsoleConnected', incidentText],
  ['VmConsoleDisconnected', incidentText],
  ['VmMigrationProgress', progressText],
  ['ReplicaSuspectsItself', suspicionText],
]);

/** `host node-1` or `vm web (9b1c...) on node-1`. */
function subjectText(event: Event__Output): string {
  const host = event.hostId ?? '?';
  if (!event.vmId) return `host ${host}`;
  const name = event.after?.vm?.name ?? event.before?.vm?.name ?? '';
  return name === '' ? `vm ${event.vmId} on ${host}` : `vm ${name} (${event.vmId}) on ${host}`;
}

const typeWidth = 'HostConditionChanged'.length;

/** One change as one line, without the line break. */
export function eventLine(event: Event__Output, style: EventStyle): string {
  const type = event.type ?? '?';
  const tell = tellers.get(type) ?? statusChange;
  const recordedAt = unixMsFrom(event.recordedAt);
  const moment = style.isWide
    ? new Date(recordedAt).toISOString()
    : formatMoment(recordedAt, style.now);
  const told = printable(tell(event));
  const subject = event.replicaId ? `replica ${event.replicaId}` : subjectText(event);
  const text = `${printable(subject)}${told === '' ? '' : `: ${told}`}`;
  const line = `${moment}  ${pad(printable(type), typeWidth, 'left')}  ${text}`;
  const detailed = style.isWide ? `${line}  ${wideText(event, recordedAt)}` : line;
  return style.hasColor ? paint(detailed, colorOf(event)) : detailed;
}

function wideText(event: Event__Output, recordedAt: number): string {
  const delayMs = recordedAt - unixMsFrom(event.observedAt);
  return `[${printable(event.id ?? '')}, recorded after ${delayMs} ms]`;
}

const alarming = new Set(['VmCrashed', 'VmIoError', 'VmDuplicated', 'ReplicaSuspectsItself']);

/** Whole lines are colored only where they need attention, or the screen would be a rainbow. */
function colorOf(event: Event__Output): 'red' | 'yellow' | undefined {
  if (event.type === 'HistoryGap') return 'yellow';
  if (alarming.has(event.type ?? '')) return 'red';
  return statusColor(statusOf(event.after)) === 'red' ? 'red' : undefined;
}
