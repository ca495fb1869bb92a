import { LocalCommit } from '../../central/cluster/local.ts';
import { NatsJetStream } from '../../central/cluster/jetstream.ts';
import { NatsLink } from '../../central/cluster/nats-link.ts';
import { NatsCommit } from '../../central/cluster/nats.ts';
import { StorageLife } from '../../central/cluster/storage-life.ts';
import { EventFeed } from '../../central/feed/feed.ts';
import { LocalSource } from '../../central/feed/local-source.ts';
import { NatsSource } from '../../central/feed/nats-source.ts';
import type { CommitPort, PublishPort } from '../../central/ports.ts';
import { eventStreamStep } from '../../central/publish/event-stream.ts';
import { LocalPublish } from '../../central/publish/local.ts';
import { NatsPublish } from '../../central/publish/nats.ts';
import { eventStream } from '../../central/publish/subjects.ts';
import type { Store } from '../../central/store/port.ts';
import { systemClock } from '../../shared/clock.ts';
import { silentLogger, type Logger } from '../../shared/log.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { systemRandom } from '../../shared/random.ts';

/** Commit, publish and feed of one replica, put together as the central does. */
export interface ClusterParts {
  readonly commit: CommitPort;
  readonly publish: PublishPort;
  readonly feed: EventFeed;
  /** Only in mode `nats`. */
  readonly link?: NatsLink;
  stop(): Promise<void>;
}

export async function openLocalParts(store: Store): Promise<ClusterParts> {
  const commit = await LocalCommit.open({
    store,
    random: systemRandom,
    onCommitted: () => {
      source.wake();
    },
  });
  const source = new LocalSource({
    store,
    log: silentLogger,
    incarnation: () => commit.incarnation(),
  });
  const feed = new EventFeed(source);
  await feed.start();
  return { commit, publish: new LocalPublish(), feed, stop: () => feed.stop() };
}

export interface NatsPartsOptions {
  /** `host:port` */
  readonly address: string;
  readonly store: Store;
  readonly owner?: string;
  readonly log?: Logger;
  readonly eventBytesMax?: number;
}

export async function openNatsParts(options: NatsPartsOptions): Promise<ClusterParts> {
  const { address, store, owner = 'replica-1', log = silentLogger } = options;
  const [clock, random] = [systemClock, systemRandom];
  const nats = { servers: [address], name: `muster-central ${owner}` };
  const link = await NatsLink.open({ nats, clock, random, log });
  const recheck = (reason: string): void => {
    link.recheck(reason);
  };
  const jetStream = new NatsJetStream({ link, clock, log, isForSteps: false });
  const forSteps = new NatsJetStream({ link, clock, log, isForSteps: true });
  const life = new StorageLife({ jetStream: forSteps, store, clock, random, log, replicas: 1 });
  const commit = new NatsCommit({ jetStream, life, store, log, recheck });
  const publish = new NatsPublish({ jetStream, log, owner });
  const source = new NatsSource({
    jetStream: forSteps,
    stream: eventStream,
    log,
    incarnation: () => life.incarnation,
    recheck,
    onRolledBack: () => {
      life.markRolledBack();
    },
  });
  life.onVmKeysLost(() => publish.rewriteVmKeys(allVms(store)));
  link.onReady(() => {
    life.ready();
  });
  link.addStep(life);
  const bytesMax = options.eventBytesMax ?? 64 * 1024 ** 2;
  link.addStep(eventStreamStep(forSteps, { bytesMax, replicas: 1 }));
  link.addStep(source);
  await link.start();
  const feed = new EventFeed(source);
  await feed.start();
  return {
    commit,
    publish,
    feed,
    link,
    stop: async () => {
      await feed.stop();
      life.stop();
      await link.close();
    },
  };
}

function* allVms(store: Store): Generator<Vm> {
  for (const { record } of store.storedHosts()) yield* store.vmsOfHost(record.host.id);
}
