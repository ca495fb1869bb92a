import { readFileSync } from 'node:fs';

import { credentials } from '@grpc/grpc-js';
import type {
  CallOptions,
  ChannelCredentials,
  ClientReadableStream,
  ClientUnaryCall,
  ServiceError,
} from '@grpc/grpc-js';

import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { ClusterServiceClient } from '../../shared/wire/generated/muster/v1/ClusterService.ts';
import type { DrainReplicaResponse__Output } from '../../shared/wire/generated/muster/v1/DrainReplicaResponse.ts';
import type { ExplainHostResponse__Output } from '../../shared/wire/generated/muster/v1/ExplainHostResponse.ts';
import type { FleetServiceClient } from '../../shared/wire/generated/muster/v1/FleetService.ts';
import type { Freshness__Output } from '../../shared/wire/generated/muster/v1/Freshness.ts';
import type { GetHostResponse__Output } from '../../shared/wire/generated/muster/v1/GetHostResponse.ts';
import type { GetRingResponse__Output } from '../../shared/wire/generated/muster/v1/GetRingResponse.ts';
import type { GetVmResponse__Output } from '../../shared/wire/generated/muster/v1/GetVmResponse.ts';
import type { Host__Output } from '../../shared/wire/generated/muster/v1/Host.ts';
import type { HostServiceClient } from '../../shared/wire/generated/muster/v1/HostService.ts';
import type { ListHostsRequest } from '../../shared/wire/generated/muster/v1/ListHostsRequest.ts';
import type { ListHostsResponse__Output } from '../../shared/wire/generated/muster/v1/ListHostsResponse.ts';
import type { ListReplicasResponse__Output } from '../../shared/wire/generated/muster/v1/ListReplicasResponse.ts';
import type { ListVmsRequest } from '../../shared/wire/generated/muster/v1/ListVmsRequest.ts';
import type { ListVmsResponse__Output } from '../../shared/wire/generated/muster/v1/ListVmsResponse.ts';
import type { SummarizeResponse__Output } from '../../shared/wire/generated/muster/v1/SummarizeResponse.ts';
import type { WatchRequest } from '../../shared/wire/generated/muster/v1/WatchRequest.ts';
import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { services } from '../../shared/wire/schema.ts';
import type { Endpoint, TlsSettings } from './address.ts';
import { CliError } from './exit.ts';
import { rpcCodes, RpcError } from './rpc-error.ts';

export interface FleetClientOptions {
  readonly endpoint: Endpoint;
  /** Milliseconds for each call, and for the first word of a watch. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Ends every call in flight. */
  readonly interrupted: AbortSignal;
  /** How far each answer is of now. */
  readonly onFreshness: (freshness: Freshness__Output) => void;
}

/** Says how far it is of now. */
interface Dated {
  readonly freshness?: Freshness__Output | null;
}

export type HostVerb = 'enterMaintenance' | 'exitMaintenance' | 'retireHost' | 'deleteHost';

interface HostOperation {
  readonly hostId: string;
  readonly reason: string;
  readonly force: boolean;
  readonly requestId: string;
}

type Answer<Response> = (error: ServiceError | null, response?: Response) => void;
type Start<Response> = (options: CallOptions, answer: Answer<Response>) => ClientUnaryCall;

/** FleetService, ClusterService and HostService as promises; every failed call rejects with RpcError. */
export class FleetClient {
  readonly #options: FleetClientOptions;
  readonly #client: FleetServiceClient;
  /** On the connection of the first. */
  readonly #cluster: ClusterServiceClient;
  readonly #hosts: HostServiceClient;

  constructor(options: FleetClientOptions) {
    const { endpoint } = options;
    this.#options = options;
    this.#client = new services.muster.v1.FleetService(
      endpoint.address,
      channelCredentials(endpoint.tls),
      {
        'grpc.max_receive_message_length': limits.cliMessageBytesMax,
        // G3: without keepalive a dead link is noticed after a quarter of an hour.
        'grpc.keepalive_time_ms': 10_000,
        'grpc.keepalive_timeout_ms': 5_000,
        // G9: a retrying call would hold on to what a long watch has received.
        'grpc.enable_retries': 0,
        'grpc.enable_channelz': 0,
        'grpc.initial_reconnect_backoff_ms': 200,
        'grpc.max_reconnect_backoff_ms': 1_000,
        ...(endpoint.tls.serverName !== undefined && {
          'grpc.ssl_target_name_override': endpoint.tls.serverName,
        }),
      },
    );
    this.#cluster = new services.muster.v1.ClusterService(
      endpoint.address,
      channelCredentials(endpoint.tls),
      { channelOverride: this.#client.getChannel() },
    );
    this.#hosts = new services.muster.v1.HostService(
      endpoint.address,
      channelCredentials(endpoint.tls),
      { channelOverride: this.#client.getChannel() },
    );
  }

  listHosts(request: ListHostsRequest): Promise<ListHostsResponse__Output> {
    return this.#dated((options, answer) => this.#client.listHosts(request, options, answer));
  }

  listVms(request: ListVmsRequest): Promise<ListVmsResponse__Output> {
    return this.#dated((options, answer) => this.#client.listVms(request, options, answer));
  }

  getHost(hostId: string): Promise<GetHostResponse__Output> {
    return this.#dated((options, answer) => this.#client.getHost({ hostId }, options, answer));
  }

  getVm(vmId: string): Promise<GetVmResponse__Output> {
    return this.#dated((options, answer) => this.#client.getVm({ vmId }, options, answer));
  }

  summarize(): Promise<SummarizeResponse__Output> {
    return this.#dated((options, answer) => this.#client.summarize({}, options, answer));
  }

  explainHost(hostId: string): Promise<ExplainHostResponse__Output> {
    return this.#dated((options, answer) => this.#client.explainHost({ hostId }, options, answer));
  }

  listReplicas(): Promise<ListReplicasResponse__Output> {
    return this.#dated((options, answer) => this.#cluster.listReplicas({}, options, answer));
  }

  getRing(): Promise<GetRingResponse__Output> {
    return this.#dated((options, answer) => this.#cluster.getRing({}, options, answer));
  }

  drainReplica(replicaId: string): Promise<DrainReplicaResponse__Output> {
    return this.#call((options, answer) =>
      this.#cluster.drainReplica({ replicaId }, options, answer),
    );
  }

  async operateHost(verb: HostVerb, request: HostOperation): Promise<Host__Output> {
    const { host } = await this.#call<{ host?: Host__Output | null }>((options, answer) =>
      this.#hosts[verb](request, options, answer),
    );
    return host ?? {};
  }

  /** The items until the stream ends or `signal` is aborted; reading slowly slows the central down. */
  async *watch(request: WatchRequest, signal: AbortSignal): AsyncGenerator<WatchResponse__Output> {
    const isOver = (): boolean => signal.aborted;
    if (isOver()) return;
    const call = this.#client.watch(request);
    // The loop below sees the error too; without a listener of its own a late one would end the process (G14).
    call.on('error', () => undefined);
    const cancel = (): void => {
      call.cancel();
    };
    const firstWord = this.#firstWord(call);
    signal.addEventListener('abort', cancel);
    try {
      for await (const item of call as AsyncIterable<WatchResponse__Output>) yield item;
    } catch (thrown) {
      if (!isOver()) throw firstWord.isLate() ? lateError() : rpcErrorFrom(thrown);
    } finally {
      firstWord.stop();
      signal.removeEventListener('abort', cancel);
      call.cancel();
    }
  }

  /** Without it, calls in flight would keep the process alive. */
  close(): void {
    this.#client.close();
  }

  /** A watch has no deadline, but its beginning has: an address that swallows everything must not hang. */
  #firstWord(call: ClientReadableStream<WatchResponse__Output>): {
    readonly isLate: () => boolean;
    readonly stop: () => void;
  } {
    let isLate = false;
    const timer = this.#options.clock.setTimer(() => {
      isLate = true;
      call.cancel();
    }, this.#options.timeoutMs);
    call.on('metadata', () => {
      timer.cancel();
    });
    return {
      isLate: () => isLate,
      stop: () => {
        timer.cancel();
      },
    };
  }

  async #dated<Response extends Dated>(start: Start<Response>): Promise<Response> {
    const response = await this.#call(start);
    if (response.freshness) this.#options.onFreshness(response.freshness);
    return response;
  }

  #call<Response>(start: Start<Response>): Promise<Response> {
    const { clock, timeoutMs, interrupted } = this.#options;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        call.cancel();
      };
      const call = start({ deadline: clock.unixMs() + timeoutMs }, (error, response) => {
        interrupted.removeEventListener('abort', cancel);
        if (error) reject(rpcErrorFrom(error));
        else if (response === undefined)
          reject(new RpcError(rpcCodes.internal, 'the answer was empty'));
        else resolve(response);
      });
      interrupted.addEventListener('abort', cancel);
    });
  }
}

function lateError(): RpcError {
  return new RpcError(rpcCodes.deadlineExceeded, 'the watch did not begin in time');
}

function rpcErrorFrom(thrown: unknown): RpcError {
  if (!(thrown instanceof Error)) return new RpcError(rpcCodes.unknown, String(thrown));
  const { code, details } = thrown as Partial<ServiceError>;
  return new RpcError(code ?? rpcCodes.unknown, details ?? thrown.message);
}

function channelCredentials(tls: TlsSettings): ChannelCredentials {
  if (!tls.isOn) return credentials.createInsecure();
  const read = (flag: string, file: string | undefined): Buffer | null =>
    file === undefined ? null : readTlsFile(flag, file);
  try {
    return credentials.createSsl(
      read('--tls-ca', tls.caFile),
      read('--tls-key', tls.keyFile),
      read('--tls-cert', tls.certFile),
    );
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError('usage', `the TLS files do not fit together: ${String(cause)}`, { cause });
  }
}

function readTlsFile(flag: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CliError('usage', `the file of ${flag} cannot be read: ${String(cause)}`, { cause });
  }
}
