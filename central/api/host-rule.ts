import type { Host, OperatorWord } from '../../shared/model/host.ts';
import type { HostStatus } from '../../shared/model/status.ts';
import type { BrakeInForce, HostSituation } from '../peer-port.ts';

/** Why a host got its status, by the stable word of its record. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['FIRST_CONTACT', 'its agent was heard for the first time, and sends its first full picture'],
  ['AGENT_RESTARTED', 'a new run of its agent sends its first full picture'],
  ['HOST_REBOOTED', 'its agent is back after a reboot, and sends its first full picture'],
  ['FIRST_SYNC_DONE', 'the first full picture of this run was applied'],
  ['CONTACT_RESTORED', 'its agent was heard again'],
  ['HOST_WOKE_UP', 'its agent was heard again, and its system had slept'],
  ['FIT_AGAIN', 'no required condition speaks against it any more'],
  ['REBOOT_NOT_DONE', 'it announced a reboot, and its agent is back within the same boot'],
  ['SHUTDOWN_NOT_DONE', 'it announced its shutdown, and its agent is back within the same boot'],
  ['SILENT', 'nothing was heard for longer than the silence limit, with the stream still open'],
  ['STREAM_LOST', 'nothing was heard for longer than the silence limit, and the stream is gone'],
  ['NO_CONTACT', 'nothing was heard through the silence limit and the time of suspicion after it'],
  [
    'RETURNED_UNDER_NEW_ID',
    'a host with the same machine id and boot id came in when its stream was gone',
  ],
  ['REBOOT_ANNOUNCED', 'its system said that it reboots'],
  ['SHUTDOWN_ANNOUNCED', 'its system said that it shuts down'],
  ['MAINTENANCE_REQUESTED', 'an operator asked for maintenance'],
  ['NO_VM_LEFT', 'the last VM that might have run on it is gone'],
  ['VM_THERE', 'a VM may run on it again, though it is in maintenance'],
  ['MAINTENANCE_OVER', 'an operator ended its maintenance'],
  ['RETIRED_BY_OPERATOR', 'an operator retired it'],
  ['REBOOT_OVERDUE', 'it announced a reboot, and did not come back in time'],
]);

const brakeWords: Readonly<Record<BrakeInForce, string>> = {
  GRACE: 'its owner is in the grace after a start or a take-over',
  OWN_LAG: 'its owner runs late itself',
  STORAGE_AWAY: 'its owner cannot commit',
  NOT_A_MEMBER: 'the other replicas do not count its owner in',
  MASS_SILENCE: 'so many hosts fell silent at once that its owner suspects itself first',
  PACE: 'after a mass silence its owner gives hosts up only so many a second, and none while others come back',
};

const afterwards: Partial<Readonly<Record<HostStatus, string>>> = {
  NON_OPERATIONAL: 'it is UP again by itself when that ends',
  SUSPECT: 'a sign of life brings it back at once',
  NON_RESPONSIVE: 'only contact changes it',
  DOWN: 'only contact changes it',
  PREPARING_FOR_MAINTENANCE: 'it is in MAINTENANCE when no VM may run on it any more',
  MAINTENANCE: 'its silence and its conditions are no news until an operator ends that',
  RETIRED: 'no agent changes it; it is removed two hours after its agent was heard last',
};

/** The rule that gave a host its status, then the one that decides next. `situation`: undefined if nobody could tell. */
export function ruleOf(host: Host, situation: HostSituation | undefined): string {
  const why =
    unfitness(host) ?? reasons.get(host.reason) ?? (host.reason || 'no reason was recorded');
  return [`${host.status}: ${why}.`, ...asked(host), ...nextRules(host.status, situation)].join(
    ' ',
  );
}

/** Who wants what with it, and what is still in the way. */
function asked({ status, maintenance, retirement, vmCount }: Host): string[] {
  if (retirement) return [`Retired ${wordsOf(retirement)}.`];
  if (maintenance === undefined) return [];
  const isReached = status === 'MAINTENANCE';
  const left = isReached ? '' : `; VMs known on it: ${String(vmCount)}`;
  return [`Maintenance was asked for ${wordsOf(maintenance)}${left}.`];
}

function wordsOf({ sinceAt, by, reason }: OperatorWord): string {
  const who = by === '' ? '' : ` by ${by}`;
  const why = reason === '' ? '' : ` (${reason})`;
  return `at ${new Date(sinceAt).toISOString()}${who}${why}`;
}

/** undefined: it is not NON_OPERATIONAL. */
function unfitness({ status, conditions }: Host): string | undefined {
  if (status !== 'NON_OPERATIONAL') return undefined;
  const against = conditions.filter(({ isDisqualifying }) => isDisqualifying);
  const words = against.map(({ type, isActive, message }) => {
    if (!isActive) return `${type} ended, and must stay so for a while`;
    return `${type} is required to be absent${message === '' ? '' : ` (${message})`}`;
  });
  return words.join('; and ');
}

function nextRules(status: HostStatus, situation: HostSituation | undefined): string[] {
  const sentences: string[] = [];
  if (situation?.movingMs !== undefined) {
    sentences.push(
      `Silence does not count for another ${seconds(situation.movingMs)}: a move or restart was announced.`,
    );
  }
  if (situation?.next !== undefined) {
    const { next, silentMs, silenceLimitMs } = situation;
    sentences.push(
      `Silent for ${seconds(silentMs)} of ${seconds(silenceLimitMs)}; unless it is heard it becomes ${next.status} in ${seconds(next.inMs)}.`,
    );
  }
  const after = afterwards[status];
  if (after !== undefined) sentences.push(`${capital(after)}.`);
  return [...sentences, ...heldBack(situation)];
}

function heldBack(situation: HostSituation | undefined): string[] {
  if (situation === undefined) return [];
  const { brakes, stalledReason } = situation;
  const held = brakes.map((brake) => brakeWords[brake]).join(', and ');
  return [
    ...(held === '' ? [] : [`No verdict now: ${held}.`]),
    ...(stalledReason === '' ? [] : [`Its changes wait to be committed: ${stalledReason}.`]),
  ];
}

function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
