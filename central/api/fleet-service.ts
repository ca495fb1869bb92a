import { status } from '@grpc/grpc-js';

import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Host } from '../../shared/model/host.ts';
import type { PageRequest } from '../../shared/model/query.ts';
import type { ExplainHostRequest__Output } from '../../shared/wire/generated/muster/v1/ExplainHostRequest.ts';
import type { ExplainHostResponse } from '../../shared/wire/generated/muster/v1/ExplainHostResponse.ts';
import type { FleetServiceHandlers } from '../../shared/wire/generated/muster/v1/FleetService.ts';
import type { Freshness } from '../../shared/wire/generated/muster/v1/Freshness.ts';
import type { GetHostRequest__Output } from '../../shared/wire/generated/muster/v1/GetHostRequest.ts';
import type { GetHostResponse } from '../../shared/wire/generated/muster/v1/GetHostResponse.ts';
import type { GetVmRequest__Output } from '../../shared/wire/generated/muster/v1/GetVmRequest.ts';
import type { GetVmResponse } from '../../shared/wire/generated/muster/v1/GetVmResponse.ts';
import type { ListHostsRequest__Output } from '../../shared/wire/generated/muster/v1/ListHostsRequest.ts';
import type { ListHostsResponse } from '../../shared/wire/generated/muster/v1/ListHostsResponse.ts';
import type { ListVmsRequest__Output } from '../../shared/wire/generated/muster/v1/ListVmsRequest.ts';
import type { ListVmsResponse } from '../../shared/wire/generated/muster/v1/ListVmsResponse.ts';
import type { SummarizeResponse } from '../../shared/wire/generated/muster/v1/SummarizeResponse.ts';
import type { Feed, FleetView, SampleView } from '../ports.ts';
import { fittingPage, hostAnswer, summaryAnswer, vmAnswers } from './answers.ts';
import { ApiError, notFound } from './api-error.ts';
import { freshnessAnswer } from './cluster-view.ts';
import type { ClusterView } from './cluster-view.ts';
import { Explanation } from './explanation.ts';
import { SampleGathering } from './gathered-samples.ts';
import type { GatheredSamples } from './gathered-samples.ts';
import { afterIdOf, pageTokenOf } from './page-token.ts';
import type { PagedQuestion } from './page-token.ts';
import { hostFilterOf, idFieldOf, pageSizeOf, RequestReader, vmFilterOf } from './request.ts';
import { logFault, unary } from './unary.ts';
import { Watch } from './watch.ts';
import type { WatchServerCall } from './watch-call.ts';

export interface FleetServiceOptions {
  readonly view: FleetView;
  readonly samples: SampleView;
  readonly feed: Feed;
  /** Unset: this replica is the only one. */
  readonly cluster?: ClusterView;
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

type Eventual<T> = T | Promise<T>;

/** Stays in this turn if there is nothing to wait for. */
function after<T>(
  gathered: Eventual<GatheredSamples>,
  answer: (gathered: GatheredSamples) => T,
): Eventual<T> {
  return gathered instanceof Promise ? gathered.then(answer) : answer(gathered);
}

/** `muster.v1.FleetService`: questions about committed state, and watches. */
export class FleetService {
  readonly #options: FleetServiceOptions;
  readonly #samples: SampleGathering;
  readonly #watches = new Set<Watch>();
  readonly handlers: FleetServiceHandlers;

  constructor(options: FleetServiceOptions) {
    this.#options = options;
    this.#samples = new SampleGathering(options);
    const { log } = options;
    this.handlers = {
      ListHosts: unary(log, (request) => this.#listHosts(request)),
      GetHost: unary(log, (request) => this.#getHost(request)),
      ListVms: unary(log, (request) => this.#listVms(request)),
      GetVm: unary(log, (request) => this.#getVm(request)),
      Summarize: unary(log, () => this.#summarize()),
      ExplainHost: unary(log, (request) => this.#explainHost(request)),
      Watch: (call) => {
        void this.#watch(call);
      },
    };
  }

  get watchCount(): number {
    return this.#watches.size;
  }

  /** Ends every watch, so that its reader resumes on another replica. */
  stop(): void {
    const message = 'this replica stops; resume with the last token received, on any replica';
    for (const watch of this.#watches) watch.end(new ApiError(status.UNAVAILABLE, message));
  }

  /** To be called in the turn in which the state is read. */
  #freshness(): (silentReplicas?: readonly string[]) => Freshness {
    const { cluster, clock } = this.#options;
    const picture = cluster?.freshness() ?? { asOf: clock.unixMs(), staleReason: '' };
    return (silentReplicas) => freshnessAnswer(picture, silentReplicas);
  }

  #listHosts(request: ListHostsRequest__Output): Eventual<ListHostsResponse> {
    const reader = new RequestReader();
    const filter = hostFilterOf(reader, 'filter', request.filter);
    const question: PagedQuestion = { list: 'hosts', filter };
    const pageRequest = pageRequestOf(reader, question, request);
    reader.end();
    const page = this.#options.view.listHosts(filter, pageRequest);
    const freshness = this.#freshness();
    return after(this.#samples.ofHosts(page.rows), ({ samples, silentReplicas }) => {
      const found = fittingPage(page, (host) => hostAnswer(this.#options.view, host, samples));
      const nextPageToken = pageTokenOf(question, found.nextAfterId);
      return { hosts: [...found.rows], nextPageToken, freshness: freshness(silentReplicas) };
    });
  }

  #listVms(request: ListVmsRequest__Output): Eventual<ListVmsResponse> {
    const reader = new RequestReader();
    const filter = vmFilterOf(reader, 'filter', request.filter);
    const question: PagedQuestion = { list: 'vms', filter };
    const pageRequest = pageRequestOf(reader, question, request);
    reader.end();
    const page = this.#options.view.listVms(filter, pageRequest);
    const answerOf = vmAnswers(this.#options.view, page.rows);
    const freshness = this.#freshness();
    return after(this.#samples.ofVms(page.rows), ({ samples, silentReplicas }) => {
      const found = fittingPage(page, (vm) => answerOf(vm, samples));
      const nextPageToken = pageTokenOf(question, found.nextAfterId);
      return { vms: [...found.rows], nextPageToken, freshness: freshness(silentReplicas) };
    });
  }

  #getHost(request: GetHostRequest__Output): Eventual<GetHostResponse> {
    const host = this.#hostOf(request.hostId);
    const freshness = this.#freshness();
    return after(this.#samples.ofHosts([host]), ({ samples, silentReplicas }) => ({
      host: hostAnswer(this.#options.view, host, samples),
      freshness: freshness(silentReplicas),
    }));
  }

  #getVm(request: GetVmRequest__Output): Eventual<GetVmResponse> {
    const id = idFieldOf('vm_id', request.vmId);
    const vm = this.#options.view.getVm(id);
    if (vm === undefined) throw notFound('muster.v1.Vm', id);
    const answerOf = vmAnswers(this.#options.view, [vm]);
    const freshness = this.#freshness();
    return after(this.#samples.ofVms([vm]), ({ samples, silentReplicas }) => ({
      vm: answerOf(vm, samples),
      freshness: freshness(silentReplicas),
    }));
  }

  #summarize(): SummarizeResponse {
    return { ...summaryAnswer(this.#options.view.summarize()), freshness: this.#freshness()() };
  }

  #explainHost(request: ExplainHostRequest__Output): Promise<ExplainHostResponse> {
    const host = this.#hostOf(request.hostId);
    const { cluster } = this.#options;
    if (cluster !== undefined) return new Explanation(cluster, this.#samples).of(host);
    throw new ApiError(status.UNIMPLEMENTED, 'this replica does not know who owns hosts');
  }

  #hostOf(hostId: string | undefined): Host {
    const id = idFieldOf('host_id', hostId);
    const host = this.#options.view.getHost(id);
    if (host === undefined) throw notFound('muster.v1.Host', id);
    return host;
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
      logFault(this.#options.log, call.getPath(), thrown);
    } finally {
      this.#watches.delete(watch);
    }
  }
}
