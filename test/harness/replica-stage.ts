import type { ClusterView, PictureFreshness } from '../../central/api/cluster-view.ts';
import type { ApiServerOptions } from '../../central/api/server.ts';
import { memberOf, owningMembers } from '../../central/cluster/membership/member.ts';
import { createRing } from '../../central/cluster/ring.ts';
import type { Ring } from '../../central/cluster/ring.ts';
import type { Member, Membership } from '../../central/membership-port.ts';
import type {
  HostSituation,
  PeerAnswers,
  Peers,
  SamplesOfHost,
  SessionAnswer,
  SessionQuestion,
  PeerStanding,
  SignOfLife,
  WantedSamplesOfHost,
} from '../../central/peer-port.ts';
import type { OperatorAnswer } from '../../central/operator-port.ts';
import type { OperatorRequest } from '../../central/state/host-state.ts';
import { PeerClient } from '../../central/peers/peer-client.ts';
import type { PeerClientOptions } from '../../central/peers/peer-client.ts';
import { ChannelCredentials } from '@grpc/grpc-js';
import { systemClock } from '../../shared/clock.ts';
import { silentLogger } from '../../shared/log.ts';
import { ApiFleet } from './api-fleet.ts';
import { anIdentity, hash } from './member-stage.ts';

/** Answers that a test sets, and every question that came. */
class CannedPeer implements PeerAnswers {
  readonly asked: { readonly method: string; readonly question?: unknown }[] = [];
  session: SessionAnswer | Promise<SessionAnswer> = { kind: 'none' };
  readonly samplesByHost = new Map<string, SamplesOfHost>();
  readonly situations = new Map<string, HostSituation>();
  signs: readonly SignOfLife[] = [];
  /** Answers to operators, each once. */
  readonly operations: OperatorAnswer[] = [];
  hasStorage = true;
  hearsHosts = true;

  askedFor(method: string): readonly unknown[] {
    return this.asked.filter((entry) => entry.method === method).map(({ question }) => question);
  }

  hasSession(question: SessionQuestion): Promise<SessionAnswer> {
    this.asked.push({ method: 'hasSession', question });
    return Promise.resolve(this.session);
  }

  samples(wanted: readonly WantedSamplesOfHost[]): readonly SamplesOfHost[] {
    this.asked.push({ method: 'samples', question: wanted });
    return wanted.flatMap(({ hostId }) => this.samplesByHost.get(hostId) ?? []);
  }

  situation(hostId: string): HostSituation | undefined {
    this.asked.push({ method: 'situation', question: hostId });
    return this.situations.get(hostId);
  }

  signsOfLife(hostIds: readonly string[]): readonly SignOfLife[] {
    this.asked.push({ method: 'signsOfLife', question: hostIds });
    return this.signs;
  }

  standing(): PeerStanding {
    this.asked.push({ method: 'standing' });
    return { hasStorage: this.hasStorage, hearsHosts: this.hearsHosts };
  }

  operate(hostId: string, request: OperatorRequest): Promise<OperatorAnswer> {
    this.asked.push({ method: 'operate', question: { hostId, request } });
    return Promise.resolve(this.operations.shift() ?? { kind: 'moved' });
  }

  drain(): void {
    this.asked.push({ method: 'drain' });
  }
}

export function aMember(id: string, fields: Partial<Member> = {}): Member {
  const value = { ...anIdentity(id), state: 'ACTIVE', groups: [], beat: 1 } as const;
  return { ...memberOf(value, { ageMs: 100, isAlive: true }), ...fields };
}

/** Members as a test sets them. */
export class SetMembers implements Pick<Membership, 'self' | 'members' | 'ring' | 'onChange'> {
  readonly #selfId: string;
  readonly #members = new Map<string, Member>();
  readonly #listeners = new Set<() => void>();

  constructor(self: Member) {
    this.#selfId = self.id;
    this.#members.set(self.id, self);
  }

  get self(): Member {
    return this.#members.get(this.#selfId) ?? aMember(this.#selfId);
  }

  members(): readonly Member[] {
    return [...this.#members.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  ring(): Ring {
    return createRing(owningMembers(this.members()), hash);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(id: string, fields: Partial<Member> = {}): void {
    this.#members.set(id, { ...(this.#members.get(id) ?? aMember(id)), ...fields });
    for (const listener of this.#listeners) listener();
  }

  delete(id: string): void {
    this.#members.delete(id);
    for (const listener of this.#listeners) listener();
  }
}

/** One replica: its API with a client, what it answers its peers, and how it asks them. */
export class StagedReplica {
  readonly members: SetMembers;
  readonly answers = new CannedPeer();
  readonly peers: PeerClient;
  readonly claims = new Map<string, { readonly at: number; readonly reason: string }>();
  picture: PictureFreshness = { asOf: 1_735_689_600_000, staleReason: '' };
  #api: ApiFleet | undefined;

  private constructor(id: string, options: Partial<PeerClientOptions>) {
    this.members = new SetMembers(aMember(id));
    this.peers = new PeerClient({
      membership: this.members,
      credentials: ChannelCredentials.createInsecure(),
      clock: systemClock,
      log: silentLogger,
      ...options,
    });
  }

  static async start(
    id: string,
    options: {
      readonly api?: Partial<ApiServerOptions>;
      readonly client?: Partial<PeerClientOptions>;
    } = {},
  ): Promise<StagedReplica> {
    const replica = new StagedReplica(id, options.client ?? {});
    const cluster = replica.#view(replica.peers);
    replica.#api = await ApiFleet.start({ cluster, ...options.api });
    const addresses = { agents: '', api: replica.api.address };
    replica.members.set(id, { addresses });
    await replica.peers.start();
    return replica;
  }

  get api(): ApiFleet {
    if (this.#api === undefined) throw new Error('the replica was not started');
    return this.#api;
  }

  get self(): Member {
    return this.members.self;
  }

  /** From now on the other is a member here. */
  meet(other: StagedReplica, fields: Partial<Member> = {}): void {
    this.members.set(other.self.id, { ...other.self, ...fields });
  }

  async stop(): Promise<void> {
    await this.peers.stop();
    await this.api.stop();
  }

  #view(peers: Peers): ClusterView {
    return {
      ...{ membership: this.members, answers: this.answers, peers },
      operate: (hostId, request) => this.answers.operate(hostId, request),
      freshness: () => this.picture,
      claimOf: (hostId) => this.claims.get(hostId),
    };
  }
}
