import { Metadata } from '@grpc/grpc-js';
import type { ChannelCredentials, ChannelOptions } from '@grpc/grpc-js';

import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import { peerLimits } from '../../shared/peer-limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Service } from '../../shared/service.ts';
import type { GetSamplesResponse__Output } from '../../shared/wire/generated/muster/v1/GetSamplesResponse.ts';
import type { GetSignsOfLifeResponse__Output } from '../../shared/wire/generated/muster/v1/GetSignsOfLifeResponse.ts';
import type { GetSituationResponse__Output } from '../../shared/wire/generated/muster/v1/GetSituationResponse.ts';
import type { GetStandingResponse__Output } from '../../shared/wire/generated/muster/v1/GetStandingResponse.ts';
import type { HasSessionResponse__Output } from '../../shared/wire/generated/muster/v1/HasSessionResponse.ts';
import type { OperateHostResponse__Output } from '../../shared/wire/generated/muster/v1/OperateHostResponse.ts';
import { operatorLimits } from '../../shared/operator-limits.ts';
import { services } from '../../shared/wire/schema.ts';
import type { Member, Membership } from '../membership-port.ts';
import type { OperatorAnswer } from '../operator-port.ts';
import { peerKeyName } from '../peer-port.ts';
import type {
  HostSituation,
  Peers,
  PeerStanding,
  SamplesOfHost,
  SessionAnswer,
  SessionQuestion,
  SignOfLife,
  WantedSamplesOfHost,
} from '../peer-port.ts';
import type { OperatorRequest } from '../state/host-state.ts';
import { PeerLink } from './peer-link.ts';
import { operatorAnswerFrom } from './operator-reading.ts';
import { samplesFrom, sessionAnswerFrom, signsOfLifeFrom, situationFrom } from './peer-reading.ts';

export interface PeerClientOptions {
  readonly membership: Pick<Membership, 'members' | 'onChange'>;
  /** As the peers' API wants it. */
  readonly credentials: ChannelCredentials;
  readonly clock: Clock;
  readonly log: Logger;
}

const channelOptions: ChannelOptions = {
  // G3: a connection that died unnoticed would cost the first question its answer.
  'grpc.keepalive_time_ms': peerLimits.peerKeepaliveMs,
  'grpc.keepalive_timeout_ms': peerLimits.peerKeepaliveTimeoutMs,
  'grpc.keepalive_permit_without_calls': 1,
  // G9: an answer that comes after a retry comes too late.
  'grpc.enable_retries': 0,
  // G10: its traces grow without bound.
  'grpc.enable_channelz': 0,
  'grpc.max_receive_message_length': limits.messageBytesMax,
  // After a silence a new channel is made; sharing subchannels would share a half-open connection.
  'grpc.use_local_subchannel_pool': 1,
};

interface KnownPeer {
  readonly address: string;
  readonly link: PeerLink;
}

/** Asks the other replicas, each over one connection that is made when first needed. */
export class PeerClient implements Peers, Service {
  readonly name = 'peers';
  readonly #options: PeerClientOptions;
  readonly #peers = new Map<string, KnownPeer>();
  #unsubscribe: (() => void) | undefined;

  constructor(options: PeerClientOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    this.#unsubscribe = this.#options.membership.onChange(() => {
      this.#forgetGone();
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#unsubscribe?.();
    for (const peerId of [...this.#peers.keys()]) this.#forget(peerId);
    return Promise.resolve();
  }

  /** Peers there is a connection to, or was. */
  get linkCount(): number {
    return this.#peers.size;
  }

  hasSession(member: Member, question: SessionQuestion): Promise<SessionAnswer | undefined> {
    const request = { replicaId: member.id, ...question };
    return this.#linkTo(member).ask({
      start: (client, reply) => client.hasSession(request, metadataFor(member), reply),
      read: (response: HasSessionResponse__Output) => sessionAnswerFrom(response),
    });
  }

  samples(
    member: Member,
    wanted: readonly WantedSamplesOfHost[],
  ): Promise<readonly SamplesOfHost[] | undefined> {
    const hosts = wanted.map(({ hostId, isHostWanted, vmIds }) => ({
      ...{ hostId, host: isHostWanted, vmIds: [...vmIds] },
    }));
    const request = { replicaId: member.id, hosts };
    return this.#linkTo(member).ask({
      start: (client, reply) => client.getSamples(request, metadataFor(member), reply),
      read: (response: GetSamplesResponse__Output) => samplesFrom(response),
    });
  }

  situation(
    member: Member,
    hostId: string,
  ): Promise<{ readonly situation: HostSituation | undefined } | undefined> {
    const request = { replicaId: member.id, hostId };
    return this.#linkTo(member).ask({
      start: (client, reply) => client.getSituation(request, metadataFor(member), reply),
      read: (response: GetSituationResponse__Output) => situationFrom(response),
    });
  }

  signsOfLife(
    member: Member,
    hostIds: readonly string[],
  ): Promise<readonly SignOfLife[] | undefined> {
    const request = { replicaId: member.id, hostIds: [...hostIds] };
    return this.#linkTo(member).ask({
      start: (client, reply) => client.getSignsOfLife(request, metadataFor(member), reply),
      read: (response: GetSignsOfLifeResponse__Output) => signsOfLifeFrom(response),
    });
  }

  standing(member: Member): Promise<PeerStanding | undefined> {
    return this.#linkTo(member).ask({
      start: (client, reply) =>
        client.getStanding({ replicaId: member.id }, metadataFor(member), reply),
      read: ({ storage, hearsHosts }: GetStandingResponse__Output) => ({
        hasStorage: storage ?? false,
        hearsHosts: hearsHosts ?? false,
      }),
    });
  }

  operate(
    member: Member,
    hostId: string,
    { id: requestId, ...asked }: OperatorRequest,
  ): Promise<OperatorAnswer | undefined> {
    const request = { replicaId: member.id, hostId, requestId, ...asked };
    return this.#linkTo(member).ask({
      start: (client, reply) => client.operateHost(request, metadataFor(member), reply),
      read: (response: OperateHostResponse__Output) => operatorAnswerFrom(response),
      answerMs: operatorLimits.peerAnswerMs,
    });
  }

  drain(member: Member): Promise<boolean | undefined> {
    return this.#linkTo(member).ask({
      start: (client, reply) => client.drain({ replicaId: member.id }, metadataFor(member), reply),
      read: (): true => true,
    });
  }

  #linkTo({ id, addresses }: Member): PeerLink {
    const known = this.#peers.get(id);
    if (known?.address === addresses.api) return known.link;
    this.#forget(id);
    const link = this.#link(id, addresses.api);
    this.#peers.set(id, { address: addresses.api, link });
    return link;
  }

  #link(peerId: string, address: string): PeerLink {
    const { credentials, clock, log } = this.#options;
    const dial = () => new services.muster.v1.PeerService(address, credentials, channelOptions);
    return new PeerLink({ peerId, dial, clock, log });
  }

  #forgetGone(): void {
    const alive = new Map(
      this.#options.membership
        .members()
        .flatMap(({ id, isAlive, addresses }) => (isAlive ? [[id, addresses.api]] : [])),
    );
    for (const [peerId, { address }] of [...this.#peers]) {
      if (alive.get(peerId) !== address) this.#forget(peerId);
    }
  }

  #forget(peerId: string): void {
    this.#peers.get(peerId)?.link.close();
    this.#peers.delete(peerId);
  }
}

/** Of the process that runs now: one that began anew wants another key. */
function metadataFor({ peerKey }: Member): Metadata {
  const metadata = new Metadata();
  metadata.set(peerKeyName, peerKey);
  return metadata;
}
