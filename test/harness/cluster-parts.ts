import { openLocalBackbone } from '../../central/backbone.ts';
import { openNatsBackbone } from '../../central/nats-backbone.ts';
import type { Backbone } from '../../central/backbone.ts';
import type { NatsLink } from '../../central/cluster/nats-link.ts';
import type { EventFeed } from '../../central/feed/feed.ts';
import type { CommitPort, PublishPort } from '../../central/ports.ts';
import type { Store } from '../../central/store/port.ts';
import { systemClock } from '../../shared/clock.ts';
import { silentLogger, type Logger } from '../../shared/log.ts';
import { systemRandom } from '../../shared/random.ts';
import { anIdentity } from './member-stage.ts';

/** Commit, publish and feed of one replica, put together as the central does. */
export interface ClusterParts {
  readonly commit: CommitPort;
  readonly publish: PublishPort;
  readonly feed: EventFeed;
  /** Only in mode `nats`. */
  readonly link?: NatsLink;
  stop(): Promise<void>;
}

function partsOf(backbone: Backbone): ClusterParts {
  const { commits, publisher, feed } = backbone;
  return { commit: commits, publish: publisher, feed, stop: () => backbone.stop() };
}

export async function openLocalParts(store: Store): Promise<ClusterParts> {
  const [clock, random, log] = [systemClock, systemRandom, silentLogger];
  return partsOf(
    await openLocalBackbone({ store, clock, random, log, identity: anIdentity('replica-1') }),
  );
}

export interface NatsPartsOptions {
  /** `host:port`, or several with commas between them. */
  readonly address: string;
  readonly store: Store;
  readonly owner?: string;
  readonly log?: Logger;
  readonly eventBytesMax?: number;
  /** Copies of buckets and stream; 1 unless told. */
  readonly replicas?: number;
}

export async function openNatsParts(options: NatsPartsOptions): Promise<ClusterParts> {
  const { address, store, owner = 'replica-1', log = silentLogger } = options;
  const backbone = await openNatsBackbone({
    ...{ store, clock: systemClock, random: systemRandom, log },
    identity: anIdentity(owner, { instance: systemRandom.id(16) }),
    nats: { servers: address.split(','), name: `muster-central ${owner}` },
    eventBytesMax: options.eventBytesMax ?? 64 * 1024 ** 2,
    streamReplicas: options.replicas ?? 1,
  });
  return { ...partsOf(backbone), link: backbone.link };
}
