import { ApiServer } from '../../central/api/server.ts';
import type { ApiServerOptions } from '../../central/api/server.ts';
import { EventFeed } from '../../central/feed/feed.ts';
import { LocalSource } from '../../central/feed/local-source.ts';
import type { HostSamples, VmSamples } from '../../central/ports.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { StoreBatch } from '../../central/store/port.ts';
import { silentLogger } from '../../shared/log.ts';
import { FakeClock } from './fake-clock.ts';
import { FleetClient } from './fleet-client.ts';

/** The API over a store and a feed of its own, with a client; what happens in the fleet is written by the test. */
export class ApiFleet {
  readonly clock = new FakeClock();
  readonly store = new MemoryStore();
  readonly samples = new Map<string, HostSamples>();
  readonly vmSamples = new Map<string, VmSamples>();
  /** Answers of the one readiness check. */
  readonly health = { isOk: true, message: 'fine' };
  readonly feed: EventFeed;
  readonly server: ApiServer;
  readonly #source: LocalSource;
  #client: FleetClient | undefined;

  private constructor(options: Partial<ApiServerOptions>) {
    this.#source = new LocalSource({
      store: this.store,
      log: silentLogger,
      incarnation: () => 'life-1',
    });
    this.feed = new EventFeed(this.#source);
    this.server = new ApiServer({
      address: '127.0.0.1:0',
      view: this.store,
      samples: {
        samplesOf: (hostId) => this.samples.get(hostId),
        vmSampleOf: (_, vmId) => this.vmSamples.get(vmId),
      },
      feed: this.feed,
      clock: this.clock,
      log: silentLogger,
      checks: [{ name: 'test', check: () => this.health }],
      // A test that leaves a watch open, for whatever reason, need not be waited for.
      stopTimeoutMs: 100,
      ...options,
    });
  }

  static async start(options: Partial<ApiServerOptions> = {}): Promise<ApiFleet> {
    const fleet = new ApiFleet(options);
    await fleet.feed.start();
    await fleet.server.start();
    return fleet;
  }

  get address(): string {
    return `127.0.0.1:${String(this.server.port)}`;
  }

  get client(): FleetClient {
    return (this.#client ??= new FleetClient(this.address));
  }

  /** Commits, then tells the feed. */
  async apply(batch: StoreBatch): Promise<void> {
    await this.store.apply(batch);
    this.#source.wake();
  }

  async stop(): Promise<void> {
    this.#client?.close();
    await this.server.stop();
    await this.feed.stop();
  }
}
