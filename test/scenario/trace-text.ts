import type { HostRecord } from '../../shared/model/record.ts';
import type { Event, EventObject, HistoryGap } from '../../shared/model/event.ts';
import type { Condition, Hardware, Host } from '../../shared/model/host.ts';
import type { CentralMessage, Report } from '../../shared/model/protocol.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { isSame } from '../../shared/model/same.ts';
import type { HostCommit, SessionEnd } from '../../central/ports.ts';

/** One line for everything that can be seen from outside. */

const place = ({ epoch, n }: { readonly epoch: number; readonly n: number }): string =>
  `(${String(epoch)},${String(n)})`;

export function recordText({
  host,
  appliedChanges,
  pictureRun,
  pending,
  ...record
}: HostRecord): string {
  const applied = appliedChanges.map(({ run, change }) => `${run}:${String(change)}`).join(' ');
  const picture = pictureRun === '' ? 'none' : pictureRun;
  const said = `${place(record)} ${host.status} applied ${applied || 'none'} picture ${picture}`;
  return pending.length === 0 ? said : `${said} pending ${String(pending.length)}`;
}

export function commitText({ record }: HostCommit): string {
  return `commit ${record.host.id} ${recordText(record)}`;
}

export function vmText({ id, hostId, placement, status, reason, reported, ...vm }: Vm): string {
  const isHidden = reported.status !== status || reported.reason !== reason;
  const says = isHidden ? `, last said ${reported.status}/${reported.reason}` : '';
  const overdue = vm.overdue === undefined ? '' : `, ${vm.overdue.health}`;
  return `${id} on ${hostId} p${String(placement)} ${place(vm)} ${status}/${reason}${says}${overdue}`;
}

export function eventText(event: Event): string {
  const { id, type, reason, vmId, hostId, placement, vmIds, historyGap, incident } = event;
  const what = vmId === '' ? hostId : `${vmId} on ${hostId} p${String(placement)}`;
  const parts = [
    `event ${id} ${place(event)} ${type} ${reason}: ${what} ${edgeText(event)}`.trimEnd(),
    ...differences(event.before, event.after),
    ...(vmIds.length > 0 ? [`VMs ${vmIds.join(' ')}`] : []),
    ...(historyGap ? [gapText(historyGap)] : []),
    ...(incident
      ? [['incident', incident.kind, incident.action, incident.detail].filter(Boolean).join(' ')]
      : []),
    ...(event.observedAt === event.recordedAt
      ? []
      : [`seen ${String(event.recordedAt - event.observedAt)} ms before`]),
  ];
  return parts.join('; ');
}

function gapText({ fromChange, toChange, fromRun, reason }: HistoryGap): string {
  const run = fromRun === '' ? 'this run' : fromRun;
  return `gap ${reason} from ${String(fromChange)} of ${run} to ${String(toChange)}`;
}

function statusText(object: EventObject | undefined): string {
  if (object === undefined) return 'none';
  const { status, reason } = object.kind === 'host' ? object.host : object.vm;
  return `${status}/${reason}`;
}

function edgeText({ before, after }: Event): string {
  const [was, is] = [statusText(before), statusText(after)];
  return was === is ? is : `${was} -> ${is}`;
}

/** Told by the line itself, or different in every event. */
const toldFields = new Set([
  ...['id', 'status', 'reason', 'sinceAt', 'reported'],
  ...['epoch', 'n', 'owner', 'placement', 'vmCount'],
]);

function differences(before: EventObject | undefined, after: EventObject | undefined): string[] {
  if (before === undefined || after === undefined) return [];
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => !isSame(was.get(name), is.get(name)) && !toldFields.has(name))
    .map((name) => `${name} ${valueText(was.get(name))} -> ${valueText(is.get(name))}`);
}

function fieldsOf(object: EventObject): Map<string, unknown> {
  return new Map(Object.entries(object.kind === 'host' ? object.host : object.vm));
}

function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every(isCondition)) return conditionsText(value);
  if (isHardware(value)) return `${String(value.cpuCount)} CPUs`;
  return value === undefined
    ? 'none'
    : typeof value === 'string'
      ? value || '""'
      : JSON.stringify(value);
}

function isHardware(value: unknown): value is Hardware {
  return typeof value === 'object' && value !== null && 'cpuCount' in value;
}

function isCondition(value: unknown): value is Condition {
  return typeof value === 'object' && value !== null && 'isActive' in value;
}

function conditionsText(conditions: readonly Condition[]): string {
  const texts = conditions.map(
    ({ type, isActive, reason }) => `${isActive ? '+' : '-'}${type}/${reason}`,
  );
  return `[${texts.join(' ')}]`;
}

export function hostText(host: Host): string {
  const { id, status, reason, run, bootId, vmCount, conditions } = host;
  return [
    `${id} ${place(host)} ${status}/${reason}`,
    `run ${run}`,
    `boot ${bootId}`,
    `${String(vmCount)} VMs`,
    ...(conditions.length > 0 ? [conditionsText(conditions)] : []),
  ].join('; ');
}

export function messageText(message: CentralMessage): string {
  switch (message.kind) {
    case 'welcome': {
      const { epoch, appliedChange, snapshotReason } = message.welcome;
      const want = snapshotReason === '' ? '' : `, wants a picture: ${snapshotReason}`;
      return `welcome epoch ${String(epoch)} applied ${String(appliedChange)}${want}`;
    }
    case 'ack':
      return ackText(message);
    case 'request-snapshot':
      return `request-snapshot ${message.reason}`;
    case 'ping':
    case 'configure':
    case 'drain':
    case 'redirect':
    case 'unknown':
      return message.kind;
  }
}

function ackText({
  safe,
  received,
  stalledReason,
}: Extract<CentralMessage, { kind: 'ack' }>): string {
  const stalled = stalledReason === '' ? '' : `, stalled: ${stalledReason}`;
  return `ack safe ${String(safe)} received ${String(received)}${stalled}`;
}

export function endText(why: SessionEnd): string {
  return why.kind === 'done' ? 'end' : `end ${why.kind}: ${why.message}`;
}

/** What the agent's own outbox says. */
export function reportText({ changes, snapshot, digest }: Omit<Report, 'frame'>): string {
  const first = changes[0]?.change;
  const last = changes.at(-1)?.change;
  const parts = [
    ...(first === undefined ? [] : [`changes ${String(first)}..${String(last)}`]),
    ...(snapshot === undefined ? [] : [pictureText(snapshot)]),
    ...(digest === undefined
      ? []
      : [`digest at ${String(digest.change)} of ${String(digest.vmCount)} VMs`]),
  ];
  return parts.join(', ');
}

function pictureText(snapshot: NonNullable<Report['snapshot']>): string {
  const { change, chunk, isLast, areVmsKnown, vms, gap } = snapshot;
  const list = areVmsKnown ? `[${vms.map(({ id }) => id).join(' ')}]` : 'without VMs';
  const part = isLast && chunk === 0 ? '' : ` part ${String(chunk)}${isLast ? ' (last)' : ''}`;
  return `picture ${String(change)}${part} ${list}${gap ? `, ${gapText(gap)}` : ''}`;
}
