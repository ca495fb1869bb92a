import type { ConditionStanding__Output } from '../../../shared/wire/generated/muster/v1/ConditionStanding.ts';
import type { ExplainHostResponse__Output } from '../../../shared/wire/generated/muster/v1/ExplainHostResponse.ts';
import type { HostOwnership__Output } from '../../../shared/wire/generated/muster/v1/HostOwnership.ts';
import type { HostSituation__Output } from '../../../shared/wire/generated/muster/v1/HostSituation.ts';
import { unixMsFrom } from '../../../shared/wire/time.ts';
import { formatAge, formatDate } from './age.ts';
import { renderFacts, renderSection, type Fact } from './details.ts';
import { hostRow } from './host-columns.ts';
import { statusText, type DetailStyle } from './host-details.ts';
import { wordOf } from './words.ts';

function seconds(ms: number | undefined): string {
  return `${((ms ?? 0) / 1000).toFixed(1)} s`;
}

function ownershipFacts(ownership: HostOwnership__Output, now: number): readonly Fact[] {
  const { owner = '', ownerAlive, epoch = 0, claimReason, responsible = '' } = ownership;
  const claimedAt = unixMsFrom(ownership.claimedAt);
  const since = claimedAt === 0 ? '' : `${formatAge(claimedAt, now)}, ${formatDate(claimedAt)}`;
  const place = owner === responsible ? 'the owner' : responsible || 'nobody';
  return [
    ['Owner', owner === '' ? 'nobody' : `${owner}${ownerAlive === true ? '' : ' (dead)'}`],
    ['Epoch', String(epoch)],
    ['Owned for', since],
    ['Claimed because', claimReason],
    ['Should own it', place],
    ['Preference', ownership.preference?.join(', ')],
  ];
}

function situationFacts(situation: HostSituation__Output): readonly Fact[] {
  const { sessionOpen, peer = '', lastFrame = 0, nextStatus, movingMs, brakes = [] } = situation;
  const next = wordOf('HOST_STATUS_', nextStatus);
  return [
    ['Session', sessionOpen === true ? `open, ${peer}` : 'none'],
    ['Last frame', lastFrame === 0 ? '' : String(lastFrame)],
    ['Silent for', `${seconds(situation.silentMs)} of ${seconds(situation.silenceLimitMs)}`],
    ['Then', next === '' ? 'nothing' : `${next} in ${seconds(situation.nextInMs)}`],
    ['Moving for', movingMs === undefined ? '' : `another ${seconds(movingMs)}`],
    ['Verdicts held by', brakes.map((brake) => wordOf('BRAKE_', brake)).join(', ')],
    ['Commits wait', situation.stalledReason],
  ];
}

function amount(value: number | undefined, unit = ''): string {
  if (value === undefined) return '?';
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(1);
  return unit === '' ? shown : `${shown} ${unit}`;
}

function standingText(standing: ConditionStanding__Output): string {
  const { active, required, value, enter, exit, unit = '', text = '', turnsInMs } = standing;
  const state = active === true ? 'holds' : 'does not hold';
  const isYesNo = unit === '';
  const values = isYesNo ? '' : `now ${amount(value, unit)}, `;
  const bounds = isYesNo ? '' : `from ${amount(enter, unit)} to ${amount(exit, unit)}`;
  const ends = active === true ? 'ends' : 'begins';
  const clauses = [
    `${state}${required === true ? ', required to be absent' : ''}`,
    `${values}${bounds}`,
    text,
    turnsInMs === undefined ? '' : `${ends} in ${seconds(turnsInMs)} if that stays so`,
  ];
  return clauses.filter((clause) => clause !== '').join('; ');
}

function conditionFacts(situation: HostSituation__Output): readonly Fact[] {
  return (situation.conditions ?? []).map((standing) => [
    wordOf('CONDITION_TYPE_', standing.type),
    standingText(standing),
  ]);
}

/** Why a host is what it is. */
export function explanationText(
  explanation: ExplainHostResponse__Output,
  { now }: Pick<DetailStyle, 'now'>,
): string {
  const { situation, ownership = {}, clockSkewMs, rule } = explanation;
  const { host, status } = hostRow(explanation.host ?? {});
  const skew = clockSkewMs === undefined ? '' : `${clockSkewMs} ms off the owner's`;
  return [
    renderFacts([
      ['Host', host.id],
      ['Name', host.name],
      ['Status', statusText({ ...host, status }, now)],
      ['Rule', rule],
      ['Clock', skew],
    ]),
    renderSection('Ownership', renderFacts(ownershipFacts(ownership, now))),
    renderSection(
      'Contact',
      renderFacts(
        situation
          ? situationFacts(situation)
          : [['Not known', explanation.situationUnknown ?? 'the replica did not say why']],
      ),
    ),
    renderSection('Conditions', renderFacts(situation ? conditionFacts(situation) : [])),
  ].join('');
}
