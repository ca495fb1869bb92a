import type { Clock } from '../shared/clock.ts';
import { MusterError } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import type { Vm } from '../shared/model/vm.ts';
import type { Random } from '../shared/random.ts';
import { NatsJetStream } from './cluster/jetstream.ts';
import { LocalCommit } from './cluster/local.ts';
import { NatsLink } from './cluster/nats-link.ts';
import type { NatsOptions } from './cluster/nats-options.ts';
import { NatsCommit } from './cluster/nats.ts';
import { StorageLife } from './cluster/storage-life.ts';
import { EventFeed } from './feed/feed.ts';
import { LocalSource } from './feed/local-source.ts';
import { NatsSource } from './feed/nats-source.ts';
import { OwnEvents } from './feed/own-events.ts';
import type { CommitPort, PublishPort } from './ports.ts';
import { eventStreamStep } from './publish/event-stream.ts';
import { LocalPublish } from './publish/local.ts';
import { NatsPublish } from './publish/nats.ts';
import { eventStream } from './publish/subjects.ts';
import type { Store } from './store/port.ts';

/** What a mode gives: where steps are committed, told, and followed. Ready to use when it is handed out. */
export interface Backbone {
  readonly commits: CommitPort;
  readonly publisher: PublishPort;
  readonly feed: EventFeed;
  /** Empty: commits can go through. Otherwise why they cannot. */
  trouble(): string;
  /** Resolves only if the mode cannot go on at all. */
  readonly broken: Promise<MusterError>;
  stop(): Promise<void>;
}

export interface BackboneOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** Mode `local`: the store itself is the commit log and the event log. */
export async function openLocalBackbone(options: BackboneOptions): Promise<Backbone> {
  const { store, random, log } = options;
  const commits = await LocalCommit.open({
    store,
    random,
    onCommitted: () => {
      source.wake();
    },
  });
  const source = new LocalSource({ store, log, incarnation: () => commits.incarnation() });
  const feed = new EventFeed(source);
  await feed.start();
  return {
    commits,
    publisher: new LocalPublish(),
    feed,
    trouble: () => '',
    broken: new Promise(() => undefined),
    stop: () => feed.stop(),
  };
}

export interface NatsBackbone extends Backbone {
  readonly link: NatsLink;
}

export interface NatsBackboneOptions extends BackboneOptions {
  readonly nats: NatsOptions;
  readonly replicaId: string;
  /** Bytes the event stream may take. */
  readonly eventBytesMax: number;
  /** Copies of buckets and stream. */
  readonly streamReplicas: number;
}

/** Mode `nats`: buckets, event stream and feed on one connection, checked in this order after every connect. */
export async function openNatsBackbone(options: NatsBackboneOptions): Promise<NatsBackbone> {
  const { store, clock, random, log, nats, replicaId } = options;
  const link = await NatsLink.open({ nats, clock, random, log });
  const recheck = (reason: string): void => {
    link.recheck(reason);
  };
  const jetStream = new NatsJetStream({
    ...{ link, clock, log, isForSteps: false },
    onWritten: (stream, sequence) => {
      life.noteWritten(stream, sequence);
    },
  });
  const forSteps = new NatsJetStream({ link, clock, log, isForSteps: true });
  const replicas = options.streamReplicas;
  const life = new StorageLife({ jetStream: forSteps, store, clock, random, log, replicas });
  const own = new OwnEvents();
  const publisher = new NatsPublish({
    ...{ jetStream, log, owner: replicaId },
    onWrite: (event, body) => {
      own.note(event, body);
    },
  });
  const source = new NatsSource({
    ...{ jetStream: forSteps, stream: eventStream, log, recheck, known: own },
    incarnation: () => life.incarnation,
    onRolledBack: () => {
      life.markRolledBack();
    },
  });
  const rows = { all: () => allVms(store), find: (id: string) => store.getVm(id) };
  life.onVmKeysLost((stale) => publisher.rewriteVmKeys(rows, stale));
  link.onReady(() => {
    life.ready();
  });
  link.addStep(life);
  link.addStep(eventStreamStep(forSteps, { bytesMax: options.eventBytesMax, replicas }));
  link.addStep(source);
  await link.start();
  const feed = new EventFeed(source);
  await feed.start();
  return {
    link,
    commits: new NatsCommit({ jetStream, life, store, log, recheck }),
    publisher,
    feed,
    trouble: () => (link.isReady ? '' : 'NATS is away or being checked'),
    broken: brokenLink(link),
    stop: async () => {
      await feed.stop();
      life.stop();
      await link.close();
    },
  };
}

/** The client gave the connection up for good (N2): only a new start helps. */
async function brokenLink(link: NatsLink): Promise<MusterError> {
  const cause = await link.closed();
  if (cause === undefined) return new Promise(() => undefined);
  const message = `the connection to NATS is closed for good: ${cause.message}`;
  return new MusterError('UNAVAILABLE', message, { cause });
}

function* allVms(store: Store): Generator<Vm> {
  for (const { record } of store.storedHosts()) yield* store.vmsOfHost(record.host.id);
}
