import type { Clock, Timer } from '../shared/clock.ts';
import { peerLimits } from '../shared/peer-limits.ts';
import type { Logger } from '../shared/log.ts';
import type { Event } from '../shared/model/event.ts';
import type { ClusterView, PictureFreshness } from './api/cluster-view.ts';
import { peerCredentials } from './api/credentials.ts';
import type { TlsFiles } from './api/credentials.ts';
import type { Backbone } from './backbone.ts';
import { Copies } from './feed/copies.ts';
import { FleetShare } from './fleet-share.ts';
import { HandOver } from './hand-over.ts';
import type { HostConditions } from './host-conditions.ts';
import { Isolation } from './isolation.ts';
import type { Loop } from './loop.ts';
import { MachineWatch } from './machine-watch.ts';
import type { OperatorAnswer } from './operator-port.ts';
import { OperatorRoute } from './operator-route.ts';
import type { PeerAnswers, SamplesOfHost, WantedSamplesOfHost } from './peer-port.ts';
import { PeerClient } from './peers/peer-client.ts';
import type { SampleView } from './ports.ts';
import type { OperatorRequest } from './state/host-state.ts';
import type { Store } from './store/port.ts';

export interface ClusterSideOptions {
  readonly backbone: Backbone;
  readonly store: Store;
  readonly samples: SampleView;
  readonly conditions: Pick<HostConditions, 'standing'>;
  /** Of the API: the others' has the same. */
  readonly tls: TlsFiles | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  /** Ends the program: its hosts are with others. */
  readonly end: () => void;
}

/** This replica among the others: its share, whom it asks, what it answers, and how it leaves. */
export class ClusterSide {
  readonly share: FleetShare;
  readonly peers: PeerClient;
  readonly handOver: HandOver;
  readonly machines: MachineWatch;
  readonly #options: ClusterSideOptions;
  readonly #isolation: Isolation;
  #loop: Loop | undefined;
  #copies: Copies | undefined;
  #soundAt = 0;
  #timer: Timer | undefined;

  constructor(options: ClusterSideOptions) {
    this.#options = options;
    const { backbone, store, tls, clock, log } = options;
    const { membership } = backbone;
    this.machines = new MachineWatch({ rows: store });
    this.share = new FleetShare(membership);
    this.peers = new PeerClient({ membership, credentials: peerCredentials(tls), clock, log });
    this.handOver = new HandOver({
      ...{ membership, clock },
      sessionCount: () => this.#loop?.sessionCount ?? 0,
    });
    const nowMs = (): number => clock.monotonicMs();
    this.#isolation = new Isolation({ share: this.share, peers: this.peers, nowMs });
  }

  async start(loop: Loop): Promise<void> {
    this.#loop = loop;
    this.machines.start(loop);
    this.#follow(loop);
    await this.peers.start();
    this.#look();
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.peers.stop();
    await this.#copies?.stop();
  }

  /** Hosts of other replicas, by their events; what those say of our own is the loop's to know. */
  #follow(loop: Loop): void {
    const { backbone, store, clock, log } = this.#options;
    const { selfId } = this.share;
    const ownerSeen = (hostId: string, owner: string, event: Event): void => {
      loop.ownerSeen(hostId, owner, event);
      this.machines.noted(event);
    };
    this.#copies = new Copies({
      ...{ store, clock, log },
      isOwn: (hostId, rowOwner = selfId) => rowOwner === selfId && loop.isOwn(hostId),
      onOwner: ownerSeen,
      onClaimedElsewhere: (event) => {
        if (event.after?.kind === 'host') ownerSeen(event.hostId, event.after.host.owner, event);
      },
      onVmTaken: ({ fromHostId, vmId }) => {
        loop.vmTaken(fromHostId, vmId);
      },
    });
    // Whoever was away from NATS hears of claims in this way alone: their events say nothing that the rows do not.
    backbone.onListed((hostIds) => {
      for (const hostId of hostIds) {
        const stored = store.getStoredHost(hostId);
        if (stored) loop.ownerSeen(hostId, stored.record.owner);
      }
      this.machines.listed();
    });
    const isWhole = backbone.feed.follow(this.#copies);
    if (!isWhole) backbone.relist('events before the start are not kept');
  }

  /** What the API needs of the cluster. */
  view(): ClusterView {
    const { backbone, store, clock } = this.#options;
    const route = new OperatorRoute({
      ...{ share: this.share, peers: this.peers, clock },
      findOwner: (hostId) => store.getStoredHost(hostId)?.record,
      operate: (hostId, request) => this.#operate(hostId, request),
    });
    return {
      membership: backbone.membership,
      peers: this.peers,
      answers: this.#answers(),
      operate: (hostId, request) => route.operate(hostId, request),
      freshness: () => this.#freshness(),
      claimOf: (hostId) => store.getStoredHost(hostId)?.record.claim,
    };
  }

  #answers(): PeerAnswers {
    const { backbone, samples, conditions } = this.#options;
    return {
      hasSession: (question) =>
        this.#loop?.hasSession(question) ?? Promise.resolve({ kind: 'none' }),
      samples: (wanted) => wanted.map((one) => samplesOf(one, samples)),
      situation: (hostId) => {
        const situation = this.#loop?.situation(hostId);
        return situation && { ...situation, conditions: conditions.standing(hostId) };
      },
      signsOfLife: (hostIds) => this.#loop?.signsOfLife(hostIds) ?? [],
      operate: (hostId, request) => this.#operate(hostId, request),
      standing: () => ({
        hasStorage: backbone.trouble() === '' && this.share.isCountedIn,
        hearsHosts: this.#loop?.hearing.hearsHosts ?? false,
      }),
      drain: () => {
        void this.#drain();
      },
    };
  }

  #operate(hostId: string, request: OperatorRequest): Promise<OperatorAnswer> {
    return this.#loop?.operators.operate(hostId, request) ?? Promise.resolve({ kind: 'moved' });
  }

  async #drain(): Promise<void> {
    if (this.handOver.hasBegun) return;
    this.#options.log.info('this replica was told to leave');
    await this.handOver.run(peerLimits.drainMsMax);
    this.#options.end();
  }

  #freshness(): PictureFreshness {
    const { backbone, clock } = this.#options;
    const isBehind = this.#copies?.hold !== undefined;
    const staleReason =
      backbone.trouble() || (isBehind ? 'the store is behind the event stream' : '');
    return { asOf: staleReason === '' ? clock.unixMs() : this.#soundAt, staleReason };
  }

  #look(): void {
    const { backbone, clock } = this.#options;
    if (backbone.trouble() === '') this.#soundAt = clock.unixMs();
    this.#isolation.look();
    this.#timer = clock.setTimer(() => {
      this.#look();
    }, peerLimits.clusterLookMs);
  }
}

function samplesOf(
  { hostId, isHostWanted, vmIds }: WantedSamplesOfHost,
  samples: SampleView,
): SamplesOfHost {
  const vms = vmIds.flatMap((vmId) => {
    const sample = samples.vmSampleOf(hostId, vmId);
    return sample === undefined ? [] : [[vmId, sample] as const];
  });
  const host = isHostWanted ? samples.samplesOf(hostId) : undefined;
  return { hostId, host, vms: new Map(vms) };
}
