import { MusterError } from '../shared/errors.ts';
import type { Vm } from '../shared/model/vm.ts';
import type { Backbone, BackboneOptions } from './backbone.ts';
import { NatsJetStream } from './cluster/jetstream.ts';
import { NatsMembership } from './cluster/membership/nats-membership.ts';
import { NatsLink } from './cluster/nats-link.ts';
import type { NatsOptions } from './cluster/nats-options.ts';
import { NatsCommit } from './cluster/nats.ts';
import type { Hash64 } from './cluster/ring.ts';
import { StorageLife } from './cluster/storage-life.ts';
import { loadXxh64 } from './cluster/xxh64.ts';
import { FeedWatchdog, type FeedWatchdogOptions } from './feed/feed-watchdog.ts';
import { EventFeed } from './feed/feed.ts';
import { NatsSource } from './feed/nats-source.ts';
import { OwnEvents } from './feed/own-events.ts';
import { eventStreamStep } from './publish/event-stream.ts';
import { NatsPublish } from './publish/nats.ts';
import { eventStream } from './publish/subjects.ts';
import type { Store } from './store/port.ts';

export interface NatsBackbone extends Backbone {
  readonly link: NatsLink;
}

export interface NatsBackboneOptions extends BackboneOptions {
  readonly nats: NatsOptions;
  /** Bytes the event stream may take. */
  readonly eventBytesMax: number;
  /** Copies of buckets and stream. */
  readonly streamReplicas: number;
}

/** Mode `nats`: buckets, event stream and feed on one connection, checked in this order after every connect. */
export async function openNatsBackbone(options: NatsBackboneOptions): Promise<NatsBackbone> {
  const { store, clock, random, log, nats, identity, streamReplicas: replicas } = options;
  const link = await NatsLink.open({ nats, clock, random, log });
  const recheck = (reason: string): void => {
    link.recheck(reason);
  };
  const { jetStream, forSteps, life, onListed } = openStorage(link, options);
  const own = new OwnEvents();
  const publisher = new NatsPublish({
    ...{ jetStream, log, owner: identity.id },
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
  // Before the event stream, whose reserved size may be all the room there is.
  const { membership, taken } = addMembership(link, {
    ...{ ...options, jetStream, forSteps },
    hash: await loadXxh64(),
  });
  rewriteLostKeys(life, { publisher, store, owner: identity.id });
  link.onReady(() => {
    life.ready();
  });
  const events = eventStreamStep(forSteps, { bytesMax: options.eventBytesMax, replicas });
  for (const step of [source.listing, life, events, source]) link.addStep(step);
  await link.start();
  await join(link, membership, options);
  const feed = new EventFeed(source, clock);
  await feed.start();
  const watchdog = watchFeed(source, { life, clock, recheck });
  return {
    link,
    membership,
    commits: new NatsCommit({
      ...{ jetStream, life, store, log, recheck },
      followed: () => feed.upToDate(),
    }),
    publisher,
    feed,
    relist: recheck,
    onListed,
    trouble: () => link.trouble,
    broken: Promise.race([brokenLink(link), taken]),
    stop: async () => {
      watchdog.stop();
      await feed.stop();
      life.stop();
      await membership.stop();
      await link.close();
    },
  };
}

function watchFeed(
  source: NatsSource,
  {
    life,
    ...parts
  }: Pick<FeedWatchdogOptions, 'clock' | 'recheck'> & { readonly life: StorageLife },
): FeedWatchdog {
  const watchdog = new FeedWatchdog({ ...parts, source, isLifeCurrent: () => life.isCurrent() });
  watchdog.start();
  return watchdog;
}

function rewriteLostKeys(
  life: StorageLife,
  {
    publisher,
    store,
    owner,
  }: { readonly publisher: NatsPublish; readonly store: Store; readonly owner: string },
): void {
  const rows = { all: () => vmsOwnedBy(owner, store), find: (id: string) => store.getVm(id) };
  life.onVmKeysLost((stale) => publisher.rewriteVmKeys(rows, stale));
}

/** What writes and reads streams, and knows which life the storage lives. */
interface Storage {
  readonly jetStream: NatsJetStream;
  /** For connect steps. */
  readonly forSteps: NatsJetStream;
  readonly life: StorageLife;
  readonly onListed: Backbone['onListed'];
}

function openStorage(link: NatsLink, options: NatsBackboneOptions): Storage {
  const { store, clock, random, log, identity } = options;
  const jetStream = new NatsJetStream({
    ...{ link, clock, log, isForSteps: false },
    onWritten: (stream, sequence) => {
      life.noteWritten(stream, sequence);
    },
  });
  const forSteps = new NatsJetStream({ link, clock, log, isForSteps: true });
  let listed: (hostIds: readonly string[]) => void = () => undefined;
  const life = new StorageLife({
    jetStream: forSteps,
    store,
    clock,
    random,
    log,
    replicas: options.streamReplicas,
    isOurs: ({ owner }) => owner === identity.id,
    recheck: (reason) => {
      link.recheck(reason);
    },
    onListed: (hostIds) => {
      listed(hostIds);
    },
  });
  const onListed: Storage['onListed'] = (listener) => {
    listed = listener;
  };
  return { jetStream, forSteps, life, onListed };
}

interface MembershipParts extends NatsBackboneOptions {
  readonly jetStream: NatsJetStream;
  readonly forSteps: NatsJetStream;
  readonly hash: Hash64;
}

/** Where the store keeps the word of the process that ran on it last. */
const instanceKey = 'instance';

function addMembership(
  link: NatsLink,
  options: MembershipParts,
): { readonly membership: NatsMembership; readonly taken: Promise<MusterError> } {
  const { store, streamReplicas: replicas } = options;
  let fail: (error: MusterError) => void = () => undefined;
  const taken = new Promise<MusterError>((resolve) => {
    fail = resolve;
  });
  const membership = new NatsMembership({
    ...{ ...options, replicas, fail },
    // The store's lock is ours: whoever ran on it is dead, and need not be waited for.
    predecessor: store.getMeta(instanceKey) ?? '',
    recheck: (reason) => {
      link.recheck(reason);
    },
  });
  link.addStep(membership);
  link.onReady(() => {
    membership.ready();
  });
  return { membership, taken };
}

/** Rejects with REPLICA_ID_TAKEN. */
async function join(
  link: NatsLink,
  membership: NatsMembership,
  { store, identity }: NatsBackboneOptions,
): Promise<void> {
  try {
    await membership.start();
  } catch (error) {
    await link.close();
    throw error;
  }
  await store.apply({ meta: { [instanceKey]: identity.instance } });
}

/** The client gave the connection up for good (N2): only a new start helps. */
async function brokenLink(link: NatsLink): Promise<MusterError> {
  const cause = await link.closed();
  if (cause === undefined) return new Promise(() => undefined);
  const message = `the connection to NATS is closed for good: ${cause.message}`;
  return new MusterError('UNAVAILABLE', message, { cause });
}

/** Keys of other VMs are for their owners to write (I1). */
function* vmsOwnedBy(owner: string, store: Store): Generator<Vm> {
  for (const { record } of store.storedHosts()) {
    if (record.owner === owner) yield* store.vmsOfHost(record.host.id);
  }
}
