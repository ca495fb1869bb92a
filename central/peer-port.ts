import type { HostStatus } from '../shared/model/status.ts';
import type { Member } from './cluster/membership/member.ts';
import type { OperatorAnswer } from './operator-port.ts';
import type { HostSamples, VmSamples } from './ports.ts';
import type { ConditionStanding } from './state/conditions/host-watch.ts';
import type { OperatorRequest } from './state/host-state.ts';

/** What replicas ask each other directly, over gRPC; everything else they learn from NATS. */

/** Metadata of each call: the `peerKey` of the replica that is asked. */
export const peerKeyName = 'muster-peer-key';

export interface SessionQuestion {
  readonly hostId: string;
  /** Run of the agent that stands before the replica that asks. */
  readonly run: string;
  /** Id of the replica that asks: it is about to claim the host. */
  readonly askedBy: string;
}

export type SessionAnswer =
  /** No agent of this host is in session here. */
  | { readonly kind: 'none' }
  /** That run was in session here; its session is over now, and nothing more is taken from it. */
  | { readonly kind: 'released' }
  /** Another run is in session here, and answers: two agents use one host id. */
  | { readonly kind: 'conflict'; readonly message: string };

export const brakesInForce = [
  'GRACE',
  'OWN_LAG',
  'STORAGE_AWAY',
  'NOT_A_MEMBER',
  'MASS_SILENCE',
  'PACE',
] as const;
/** Why a deadline of a host stands still, or a verdict is held. */
export type BrakeInForce = (typeof brakesInForce)[number];

/** What the replica that is responsible for a host knows of its contact. */
export interface HostSituation {
  readonly isSessionOpen: boolean;
  /** Address of the agent; empty: no session. */
  readonly peer: string;
  /** Number of the last frame on its stream; 0: there is none. */
  readonly lastFrame: number;
  /** Since anything was heard of it, ms. */
  readonly silentMs: number;
  /** Silence that makes it SUSPECT, ms. */
  readonly silenceLimitMs: number;
  /** The next thing that silence leads to; undefined: nothing. */
  readonly next: { readonly status: HostStatus; readonly inMs: number } | undefined;
  /** Set while an announced move or restart is under way, ms left. */
  readonly movingMs: number | undefined;
  readonly brakes: readonly BrakeInForce[];
  /** Why its commits do not go through; empty: they do. */
  readonly stalledReason: string;
  /** Those that are judged, with their thresholds and what they are now; left out where nobody judges them. */
  readonly conditions?: readonly ConditionStanding[];
}

export interface SamplesOfHost {
  readonly hostId: string;
  readonly host: HostSamples | undefined;
  readonly vms: ReadonlyMap<string, VmSamples>;
}

/** Which samples are wanted of a host. */
export interface WantedSamplesOfHost {
  readonly hostId: string;
  /** Whether those of the host itself are. */
  readonly isHostWanted: boolean;
  readonly vmIds: readonly string[];
}

/** A host whose agent a replica heard lately: in session, or when it sent it on or refused it. */
export interface SignOfLife {
  readonly hostId: string;
  readonly agoMs: number;
}

export interface PeerStanding {
  /** Whether it can commit. */
  readonly hasStorage: boolean;
  /** Whether it hears its own hosts well. */
  readonly hearsHosts: boolean;
}

/** What this replica answers its peers. */
export interface PeerAnswers {
  hasSession(question: SessionQuestion): Promise<SessionAnswer>;
  /** In the order of `wanted`, which is cut to one message from its end. */
  samples(wanted: readonly WantedSamplesOfHost[]): readonly SamplesOfHost[];
  /** undefined: it is not responsible for the host. */
  situation(hostId: string): HostSituation | undefined;
  /** Of those of these hosts of which anything was heard lately. */
  signsOfLife(hostIds: readonly string[]): readonly SignOfLife[];
  standing(): PeerStanding;
  /** Carried out here or not at all. */
  operate(hostId: string, request: OperatorRequest): Promise<OperatorAnswer>;
  /** Begins to hand its hosts over, then leaves and ends. Returns at once; a second call changes nothing. */
  drain(): void;
}

/** Questions to a peer. undefined: no answer in time, or no connection; never rejects. */
export interface Peers {
  hasSession(member: Member, question: SessionQuestion): Promise<SessionAnswer | undefined>;
  samples(
    member: Member,
    wanted: readonly WantedSamplesOfHost[],
  ): Promise<readonly SamplesOfHost[] | undefined>;
  situation(
    member: Member,
    hostId: string,
  ): Promise<{ readonly situation: HostSituation | undefined } | undefined>;
  /** Of at most `pageSizeMax` hosts. */
  signsOfLife(
    member: Member,
    hostIds: readonly string[],
  ): Promise<readonly SignOfLife[] | undefined>;
  standing(member: Member): Promise<PeerStanding | undefined>;
  operate(
    member: Member,
    hostId: string,
    request: OperatorRequest,
  ): Promise<OperatorAnswer | undefined>;
  /** True: it has begun. */
  drain(member: Member): Promise<boolean | undefined>;
}
