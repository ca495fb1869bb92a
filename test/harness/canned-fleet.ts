import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type {
  sendUnaryData,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';

import type { DrainReplicaRequest__Output } from '../../shared/wire/generated/muster/v1/DrainReplicaRequest.ts';
import type { ExplainHostRequest__Output } from '../../shared/wire/generated/muster/v1/ExplainHostRequest.ts';
import type { ExplainHostResponse } from '../../shared/wire/generated/muster/v1/ExplainHostResponse.ts';
import type { Freshness } from '../../shared/wire/generated/muster/v1/Freshness.ts';
import type { GetHostRequest__Output } from '../../shared/wire/generated/muster/v1/GetHostRequest.ts';
import type { GetRingResponse } from '../../shared/wire/generated/muster/v1/GetRingResponse.ts';
import type { GetVmRequest__Output } from '../../shared/wire/generated/muster/v1/GetVmRequest.ts';
import type { Host } from '../../shared/wire/generated/muster/v1/Host.ts';
import type { ListHostsRequest__Output } from '../../shared/wire/generated/muster/v1/ListHostsRequest.ts';
import type { ListReplicasResponse } from '../../shared/wire/generated/muster/v1/ListReplicasResponse.ts';
import type { ListVmsRequest__Output } from '../../shared/wire/generated/muster/v1/ListVmsRequest.ts';
import type { SummarizeResponse } from '../../shared/wire/generated/muster/v1/SummarizeResponse.ts';
import type { Vm } from '../../shared/wire/generated/muster/v1/Vm.ts';
import type { WatchRequest__Output } from '../../shared/wire/generated/muster/v1/WatchRequest.ts';
import type { WatchResponse } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { services } from '../../shared/wire/schema.ts';

export type WatchCall = ServerWritableStream<WatchRequest__Output, WatchResponse>;

export interface CannedAnswers {
  hosts?: readonly Host[];
  /** What HostService makes of a host. */
  operated?: Host;
  vms?: readonly Vm[];
  summary?: SummarizeResponse;
  /** Answer of ExplainHost for its host. */
  explanation?: ExplainHostResponse;
  replicas?: ListReplicasResponse;
  ring?: GetRingResponse;
  /** What ListHosts says. */
  freshness?: Freshness;
  /** Rows of a page at most, as a central that cuts pages short. */
  pageSizeMax?: number;
  /** What one Watch call gets. */
  watch?: (call: WatchCall) => void;
  /** Every unary call fails like this. */
  failure?: { readonly code: number; readonly details: string };
  /** Unary calls get no answer at all. */
  isSilent?: boolean;
}

type UnaryCall<Request> = ServerUnaryCall<Request, object>;

/** A FleetService and ClusterService that answer from canned data and remember what they were asked. */
export class CannedFleet {
  answers: CannedAnswers = {};
  /** Requests in order, by method name. */
  readonly asked: { readonly method: string; readonly request: unknown }[] = [];
  readonly #server = new Server();
  readonly #watches = new Set<WatchCall>();
  #port = 0;

  static async start(
    answers: CannedAnswers,
    credentials = ServerCredentials.createInsecure(),
  ): Promise<CannedFleet> {
    const fleet = new CannedFleet();
    fleet.answers = answers;
    fleet.#server.addService(services.muster.v1.FleetService.service, fleet.#implementation());
    fleet.#server.addService(services.muster.v1.ClusterService.service, fleet.#cluster());
    fleet.#server.addService(services.muster.v1.HostService.service, fleet.#hosts());
    fleet.#port = await new Promise<number>((resolve, reject) => {
      fleet.#server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
        if (error) reject(error);
        else resolve(port);
      });
    });
    return fleet;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Requests of one method, in order. */
  askedFor(method: string): readonly unknown[] {
    return this.asked.filter((entry) => entry.method === method).map(({ request }) => request);
  }

  /** Drops every connection, as a killed central does. */
  stop(): void {
    this.#server.forceShutdown();
  }

  /** Ends every open watch with a status. */
  breakWatches(code: number, details: string): void {
    for (const call of this.#watches) call.emit('error', { code, details });
  }

  #implementation(): UntypedServiceImplementation {
    return {
      listHosts: this.#unary('listHosts', (request: ListHostsRequest__Output) => {
        const { rows, nextPageToken } = this.#page(this.answers.hosts ?? [], request);
        return { hosts: rows, nextPageToken, ...this.#freshness() };
      }),
      listVms: this.#unary('listVms', (request: ListVmsRequest__Output) => {
        const wanted = new Set(request.filter?.hostIds ?? []);
        const vms = (this.answers.vms ?? []).filter(
          ({ hostId }) => wanted.size === 0 || wanted.has(hostId ?? ''),
        );
        const { rows, nextPageToken } = this.#page(vms, request);
        return { vms: rows, nextPageToken };
      }),
      getHost: this.#unary('getHost', (request: GetHostRequest__Output) => {
        const host = this.answers.hosts?.find(({ id }) => id === request.hostId);
        return host && { host };
      }),
      getVm: this.#unary('getVm', (request: GetVmRequest__Output) => {
        const vm = this.answers.vms?.find(({ id }) => id === request.vmId);
        return vm && { vm };
      }),
      summarize: this.#unary('summarize', () => this.answers.summary ?? {}),
      explainHost: this.#unary('explainHost', (request: ExplainHostRequest__Output) => {
        const { explanation } = this.answers;
        return explanation?.host?.id === request.hostId ? explanation : undefined;
      }),
      watch: (call: WatchCall) => {
        this.asked.push({ method: 'watch', request: call.request });
        this.#watches.add(call);
        call.on('close', () => this.#watches.delete(call));
        this.answers.watch?.(call);
      },
    };
  }

  #cluster(): UntypedServiceImplementation {
    return {
      listReplicas: this.#unary('listReplicas', () => this.answers.replicas ?? {}),
      getRing: this.#unary('getRing', () => this.answers.ring ?? {}),
      drainReplica: this.#unary('drainReplica', (request: DrainReplicaRequest__Output) => {
        const known = this.answers.replicas?.replicas?.find(({ id }) => id === request.replicaId);
        return known && { alreadyDraining: known.state === 'REPLICA_STATE_DRAINING' };
      }),
    };
  }

  /** What a request makes of a host stands in `operated`. */
  #hosts(): UntypedServiceImplementation {
    const operating = (method: string) =>
      this.#unary(method, ({ hostId }: { readonly hostId?: string }) => {
        const host = this.answers.hosts?.find(({ id }) => id === hostId);
        return host && { host: { ...host, ...this.answers.operated } };
      });
    return {
      enterMaintenance: operating('enterMaintenance'),
      exitMaintenance: operating('exitMaintenance'),
      retireHost: operating('retireHost'),
      deleteHost: operating('deleteHost'),
    };
  }

  #freshness(): { readonly freshness?: Freshness } {
    const { freshness } = this.answers;
    return freshness === undefined ? {} : { freshness };
  }

  #unary<Request>(method: string, answer: (request: Request) => object | undefined) {
    return (call: UnaryCall<Request>, reply: sendUnaryData<object>): void => {
      this.asked.push({ method, request: call.request });
      const { failure, isSilent } = this.answers;
      if (isSilent === true) return;
      const response = answer(call.request);
      if (failure !== undefined) reply(failure);
      else if (response !== undefined) reply(null, response);
      else reply({ code: status.NOT_FOUND, details: 'no such object' });
    };
  }

  /** Page tokens are offsets. */
  #page<Row>(
    rows: readonly Row[],
    request: { readonly pageSize?: number; readonly pageToken?: string },
  ): { readonly rows: Row[]; readonly nextPageToken: string } {
    const from = Number(request.pageToken ?? 0);
    const size = Math.min(request.pageSize || 100, this.answers.pageSizeMax ?? 1000);
    const end = from + size;
    return { rows: rows.slice(from, end), nextPageToken: end < rows.length ? String(end) : '' };
  }
}
