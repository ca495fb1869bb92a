import { status } from '@grpc/grpc-js';
import type { handleUnaryCall } from '@grpc/grpc-js';

import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Page, PageRequest } from '../../shared/model/query.ts';
import { idOf } from '../../shared/wire/fields.ts';
import type { FleetServiceHandlers } from '../../shared/wire/generated/muster/v1/FleetService.ts';
import type { GetHostRequest__Output } from '../../shared/wire/generated/muster/v1/GetHostRequest.ts';
import type { GetHostResponse } from '../../shared/wire/generated/muster/v1/GetHostResponse.ts';
import type { GetVmRequest__Output } from '../../shared/wire/generated/muster/v1/GetVmRequest.ts';
import type { GetVmResponse } from '../../shared/wire/generated/muster/v1/GetVmResponse.ts';
import type { ListHostsRequest__Output } from '../../shared/wire/generated/muster/v1/ListHostsRequest.ts';
import type { ListHostsResponse } from '../../shared/wire/generated/muster/v1/ListHostsResponse.ts';
import type { ListVmsRequest__Output } from '../../shared/wire/generated/muster/v1/ListVmsRequest.ts';
import type { ListVmsResponse } from '../../shared/wire/generated/muster/v1/ListVmsResponse.ts';
import type { Feed, FleetView, SampleView } from '../ports.ts';
import { fittingPage, hostAnswer, summaryAnswer, vmAnswer } from './answers.ts';
import { ApiError, notFound, toApiError } from './api-error.ts';
import { afterIdOf, pageTokenOf } from './page-token.ts';
import type { PagedQuestion } from './page-token.ts';
import { hostFilterOf, pageSizeOf, RequestReader, vmFilterOf } from './request.ts';
import { Watch } from './watch.ts';
import type { WatchServerCall } from './watch-call.ts';

export interface FleetServiceOptions {
  readonly view: FleetView;
  readonly samples: SampleView;
  readonly feed: Feed;
  readonly clock: Clock;
  readonly log: Logger;
  /** Events held for one watcher that lags; `limits.watchBufferEvents` unless told. */
  readonly watchBufferEvents?: number;
  /** Watches at a time; `limits.watchersMax` unless told. */
  readonly watchersMax?: number;
}

interface PageFields {
  readonly pageSize?: number;
  readonly pageToken?: string;
}

function pageRequestOf(
  reader: RequestReader,
  question: PagedQuestion,
  { pageSize, pageToken }: PageFields,
): PageRequest {
  return {
    size: pageSizeOf(reader, pageSize),
    afterId: reader.field(() => afterIdOf(question, pageToken ?? ''), ''),
  };
}

/** `muster.v1.FleetService`: questions about committed state, and watches. */
export class FleetService {
  readonly #options: FleetServiceOptions;
  readonly #watches = new Set<Watch>();

  constructor(options: FleetServiceOptions) {
    this.#options = options;
  }

  get watchCount(): number {
    return this.#watches.size;
  }

  readonly handlers: FleetServiceHandlers = {
    ListHosts: this.#unary((request) => this.#listHosts(request)),
    GetHost: this.#unary((request) => this.#getHost(request)),
    ListVms: this.#unary((request) => this.#listVms(request)),
    GetVm: this.#unary((request) => this.#getVm(request)),
    Summarize: this.#unary(() => summaryAnswer(this.#options.view.summarize())),
    ExplainHost: this.#unary(() => {
      throw new ApiError(status.UNIMPLEMENTED, 'this replica does not know the others');
    }),
    Watch: (call) => {
      void this.#watch(call);
    },
  };

  /** Ends every watch, so that its reader resumes on another replica. */
  stop(): void {
    const message = 'this replica stops; resume with the last token received, on any replica';
    for (const watch of this.#watches) watch.end(new ApiError(status.UNAVAILABLE, message));
  }

  #unary<Request, Response>(
    answer: (request: Request) => Response,
  ): handleUnaryCall<Request, Response> {
    return (call, callback) => {
      // Canceled, or past its deadline, before its turn came: nobody waits for the answer.
      if (call.cancelled) return;
      let response: Response;
      try {
        response = answer(call.request);
      } catch (thrown) {
        const { error, isExpected } = toApiError(thrown);
        if (!isExpected) this.#logFault(call.getPath(), thrown);
        callback(error);
        return;
      }
      callback(null, response);
    };
  }

  #logFault(method: string, thrown: unknown): void {
    this.#options.log.error({ err: thrown, method }, 'a call failed by a fault of our own');
  }

  #listHosts(request: ListHostsRequest__Output): ListHostsResponse {
    const { view, samples } = this.#options;
    const reader = new RequestReader();
    const filter = hostFilterOf(reader, 'filter', request.filter);
    const question: PagedQuestion = { list: 'hosts', filter };
    const page = pageRequestOf(reader, question, request);
    reader.end();
    const found = fittingPage(view.listHosts(filter, page), (host) => hostAnswer(host, samples));
    return { hosts: [...found.rows], nextPageToken: this.#nextToken(question, found) };
  }

  #listVms(request: ListVmsRequest__Output): ListVmsResponse {
    const { view, samples } = this.#options;
    const reader = new RequestReader();
    const filter = vmFilterOf(reader, 'filter', request.filter);
    const question: PagedQuestion = { list: 'vms', filter };
    const page = pageRequestOf(reader, question, request);
    reader.end();
    const found = fittingPage(view.listVms(filter, page), (vm) => vmAnswer(vm, samples));
    return { vms: [...found.rows], nextPageToken: this.#nextToken(question, found) };
  }

  #nextToken(question: PagedQuestion, page: Page<unknown>): string {
    return pageTokenOf(question, page.nextAfterId);
  }

  #getHost(request: GetHostRequest__Output): GetHostResponse {
    const id = this.#idOf('host_id', request.hostId);
    const host = this.#options.view.getHost(id);
    if (host === undefined) throw notFound('muster.v1.Host', id);
    return { host: hostAnswer(host, this.#options.samples) };
  }

  #getVm(request: GetVmRequest__Output): GetVmResponse {
    const id = this.#idOf('vm_id', request.vmId);
    const vm = this.#options.view.getVm(id);
    if (vm === undefined) throw notFound('muster.v1.Vm', id);
    return { vm: vmAnswer(vm, this.#options.samples) };
  }

  #idOf(field: string, value: string | undefined): string {
    const reader = new RequestReader();
    const id = reader.field(() => idOf(field, value), '');
    reader.end();
    return id;
  }

  async #watch(call: WatchServerCall): Promise<void> {
    const { watchersMax = limits.watchersMax, watchBufferEvents } = this.#options;
    if (this.#watches.size >= watchersMax) {
      const message = `this replica serves ${String(watchersMax)} watches already; try another`;
      call.emit('error', new ApiError(status.RESOURCE_EXHAUSTED, message));
      return;
    }
    const bufferEvents = watchBufferEvents ?? limits.watchBufferEvents;
    const watch = new Watch(call, { ...this.#options, bufferEvents });
    this.#watches.add(watch);
    try {
      await watch.run();
    } catch (thrown) {
      this.#logFault(call.getPath(), thrown);
    } finally {
      this.#watches.delete(watch);
    }
  }
}
