import { loopView } from '../../../central/store/loop-view.ts';
import { NatsMembership } from '../../../central/cluster/membership/nats-membership.ts';
import { NatsCommit } from '../../../central/cluster/nats.ts';
import { StorageLife } from '../../../central/cluster/storage-life.ts';
import { Copies } from '../../../central/feed/copies.ts';
import { EventFeed } from '../../../central/feed/feed.ts';
import { NatsSource } from '../../../central/feed/nats-source.ts';
import { OwnEvents } from '../../../central/feed/own-events.ts';
import { FleetShare } from '../../../central/fleet-share.ts';
import { HandOver } from '../../../central/hand-over.ts';
import { Admission } from '../../../central/ingest/admission.ts';
import { SampleTable } from '../../../central/ingest/samples.ts';
import { Session } from '../../../central/ingest/session.ts';
import type { SessionLink } from '../../../central/ingest/session.ts';
import { Isolation } from '../../../central/isolation.ts';
import { Loop } from '../../../central/loop.ts';
import { eventStreamStep } from '../../../central/publish/event-stream.ts';
import { NatsPublish } from '../../../central/publish/nats.ts';
import { eventStream } from '../../../central/publish/subjects.ts';
import type { MemoryStore } from '../../../central/store/memory-store.ts';
import { vmPacking } from '../../../central/store/packed-vm.ts';
import type { Clock } from '../../../shared/clock.ts';
import { silentLogger } from '../../../shared/log.ts';
import { peerLimits } from '../../../shared/peer-limits.ts';
import { StatsReport } from '../../../shared/wire/stats-report.ts';
import { anIdentity, hash } from '../../harness/member-stage.ts';
import { intervalMs, liveness, vmHealth } from '../central-process.ts';
import type { Chance } from '../chance.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { PeerWires } from './peer-wires.ts';
import { ProcessGate } from './process-gate.ts';
import { ReplicaLink } from './replica-link.ts';
import type { StorageWay } from './replica-link.ts';
import type { StorageServer } from './storage-server.ts';

/** What outlives the processes of one replica. */
export interface ReplicaMachine {
  readonly id: string;
  readonly store: MemoryStore;
  readonly way: StorageWay;
  /** How wrong its wall clock is, ms. */
  skewMs: number;
}

export interface ReplicaProcessOptions {
  readonly machine: ReplicaMachine;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly storage: StorageServer;
  readonly wires: PeerWires;
  /** A session takes a message of an agent. */
  readonly heard: (hostId: string) => void;
  readonly fatal: (error: unknown) => void;
}

const ackSweepMs = 500;
const instanceKey = 'instance';

/** One life of a replica's process, put together as the program does. */
export class ReplicaProcess {
  readonly gate = new ProcessGate();
  readonly instance: string;
  readonly membership: NatsMembership;
  readonly #options: ReplicaProcessOptions;
  readonly #clock: Clock;
  readonly #link: ReplicaLink;
  readonly #life: StorageLife;
  readonly #source: NatsSource;
  readonly #feed: EventFeed;
  readonly #own = new OwnEvents();
  readonly #share: FleetShare;
  readonly #sessions = new Set<Session>();
  readonly #admission = new Admission({ hellosPerS: 20, burst: 20, syncsMax: 4 });
  #loop: Loop | undefined;
  #samples: SampleTable | undefined;
  #nextId = 1;

  constructor(options: ReplicaProcessOptions) {
    this.#options = options;
    const { machine, time, chance, storage } = options;
    const log = silentLogger;
    const clock = this.gate.clock(time, () => machine.skewMs);
    this.#clock = clock;
    this.instance = chance.random.id(16);
    this.#link = new ReplicaLink({
      ...{ storage, way: machine.way, time, chance: chance.fork(), clock, gate: this.gate },
      onWritten: (stream, sequence) => {
        this.#life.noteWritten(stream, sequence);
      },
    });
    const { jetStream, forSteps, recheck } = this.#link;
    const { random } = chance;
    this.#life = new StorageLife({
      ...{ jetStream: forSteps, store: machine.store, clock, random, log, replicas: 1, recheck },
      isOurs: ({ owner }) => owner === machine.id,
      onListed: (hostIds) => {
        for (const hostId of hostIds) {
          const { owner } = machine.store.getStoredHost(hostId)?.record ?? {};
          if (owner !== undefined) this.#loop?.ownerSeen(hostId, owner);
        }
      },
    });
    this.#source = new NatsSource({
      ...{ jetStream: forSteps, stream: eventStream, log, recheck, known: this.#own },
      incarnation: () => this.#life.incarnation,
      onRolledBack: () => {
        this.#life.markRolledBack();
      },
    });
    this.membership = new NatsMembership({
      identity: anIdentity(machine.id, { instance: this.instance }),
      predecessor: machine.store.getMeta(instanceKey) ?? '',
      ...{ jetStream, forSteps, replicas: 1, hash, clock, log, recheck },
      fail: options.fatal,
    });
    this.#feed = new EventFeed(this.#source, clock);
    this.#share = new FleetShare(this.membership);
  }

  get loop(): Loop | undefined {
    return this.#loop;
  }

  kill(): void {
    this.gate.kill();
  }

  /** Resolves when it takes agents; never if it is killed before. */
  async start(): Promise<void> {
    const { machine } = this.#options;
    const link = this.#link;
    link.onReady(() => {
      this.membership.ready();
      this.#life.ready();
    });
    link.addStep(this.membership);
    link.addStep(eventStreamStep(link.forSteps, { bytesMax: 1, replicas: 1 }));
    link.addStep(this.#source.listing);
    link.addStep(this.#life);
    link.addStep(this.#source);
    await link.check();
    await this.membership.start();
    await machine.store.apply({ meta: { [instanceKey]: this.instance } });
    await this.#feed.start();
    this.#startLoop();
    this.#sweep();
    void this.membership.setState('ACTIVE');
  }

  /** Hands its hosts over, and leaves. */
  async leave(timeoutMs: number): Promise<void> {
    const handOver = new HandOver({
      ...{ membership: this.membership, clock: this.#clock },
      sessionCount: () => this.#loop?.sessionCount ?? 0,
    });
    await handOver.run(timeoutMs);
    for (const session of this.#sessions)
      session.end({ kind: 'busy', message: 'stopping', retryAfterMs: 0 });
    await this.#loop?.stop();
    await this.membership.stop();
  }

  #startLoop(): void {
    const { machine, wires } = this.#options;
    const { store, id } = machine;
    const clock = this.#clock;
    const log = silentLogger;
    const { jetStream, recheck } = this.#link;
    this.#samples = new SampleTable(store, { clock, log });
    const publisher = new NatsPublish({
      ...{ jetStream, log, owner: id },
      onWrite: (event, body) => {
        this.#own.note(event, body);
      },
    });
    const ownVms = (): ReturnType<MemoryStore['vmsOfHost']> =>
      store
        .storedHosts()
        .filter(({ record }) => record.owner === id)
        .flatMap(({ record }) => store.vmsOfHost(record.host.id));
    const rows = { all: ownVms, find: (vmId: string) => store.getVm(vmId) };
    this.#life.onVmKeysLost((stale) => publisher.rewriteVmKeys(rows, stale));
    const commits = new NatsCommit({
      ...{ jetStream, life: this.#life, store, log, recheck },
      followed: () => this.#feed.upToDate(),
    });
    const peers = wires.from(id, this.gate);
    const loop = new Loop({
      ...{ clock, log, commits, publisher, liveness, peers, share: this.#share },
      vmHealth: () => vmHealth,
      ...{ replicaId: id, instance: this.instance, packing: vmPacking },
      ...{ takeoverGraceMs: 15_000, movesPerS: 5 },
      sessionSettings: () => ({ intervalMs, ackDeadlineMs: 6_000, reconnectWindowMs: 200 }),
      isVoid: (hostId) => store.getStoredHost(hostId)?.revision === 0,
      ...loopView(store),
      observer: { committed: () => undefined, commitFailed: () => undefined },
      onFatal: this.#options.fatal,
    });
    this.#loop = loop;
    loop.start(store.storedHosts());
    this.#follow(loop, store);
    wires.listen(id, {
      ...{ instance: this.instance, gate: this.gate },
      answers: {
        hasSession: (question) => loop.hasSession(question),
        signsOfLife: (hostIds) => loop.signsOfLife(hostIds),
        standing: () => ({
          hasStorage: this.#link.trouble === '' && this.#share.isCountedIn,
          hearsHosts: loop.hearing.hearsHosts,
        }),
      },
    });
    const isolation = new Isolation({
      ...{ share: this.#share, peers, nowMs: () => clock.monotonicMs() },
    });
    this.#repeat(peerLimits.clusterLookMs, () => {
      isolation.look();
    });
  }

  #follow(loop: Loop, store: MemoryStore): void {
    const clock = this.#clock;
    const { id } = this.#options.machine;
    const copies = new Copies({
      ...{ store, clock, log: silentLogger },
      isOwn: (hostId, rowOwner = id) => rowOwner === id && loop.isOwn(hostId),
      onOwner: (hostId, owner, event) => {
        loop.ownerSeen(hostId, owner, event);
      },
      onClaimedElsewhere: (event) => {
        if (event.after?.kind === 'host')
          loop.ownerSeen(event.hostId, event.after.host.owner, event);
      },
      onVmTaken: ({ fromHostId, vmId }) => {
        loop.vmTaken(fromHostId, vmId);
      },
    });
    if (!this.#feed.follow(copies)) this.#link.recheck();
  }

  #sweep(): void {
    const clock = this.#clock;
    this.#repeat(ackSweepMs, () => {
      this.#admission.look(clock.monotonicMs());
      for (const session of this.#sessions) session.acknowledgeReceived(clock.monotonicMs());
    });
  }

  #repeat(everyMs: number, act: () => void): void {
    act();
    this.#clock.setTimer(() => {
      this.#repeat(everyMs, act);
    }, everyMs);
  }

  accept(link: SessionLink): { receive(bytes: Buffer): void; closed(): void } {
    const { loop: inbox } = this;
    const samples = this.#samples;
    if (inbox === undefined || samples === undefined) throw new Error('not started');
    const clock = this.#clock;
    const session: Session = new Session(this.#nextId++, link, {
      ...{ inbox, samples, admission: this.#admission, statsReport: new StatsReport() },
      observer: {
        report: () => undefined,
        acknowledged: () => undefined,
        rejected: (reason) => {
          if (reason !== 'busy' && reason !== 'conflict') throw new Error(`rejected: ${reason}`);
        },
      },
      nowMs: () => clock.monotonicMs(),
      unixMs: () => clock.unixMs(),
    });
    this.#sessions.add(session);
    return {
      receive: (bytes) => {
        this.gate.enter(() => {
          session.receive(bytes);
          if (session.hostId !== '') this.#options.heard(session.hostId);
        });
      },
      closed: () => {
        this.gate.enter(() => {
          this.#sessions.delete(session);
          session.closed();
        });
      },
    };
  }
}
