import { status } from '@grpc/grpc-js';

import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/log.ts';
import type { ClusterServiceHandlers } from '../../shared/wire/generated/muster/v1/ClusterService.ts';
import type { DrainReplicaResponse } from '../../shared/wire/generated/muster/v1/DrainReplicaResponse.ts';
import type { GetRingResponse } from '../../shared/wire/generated/muster/v1/GetRingResponse.ts';
import type { ListReplicasResponse } from '../../shared/wire/generated/muster/v1/ListReplicasResponse.ts';
import type { Replica } from '../../shared/wire/generated/muster/v1/Replica.ts';
import { timestampOf } from '../../shared/wire/time.ts';
import type { Member } from '../membership-port.ts';
import type { FleetView } from '../ports.ts';
import { ApiError, notFound } from './api-error.ts';
import { freshnessAnswer } from './cluster-view.ts';
import type { ClusterView } from './cluster-view.ts';
import { OwnershipCounter } from './ownership.ts';
import { idFieldOf } from './request.ts';
import { unary } from './unary.ts';

export interface ClusterServiceOptions {
  readonly cluster: ClusterView;
  readonly view: FleetView;
  readonly clock: Clock;
  readonly log: Logger;
}

const noHosts = { wanted: 0, owned: 0, incoming: 0, outgoing: 0 };

/** `muster.v1.ClusterService`: the replicas as this one sees them. */
export class ClusterService {
  readonly #options: ClusterServiceOptions;
  readonly handlers: ClusterServiceHandlers;
  readonly #counter: OwnershipCounter;

  constructor(options: ClusterServiceOptions) {
    this.#options = options;
    const { log, view, cluster, clock } = options;
    this.#counter = new OwnershipCounter({
      ...{ view, clock, ring: () => cluster.membership.ring() },
    });
    this.handlers = {
      ListReplicas: unary(log, () => this.#listReplicas()),
      GetRing: unary(log, () => this.#getRing()),
      DrainReplica: unary(log, ({ replicaId }) => this.#drain(idFieldOf('replica_id', replicaId))),
    };
  }

  async #listReplicas(): Promise<ListReplicasResponse> {
    const { membership } = this.#options.cluster;
    const { replicas } = await this.#counter.count();
    const selfId = membership.self.id;
    return {
      replicas: membership.members().map((member) => ({
        ...replicaAnswer(member),
        hostsOwned: replicas.get(member.id)?.owned ?? 0,
        answering: member.id === selfId,
      })),
      freshness: this.#freshness(),
    };
  }

  async #getRing(): Promise<GetRingResponse> {
    const { membership } = this.#options.cluster;
    const { replicas, hostCount, unownedCount, misplacedCount } = await this.#counter.count();
    const members = new Map(membership.members().map((member) => [member.id, member]));
    const inRing = new Set(membership.ring().memberIds);
    const ids = [...new Set([...inRing, ...replicas.keys()])].sort();
    return {
      shares: ids.map((replicaId) => ({
        replicaId,
        inRing: inRing.has(replicaId),
        weight: members.get(replicaId)?.weight ?? 0,
        ...(replicas.get(replicaId) ?? noHosts),
      })),
      ...{ hostCount, unownedCount, misplacedCount, freshness: this.#freshness() },
    };
  }

  #freshness(): NonNullable<GetRingResponse['freshness']> {
    return freshnessAnswer(this.#options.cluster.freshness());
  }

  async #drain(replicaId: string): Promise<DrainReplicaResponse> {
    const { membership, answers, peers } = this.#options.cluster;
    const member = membership.members().find(({ id }) => id === replicaId);
    if (member === undefined) throw notFound('muster.v1.Replica', replicaId);
    if (member.state === 'DRAINING') return { alreadyDraining: true };
    if (!member.isAlive) throw refused(`replica "${replicaId}" does not live`);
    if (!canBeSpared(member, membership.members())) {
      throw refused(`no other replica could take the hosts of "${replicaId}"`);
    }
    if (replicaId === membership.self.id) answers.drain();
    else if ((await peers.drain(member)) !== true) {
      throw new ApiError(status.ABORTED, `replica "${replicaId}" does not answer; try again`);
    }
    return { alreadyDraining: false };
  }
}

function refused(message: string): ApiError {
  return new ApiError(status.FAILED_PRECONDITION, message);
}

/** Whoever owns hosts leaves only if another one stays that can. */
function canBeSpared(leaving: Member, members: readonly Member[]): boolean {
  if (leaving.weight === 0) return true;
  return members.some(
    ({ id, isAlive, state, weight }) =>
      id !== leaving.id && isAlive && state === 'ACTIVE' && weight > 0,
  );
}

function replicaAnswer(member: Member): Replica {
  const { id, instance, state, role, version, addresses, weight, groups } = member;
  return {
    ...{ id, instance, role, version, weight, groups: [...groups] },
    state: `REPLICA_STATE_${state}`,
    agentsAddress: addresses.agents,
    apiAddress: addresses.api,
    ageMs: Math.max(0, Math.round(member.ageMs)),
    alive: member.isAlive,
    startedAt: timestampOf(member.startedAt),
  };
}
