import { limits } from '../../shared/limits.ts';
import { conditionTypeCodec, hostStatusCodec } from '../../shared/wire/enums.ts';
import { countOf, FieldError, idOf, listOf, textOf } from '../../shared/wire/fields.ts';
import type { ConditionStanding__Output } from '../../shared/wire/generated/muster/v1/ConditionStanding.ts';
import type { GetSamplesResponse__Output } from '../../shared/wire/generated/muster/v1/GetSamplesResponse.ts';
import type { GetSituationResponse__Output } from '../../shared/wire/generated/muster/v1/GetSituationResponse.ts';
import type { HasSessionResponse__Output } from '../../shared/wire/generated/muster/v1/HasSessionResponse.ts';
import type { GetSignsOfLifeResponse__Output } from '../../shared/wire/generated/muster/v1/GetSignsOfLifeResponse.ts';
import type { HostSamples__Output } from '../../shared/wire/generated/muster/v1/HostSamples.ts';
import type { HostSituation__Output } from '../../shared/wire/generated/muster/v1/HostSituation.ts';
import { readHostStats, readVmSample } from '../../shared/wire/samples.ts';
import { unixMsFrom } from '../../shared/wire/time.ts';
import { brakesInForce } from '../peer-port.ts';
import type { HostSituation, SamplesOfHost, SessionAnswer, SignOfLife } from '../peer-port.ts';
import type { HostSamples, VmSamples } from '../ports.ts';
import type { ConditionStanding } from '../state/conditions/host-watch.ts';

/* What peers answer, checked like what agents say: a replica of another version, or a stranger at its address, must do no harm. */

/** Throws FieldError. */
export function sessionAnswerFrom(wire: HasSessionResponse__Output): SessionAnswer {
  switch (wire.outcome) {
    case 'SESSION_OUTCOME_NONE':
      return { kind: 'none' };
    case 'SESSION_OUTCOME_RELEASED':
      return { kind: 'released' };
    case 'SESSION_OUTCOME_CONFLICT':
      return {
        kind: 'conflict',
        message: textOf('message', wire.message, limits.messageLengthMax),
      };
    case 'SESSION_OUTCOME_UNSPECIFIED':
    case undefined:
    default: {
      const said = `is no outcome this version knows (${String(wire.outcome)})`;
      throw new FieldError('outcome', 'unknown_value', said);
    }
  }
}

/** Throws FieldError. */
export function samplesFrom({ hosts }: GetSamplesResponse__Output): SamplesOfHost[] {
  return listOf('hosts', hosts, limits.pageSizeMax).map((wire) => {
    const vms = new Map<string, VmSamples>();
    for (const { stats = {}, statsAt } of listOf('hosts.vms', wire.vms, limits.vmsPerHostMax)) {
      const sample = readVmSample(stats);
      vms.set(sample.vmId, { stats: sample, at: unixMsFrom(statsAt) });
    }
    return { hostId: idOf('hosts.host_id', wire.hostId), host: hostSamplesFrom(wire), vms };
  });
}

function hostSamplesFrom({
  stats,
  statsAt,
  clockSkewMs = 0,
}: HostSamples__Output): HostSamples | undefined {
  if (!stats) return undefined;
  if (!Number.isSafeInteger(clockSkewMs)) {
    throw new FieldError('hosts.clock_skew_ms', 'out_of_range', 'must be a whole number');
  }
  return { stats: readHostStats(stats), at: unixMsFrom(statsAt), clockSkewMs };
}

/** Throws FieldError. */
export function signsOfLifeFrom({ signs }: GetSignsOfLifeResponse__Output): SignOfLife[] {
  return listOf('signs', signs, limits.pageSizeMax).map(({ hostId, heardMsAgo }) => ({
    hostId: idOf('signs.host_id', hostId),
    agoMs: countOf('signs.heard_ms_ago', heardMsAgo),
  }));
}

/** Throws FieldError. */
export function situationFrom({ situation }: GetSituationResponse__Output): {
  readonly situation: HostSituation | undefined;
} {
  return { situation: situation ? readSituation(situation) : undefined };
}

function readSituation(wire: HostSituation__Output): HostSituation {
  const status = hostStatusCodec.fromWire(wire.nextStatus);
  const words = new Set<unknown>(wire.brakes ?? []);
  return {
    isSessionOpen: wire.sessionOpen ?? false,
    peer: textOf('situation.peer', wire.peer, limits.detailLengthMax),
    lastFrame: countOf('situation.last_frame', wire.lastFrame),
    silentMs: countOf('situation.silent_ms', wire.silentMs),
    silenceLimitMs: countOf('situation.silence_limit_ms', wire.silenceLimitMs),
    next: status && { status, inMs: countOf('situation.next_in_ms', wire.nextInMs) },
    movingMs:
      wire.movingMs === undefined ? undefined : countOf('situation.moving_ms', wire.movingMs),
    // Those of a newer version are left out: nobody here could name them.
    brakes: brakesInForce.filter((brake) => words.has(`BRAKE_${brake}`)),
    stalledReason: textOf('situation.stalled_reason', wire.stalledReason, limits.messageLengthMax),
    conditions: listOf(conditionsField, wire.conditions, limits.conditionsMax).flatMap(
      readConditionStanding,
    ),
  };
}

const conditionsField = 'situation.conditions';

/** Those of a newer version are left out: nobody here could name them. */
function readConditionStanding(wire: ConditionStanding__Output): ConditionStanding[] {
  const type = conditionTypeCodec.fromWire(wire.type);
  if (type === undefined) return [];
  const { active = false, required = false, value, enter = 0, exit = 0, turnsInMs } = wire;
  return [
    {
      ...{ type, isActive: active, isRequired: required, value, enter, exit },
      unit: textOf(`${conditionsField}.unit`, wire.unit, limits.detailLengthMax),
      text: textOf(`${conditionsField}.text`, wire.text, limits.messageLengthMax),
      turnsInMs:
        turnsInMs === undefined ? undefined : countOf(`${conditionsField}.turns_in_ms`, turnsInMs),
    },
  ];
}
