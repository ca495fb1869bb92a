import { hostname } from 'node:os';

import type { Clock } from '../shared/clock.ts';
import { MusterError } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import type { Logger } from '../shared/log.ts';
import type { Random } from '../shared/random.ts';
import type { Service } from '../shared/service.ts';
import { packageVersion } from '../shared/version.ts';
import { HttpServer } from './api/http-server.ts';
import type { ReadinessCheck } from './api/readiness.ts';
import { ApiServer } from './api/server.ts';
import type { MemberIdentity } from './cluster/membership/member.ts';
import { openLocalBackbone } from './backbone.ts';
import type { Backbone } from './backbone.ts';
import { CheckWatch } from './check-watch.ts';
import type { CentralConfig } from './config.ts';
import { SampleTable } from './ingest/samples.ts';
import { IngestServer } from './ingest/server.ts';
import { assembleLoop } from './assemble-loop.ts';
import { ClusterSide } from './cluster-side.ts';
import { conditionSettings } from './condition-config.ts';
import type { HandOver } from './hand-over.ts';
import { HostConditions } from './host-conditions.ts';
import type { TlsFiles } from './api/credentials.ts';
import type { Membership } from './membership-port.ts';
import type { Loop } from './loop.ts';
import { memberIdentity } from './member-identity.ts';
import { openNatsBackbone } from './nats-backbone.ts';
import { natsOptions } from './nats-settings.ts';
import type { LivingConfig } from './reload.ts';
import { readinessChecks } from './readiness-checks.ts';
import { createMetrics, ingestObserver } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { lockFolder } from './store/folder-lock.ts';
import { openLmdbStore } from './store/lmdb-store.ts';
import type { LmdbStore } from './store/lmdb-store.ts';

export interface CentralOptions {
  readonly config: CentralConfig;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Something broke that only a new start mends. */
  readonly fail: (error: MusterError) => void;
  /** This replica was told to leave, and has left. */
  readonly end: () => void;
}

/** The parts that others are put together from. */
interface CentralParts {
  readonly store: LmdbStore;
  readonly backbone: Backbone;
  readonly samples: SampleTable;
  readonly cluster: ClusterSide;
  readonly conditions: HostConditions;
}

/** All parts of one replica, in the order in which they start; they stop in the reverse order. */
export class Central implements Service {
  readonly name = 'central';
  readonly #options: CentralOptions;
  readonly #metrics: Metrics = createMetrics();
  readonly #identity: MemberIdentity;
  #stopping: (() => Promise<void>)[] = [];
  #conditions: HostConditions | undefined;
  #vmHealth: LivingConfig['vm_health'] | undefined;
  #ports = { agents: 0, api: 0, http: 0 };
  /** What is being waited for; empty once everything runs. */
  #starting = 'starting';
  readonly #checks: ReadinessCheck[] = [
    { name: 'start', check: () => ({ isOk: this.#starting === '', message: this.#starting }) },
  ];

  constructor(options: CentralOptions) {
    this.#options = options;
    const { config, random, clock } = options;
    this.#identity = memberIdentity(config, {
      instance: random.id(16),
      peerKey: random.id(32),
      startedAt: clock.unixMs(),
      hostname: hostname(),
      version: packageVersion(),
    });
  }

  /** Known after start. */
  get ports(): { readonly agents: number; readonly api: number; readonly http: number } {
    return this.#ports;
  }

  async start(signal?: AbortSignal): Promise<void> {
    try {
      await this.#start(signal);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Other settings hold from now on, for every host and for what is waited for already. */
  revise({ conditions, vm_health }: LivingConfig): void {
    this.#vmHealth = vm_health;
    this.#conditions?.revise(conditionSettings(conditions));
  }

  async stop(): Promise<void> {
    const stopping = this.#stopping.reverse();
    this.#stopping = [];
    for (const stop of stopping) await stop();
  }

  async #start(signal: AbortSignal | undefined): Promise<void> {
    const { config, clock, log } = this.#options;
    await this.#startHttp();
    const lock = await lockFolder(config.replica.data_folder);
    this.#stopping.push(() => lock.release());
    const store = openLmdbStore({
      folder: config.replica.data_folder,
      clock,
      warn: (message) => {
        log.warn(message);
      },
    });
    this.#stopping.push(() => store.close());
    this.#starting = 'waiting for NATS';
    const backbone = await unlessAborted(this.#openBackbone(store), signal);
    this.#stopping.push(() => backbone.stop());
    void backbone.broken.then(this.#options.fail);
    const samples = new SampleTable(store, { clock, log });
    samples.start();
    this.#stopping.push(() => samples.stop());
    const conditions = this.#openConditions(samples);
    const cluster = this.#openCluster({ store, backbone, samples, conditions });
    const loop = this.#startLoop({ store, backbone, samples, cluster, conditions });
    // Copies come first: a claim made at the start must see what other replicas told of VMs.
    await cluster.start(loop);
    loop.start(store.storedHosts());
    conditions.start(loop);
    this.#stopping.push(() => cluster.stop());
    const ingest = await this.#startIngest(loop, samples);
    const { handOver } = cluster;
    this.#checks.push(...readinessChecks({ store, backbone, loop, handOver }));
    const api = await this.#startApi({ store, samples, feed: backbone.feed, cluster });
    this.#joinIn(backbone.membership, handOver);
    this.#metrics.observe({
      summarize: () => store.summarize(),
      sessionCount: () => loop.sessionCount,
      watcherCount: () => api.watchCount,
      inboxDepth: () => loop.inboxDepth,
      loopLagMs: () => loop.lagMs,
      hearing: () => loop.hearing,
    });
    this.#ports = { ...this.#ports, agents: ingest?.port ?? 0, api: api.port };
    this.#starting = '';
    this.#watchChecks(store);
  }

  /** Warm, and therefore of use to the others; the first thing a stop does is to give that up. */
  #joinIn(membership: Membership, handOver: HandOver): void {
    const { config, log } = this.#options;
    void membership.setState('ACTIVE');
    this.#stopping.push(async () => {
      log.info('hosts are handed over to other replicas');
      await handOver.run(config.replica.drain_timeout);
    });
  }

  /** First of all, so that whoever asks how the start goes gets an answer. */
  async #startHttp(): Promise<void> {
    const { config, clock, log } = this.#options;
    const metrics = this.#metrics.registry;
    const checks = this.#checks;
    const http = new HttpServer({ address: config.listen.http, checks, metrics, clock, log });
    await http.start();
    this.#stopping.push(() => http.stop());
    this.#ports = { ...this.#ports, http: http.port };
  }

  /** A store that stays failed is mended by a new start only. */
  #watchChecks(store: LmdbStore): void {
    const { clock, log, fail } = this.#options;
    let lastSoundMs = clock.monotonicMs();
    const watch = new CheckWatch({
      ...{ checks: this.#checks, clock, log },
      onLook: (check, isOk) => {
        this.#metrics.checks.set({ check }, Number(isOk));
        const health = store.health();
        if (health.kind !== 'failed') lastSoundMs = clock.monotonicMs();
        else if (clock.monotonicMs() - lastSoundMs >= limits.storeFailedMsMax) {
          fail(new MusterError('STORE_FAILED', health.reason));
        }
      },
    });
    watch.start();
    this.#stopping.push(() => {
      watch.stop();
      return Promise.resolve();
    });
  }

  #openBackbone(store: LmdbStore): Promise<Backbone> {
    const { config, clock, random, log } = this.#options;
    const parts = { store, clock, random, log, identity: this.#identity };
    if (config.nats.servers.length === 0) return openLocalBackbone(parts);
    return openNatsBackbone({
      ...parts,
      nats: natsOptions(config),
      eventBytesMax: config.nats.events_size,
      streamReplicas: config.nats.replicas,
    });
  }

  #openConditions(samples: SampleTable): HostConditions {
    const { config, clock } = this.#options;
    const settings = conditionSettings(config.conditions);
    const conditions = new HostConditions({ clock, settings, samples });
    this.#stopping.push(() => conditions.stop());
    this.#conditions = conditions;
    return conditions;
  }

  #openCluster(parts: Omit<CentralParts, 'cluster'>): ClusterSide {
    const { clock, log, end } = this.#options;
    return new ClusterSide({ ...parts, tls: this.#tlsFiles(), clock, log, end });
  }

  #startLoop({ cluster, ...parts }: CentralParts): Loop {
    const { share, peers, machines } = cluster;
    const own = { ...this.#options, identity: this.#identity, metrics: this.#metrics };
    const vmHealth = (): LivingConfig['vm_health'] => this.#vmHealth ?? own.config.vm_health;
    const loop = assembleLoop({ ...parts, ...own, share, peers, machines, vmHealth });
    this.#stopping.push(() => loop.stop());
    return loop;
  }

  /** undefined: in role `api` agents are others' business. */
  async #startIngest(loop: Loop, samples: SampleTable): Promise<IngestServer | undefined> {
    const { config, clock, log } = this.#options;
    const { agents, replica } = config;
    if (replica.role === 'api') return undefined;
    const ingest = new IngestServer({
      ...{ address: config.listen.agents, inbox: loop, samples, clock, log },
      admission: {
        hellosPerS: agents.hellos_per_second,
        burst: agents.hellos_per_second,
        syncsMax: agents.first_syncs,
      },
      observer: ingestObserver(this.#metrics),
    });
    await ingest.start();
    this.#stopping.push(() => ingest.stop());
    return ingest;
  }

  async #startApi(parts: {
    readonly store: LmdbStore;
    readonly samples: SampleTable;
    readonly feed: Backbone['feed'];
    readonly cluster: ClusterSide;
  }): Promise<ApiServer> {
    const { config, clock, log } = this.#options;
    const { store: view, samples, feed } = parts;
    const tls = this.#tlsFiles();
    const checks = this.#checks;
    const api = new ApiServer({
      ...{ address: config.listen.api, view, samples, feed, checks, clock, log },
      ...(tls && { tls }),
      cluster: parts.cluster.view(),
      isFleetServed: config.replica.role !== 'state',
    });
    await api.start();
    this.#stopping.push(() => api.stop());
    return api;
  }

  #tlsFiles(): TlsFiles | undefined {
    const { tls } = this.#options.config;
    if (tls === undefined) return undefined;
    return {
      certificate: tls.certificate_file,
      key: tls.key_file,
      ...(tls.client_ca_file !== undefined && { clientAuthorities: tls.client_ca_file }),
      ...(tls.server_ca_file !== undefined && { serverAuthorities: tls.server_ca_file }),
    };
  }
}

/** NATS may be waited for without end; who stops the program does not want to. */
function unlessAborted<Value>(
  value: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    value.then(resolve, reject);
    signal?.addEventListener('abort', () => {
      reject(new MusterError('START_FAILED', 'stopped while starting'));
    });
  });
}
