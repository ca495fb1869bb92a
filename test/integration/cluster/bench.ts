import { connect, type JetStreamManager, type NatsConnection } from 'nats';
import { expect } from 'vitest';

import type { FeedItem, StorageChange } from '../../../central/ports.ts';
import { MemoryStore } from '../../../central/store/memory-store.ts';
import { decodeEvent } from '../../../shared/wire/json.ts';
import {
  openNatsParts,
  type ClusterParts,
  type NatsPartsOptions,
} from '../../harness/cluster-parts.ts';
import { eventually } from '../../harness/eventually.ts';
import { NatsServer, type NatsServerOptions } from '../../harness/nats-server.ts';
import { Proxy } from '../../harness/proxy.ts';

/** A nats-server, a proxy before it, and one replica's parts behind the proxy. */
export class NatsBench {
  readonly server: NatsServer;
  readonly proxy: Proxy;
  store = new MemoryStore();
  readonly changes: StorageChange[] = [];
  readonly #parts: ClusterParts[] = [];
  readonly #clients: NatsConnection[] = [];

  private constructor(server: NatsServer, proxy: Proxy) {
    this.server = server;
    this.proxy = proxy;
  }

  static async start(options: NatsServerOptions = {}): Promise<NatsBench> {
    const server = await NatsServer.start(options);
    return new NatsBench(server, await Proxy.start({ port: server.port }));
  }

  async open(options: Partial<NatsPartsOptions> = {}): Promise<ClusterParts> {
    const parts = await openNatsParts({
      address: this.proxy.address,
      store: this.store,
      ...options,
    });
    parts.commit.onStorageChange((change) => this.changes.push(change));
    this.#parts.push(parts);
    return parts;
  }

  /** An operator's own connection, around the proxy. */
  async operator(): Promise<{ nc: NatsConnection; jsm: JetStreamManager }> {
    const nc = await connect({ servers: this.server.address });
    this.#clients.push(nc);
    return { nc, jsm: await nc.jetstreamManager() };
  }

  /** Event ids on the stream, oldest first. */
  async streamedIds(): Promise<string[]> {
    const { jsm } = await this.operator();
    const { state } = await jsm.streams.info('MUSTER_EVENTS');
    const ids: string[] = [];
    for (
      let sequence = state.first_seq;
      state.messages > 0 && sequence <= state.last_seq;
      sequence++
    ) {
      const message = await jsm.streams.getMessage('MUSTER_EVENTS', { seq: sequence });
      ids.push(decodeEvent(message.data)?.id ?? 'none');
    }
    return ids;
  }

  async stop(): Promise<void> {
    for (const parts of this.#parts) await parts.stop();
    for (const client of this.#clients) await client.close();
    await this.proxy.stop();
    await this.server.stop();
  }
}

export function follow(parts: ClusterParts): FeedItem[] {
  const items: FeedItem[] = [];
  const subscription = parts.feed.subscribe(parts.feed.position(), (item) => items.push(item));
  expect(subscription.kind).toBe('subscribed');
  return items;
}

export function arrived(items: readonly FeedItem[], ids: readonly string[]): Promise<true> {
  return eventually(
    () => {
      expect(items.map(({ event }) => event.id)).toEqual(ids);
      return true as const;
    },
    { what: 'the events arrive' },
  );
}
