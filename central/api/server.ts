import { promisify } from 'node:util';

import { Server } from '@grpc/grpc-js';
import type { ServerOptions } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';

import type { Clock, Timer } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import { systemRandom } from '../../shared/random.ts';
import type { Service } from '../../shared/service.ts';
import { services } from '../../shared/wire/schema.ts';
import { ClusterService } from './cluster-service.ts';
import { serverCredentials } from './credentials.ts';
import type { TlsFiles } from './credentials.ts';
import { FleetService } from './fleet-service.ts';
import { HostService } from './host-service.ts';
import type { FleetServiceOptions } from './fleet-service.ts';
import { PeerService } from './peer-service.ts';
import { readinessOf } from './readiness.ts';
import type { ReadinessCheck } from './readiness.ts';
import { addReflection } from './reflection.ts';

export interface ApiServerOptions extends FleetServiceOptions {
  /** host:port; port 0 takes a free one. */
  readonly address: string;
  /** False: everything but FleetService, for a replica that is not to be asked about the fleet; true unless told. */
  readonly isFleetServed?: boolean;
  /** Unset: without TLS. */
  readonly tls?: TlsFiles;
  /** All ok: the health service says SERVING. */
  readonly checks: readonly ReadinessCheck[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Milliseconds for calls to end at stop; `limits.apiStopMs` unless told. */
  readonly stopTimeoutMs?: number;
}

const serverOptions: ServerOptions = {
  // G1, G2: a dead peer would otherwise keep its streams for ever.
  'grpc.keepalive_time_ms': limits.apiKeepaliveMs,
  'grpc.keepalive_timeout_ms': limits.apiKeepaliveTimeoutMs,
  // G10: its traces grow without bound.
  'grpc.enable_channelz': 0,
  'grpc.max_receive_message_length': limits.apiRequestBytesMax,
  'grpc.max_send_message_length': limits.messageBytesMax,
  'grpc.max_concurrent_streams': limits.apiStreamsPerConnectionMax,
  // G13: memory of vanished peers is slow to come back.
  'grpc.max_connection_idle_ms': limits.apiConnectionIdleMs,
};

/** The API for tools, the command line and the other replicas, with the standard health service and reflection. */
export class ApiServer implements Service {
  readonly name = 'api';
  readonly #options: ApiServerOptions;
  readonly #server = new Server(serverOptions);
  readonly #fleet: FleetService;
  readonly #health = new HealthImplementation();
  /** Full names of the services of Muster that are served. */
  readonly #served: string[] = [];
  #port = 0;
  #timer: Timer | undefined;

  constructor(options: ApiServerOptions) {
    this.#options = options;
    this.#fleet = new FleetService(options);
    this.#addServices();
    this.#health.addToServer(this.#server);
    addReflection(this.#server, [...this.#served, 'grpc.health.v1.Health']);
  }

  #addServices(): void {
    const { isFleetServed = true, cluster, view, clock, log } = this.#options;
    const {
      FleetService: fleet,
      ClusterService: replicas,
      HostService: hosts,
      PeerService: peers,
    } = services.muster.v1;
    if (isFleetServed) {
      this.#server.addService(fleet.service, this.#fleet.handlers);
      this.#served.push('muster.v1.FleetService');
    }
    if (cluster === undefined) return;
    const { membership, answers } = cluster;
    const peerService = new PeerService({
      ...{ replicaId: membership.self.id, peerKey: membership.self.peerKey, answers, log },
    });
    this.#server.addService(
      replicas.service,
      new ClusterService({ cluster, view, clock, log }).handlers,
    );
    this.#server.addService(peers.service, peerService.handlers);
    const { operate } = cluster;
    this.#server.addService(
      hosts.service,
      new HostService({ operate, random: systemRandom, log }).handlers,
    );
    this.#served.push('muster.v1.ClusterService', 'muster.v1.PeerService', 'muster.v1.HostService');
  }

  /** Known after start. */
  get port(): number {
    return this.#port;
  }

  /** Watches going on. */
  get watchCount(): number {
    return this.#fleet.watchCount;
  }

  async start(): Promise<void> {
    const { address, tls, log } = this.#options;
    const credentials = serverCredentials(tls);
    try {
      const bind = promisify(this.#server.bindAsync.bind(this.#server));
      this.#port = await bind(address, credentials);
    } catch (cause) {
      const reason = MusterError.from(cause).message;
      const message = `the API cannot listen on ${address}: ${reason}`;
      throw new MusterError('START_FAILED', message, { cause });
    }
    this.#lookAtReadiness();
    log.info({ address, port: this.#port, isTls: tls !== undefined }, 'API listens');
  }

  /**
   * Ends watches with a reason, waits a little for the other calls, then cuts what is left (G21). It is `drain` that cuts:
   * with channelz off, forceShutdown of grpc-js leaves connections open, and so does a drain after tryShutdown.
   */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#setHealth(false);
    this.#fleet.stop();
    this.#server.drain(this.#boundAddress, this.#options.stopTimeoutMs ?? limits.apiStopMs);
    await promisify(this.#server.tryShutdown.bind(this.#server))();
  }

  /** As bound: a free port has its number now. */
  get #boundAddress(): string {
    return this.#options.address.replace(/:\d+$/, `:${this.#port}`);
  }

  #lookAtReadiness(): void {
    this.#setHealth(readinessOf(this.#options.checks).isReady);
    this.#timer = this.#options.clock.setTimer(() => {
      this.#lookAtReadiness();
    }, limits.readinessIntervalMs);
  }

  #setHealth(isServing: boolean): void {
    const status = isServing ? 'SERVING' : 'NOT_SERVING';
    for (const service of ['', ...this.#served]) this.#health.setStatus(service, status);
  }
}
