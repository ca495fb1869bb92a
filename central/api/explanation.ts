import type { Host } from '../../shared/model/host.ts';
import { conditionTypeCodec, hostStatusCodec } from '../../shared/wire/enums.ts';
import type { ConditionStanding as ConditionStandingWire } from '../../shared/wire/generated/muster/v1/ConditionStanding.ts';
import type { ExplainHostResponse } from '../../shared/wire/generated/muster/v1/ExplainHostResponse.ts';
import type { HostOwnership } from '../../shared/wire/generated/muster/v1/HostOwnership.ts';
import type { HostSituation as HostSituationWire } from '../../shared/wire/generated/muster/v1/HostSituation.ts';
import { hostToWire } from '../../shared/wire/host.ts';
import { timestampOf } from '../../shared/wire/time.ts';
import type { HostSituation } from '../peer-port.ts';
import type { ConditionStanding } from '../state/conditions/host-watch.ts';
import { freshnessAnswer } from './cluster-view.ts';
import type { ClusterView } from './cluster-view.ts';
import type { SampleGathering } from './gathered-samples.ts';
import { ruleOf } from './host-rule.ts';

/** Spans of the monotonic clock have fractions, and on a clock that is tried out may be below 0. */
const span = (ms: number): number => Math.max(0, Math.round(ms));

export function situationAnswer(situation: HostSituation): HostSituationWire {
  const { isSessionOpen, peer, lastFrame, silentMs, silenceLimitMs } = situation;
  const { next, movingMs, brakes } = situation;
  return {
    sessionOpen: isSessionOpen,
    peer,
    lastFrame,
    silentMs: span(silentMs),
    silenceLimitMs: span(silenceLimitMs),
    ...(next && { nextStatus: hostStatusCodec.toWire(next.status), nextInMs: span(next.inMs) }),
    ...(movingMs !== undefined && { movingMs: span(movingMs) }),
    brakes: brakes.map((brake) => `BRAKE_${brake}` as const),
    stalledReason: situation.stalledReason,
    conditions: (situation.conditions ?? []).map(conditionAnswer),
  };
}

function conditionAnswer(standing: ConditionStanding): ConditionStandingWire {
  const { type, isActive, isRequired, value, turnsInMs, enter, exit, unit, text } = standing;
  return {
    ...{ type: conditionTypeCodec.toWire(type), active: isActive, required: isRequired },
    ...{ enter, exit, unit, text },
    ...(value !== undefined && { value }),
    ...(turnsInMs !== undefined && { turnsInMs: span(turnsInMs) }),
  };
}

type Found =
  | { readonly kind: 'known'; readonly situation: HostSituation }
  | { readonly kind: 'unknown'; readonly why: string };

const unknown = (why: string): Found => ({ kind: 'unknown', why });

/** Why hosts are what they are, as their owners know it. */
export class Explanation {
  readonly #cluster: ClusterView;
  readonly #samples: SampleGathering;

  constructor(cluster: ClusterView, samples: SampleGathering) {
    this.#cluster = cluster;
    this.#samples = samples;
  }

  async of(host: Host): Promise<ExplainHostResponse> {
    const freshness = this.#cluster.freshness();
    const [found, gathered] = await Promise.all([
      this.#situationOf(host),
      this.#samples.ofHosts([host]),
    ]);
    const sample = gathered.samples.samplesOf(host.id);
    const situation = found.kind === 'known' ? found.situation : undefined;
    return {
      host: hostToWire(host),
      ownership: this.#ownershipOf(host),
      ...(situation && { situation: situationAnswer(situation) }),
      situationUnknown: found.kind === 'unknown' ? found.why : '',
      rule: ruleOf(host, situation),
      ...(sample && {
        clockSkewMs: Math.round(sample.clockSkewMs),
        sampledAt: timestampOf(sample.at),
      }),
      freshness: freshnessAnswer(freshness, gathered.silentReplicas),
    };
  }

  #isAlive(replicaId: string): boolean {
    const { membership } = this.#cluster;
    return membership.members().some(({ id, isAlive }) => id === replicaId && isAlive);
  }

  #ownershipOf({ id, owner, epoch }: Host): HostOwnership {
    const claim = this.#cluster.claimOf(id);
    const preference = this.#cluster.membership.ring().rankOf(id);
    return {
      ...{ owner, ownerAlive: this.#isAlive(owner), epoch },
      ...(claim && { claimedAt: timestampOf(claim.at), claimReason: claim.reason }),
      ...{ responsible: preference[0] ?? '', preference },
    };
  }

  async #situationOf({ id, owner }: Host): Promise<Found> {
    const { membership, answers, peers } = this.#cluster;
    if (owner === '') return unknown('nobody owns the host');
    if (owner === membership.self.id) {
      return foundOf(answers.situation(id), `${owner} does not watch the host`);
    }
    const member = membership.members().find((candidate) => candidate.id === owner);
    if (member?.isAlive !== true) return unknown(`its owner ${owner} does not live`);
    const answer = await peers.situation(member, id);
    if (answer === undefined) return unknown(`its owner ${owner} did not answer in time`);
    return foundOf(answer.situation, `${owner} does not own the host any more`);
  }
}

function foundOf(situation: HostSituation | undefined, why: string): Found {
  return situation === undefined ? unknown(why) : { kind: 'known', situation };
}
