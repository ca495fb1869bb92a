import type { Clock } from '../shared/clock.ts';
import type { MusterError } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import type { Random } from '../shared/random.ts';
import { LocalCommit } from './cluster/local.ts';
import { LocalMembership } from './cluster/membership/local-membership.ts';
import type { MemberIdentity } from './cluster/membership/member.ts';
import { loadXxh64 } from './cluster/xxh64.ts';
import { EventFeed } from './feed/feed.ts';
import { LocalSource } from './feed/local-source.ts';
import type { Membership } from './membership-port.ts';
import type { CommitPort, PublishPort } from './ports.ts';
import { LocalPublish } from './publish/local.ts';
import type { Store } from './store/port.ts';

/** What a mode gives: where steps are committed, told, and followed. Ready to use when it is handed out. */
export interface Backbone {
  readonly commits: CommitPort;
  readonly publisher: PublishPort;
  readonly feed: EventFeed;
  /** Of this replica: it has joined. */
  readonly membership: Membership;
  /** Empty: commits can go through. Otherwise why they cannot. */
  trouble(): string;
  /** Has the rows listed again from the storage: events of other replicas' hosts are not kept that they lack. */
  relist(reason: string): void;
  /** Told of hosts whose rows were brought in line with the storage, events or not. One listener. */
  onListed(listener: (hostIds: readonly string[]) => void): void;
  /** Resolves only if the mode cannot go on at all. */
  readonly broken: Promise<MusterError>;
  stop(): Promise<void>;
}

export interface BackboneOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Who this replica is to the others. */
  readonly identity: MemberIdentity;
}

/** Mode `local`: the store itself is the commit log and the event log. */
export async function openLocalBackbone(options: BackboneOptions): Promise<Backbone> {
  const { store, clock, random, log, identity } = options;
  const membership = new LocalMembership({ identity, clock, hash: await loadXxh64() });
  await membership.start();
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
    publisher: new LocalPublish(async (events) => {
      await store.apply({ events });
      await store.flush();
      source.wake();
    }),
    feed,
    membership,
    trouble: () => '',
    relist: () => undefined,
    onListed: () => undefined,
    broken: new Promise(() => undefined),
    stop: () => feed.stop(),
  };
}
