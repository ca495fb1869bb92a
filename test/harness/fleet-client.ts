import { credentials, status } from '@grpc/grpc-js';
import type { ChannelCredentials, ClientReadableStream, ServiceError } from '@grpc/grpc-js';

import type { Host } from '../../shared/model/host.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { FleetServiceClient } from '../../shared/wire/generated/muster/v1/FleetService.ts';
import type { GetHostResponse__Output } from '../../shared/wire/generated/muster/v1/GetHostResponse.ts';
import type { GetVmResponse__Output } from '../../shared/wire/generated/muster/v1/GetVmResponse.ts';
import type { HostFilter } from '../../shared/wire/generated/muster/v1/HostFilter.ts';
import type { ListHostsRequest } from '../../shared/wire/generated/muster/v1/ListHostsRequest.ts';
import type { ListHostsResponse__Output } from '../../shared/wire/generated/muster/v1/ListHostsResponse.ts';
import type { ListVmsRequest } from '../../shared/wire/generated/muster/v1/ListVmsRequest.ts';
import type { ListVmsResponse__Output } from '../../shared/wire/generated/muster/v1/ListVmsResponse.ts';
import type { SummarizeResponse__Output } from '../../shared/wire/generated/muster/v1/SummarizeResponse.ts';
import type { VmFilter } from '../../shared/wire/generated/muster/v1/VmFilter.ts';
import type { WatchRequest } from '../../shared/wire/generated/muster/v1/WatchRequest.ts';
import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { hostFromWire } from '../../shared/wire/host.ts';
import { decodeRpcStatus, statusDetailsKey } from '../../shared/wire/rpc-status.ts';
import type { RpcStatus } from '../../shared/wire/rpc-status.ts';
import { services } from '../../shared/wire/schema.ts';
import { vmFromWire } from '../../shared/wire/vm.ts';

type Callback<T> = (error: ServiceError | null, response?: T) => void;

function answerOf<T>(call: (callback: Callback<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) reject(error);
      else if (response === undefined) reject(new Error('neither an answer nor an error'));
      else resolve(response);
    });
  });
}

/** The google.rpc.Status a failed call carried. */
export function statusOf(error: ServiceError): RpcStatus {
  const [bytes] = error.metadata.get(statusDetailsKey);
  if (!Buffer.isBuffer(bytes)) throw new Error(`no ${statusDetailsKey} in: ${error.message}`);
  return decodeRpcStatus(bytes);
}

/** A watch as a sequence of answers. It ends when it is canceled; any other end is thrown as ServiceError. */
export class WatchReader implements AsyncIterable<WatchResponse__Output> {
  /** For tests that read at their own pace. */
  readonly stream: ClientReadableStream<WatchResponse__Output>;
  #iterator: AsyncIterator<WatchResponse__Output> | undefined;

  constructor(stream: ClientReadableStream<WatchResponse__Output>) {
    this.stream = stream;
    // Otherwise a watch that fails while nobody reads would end the process.
    stream.on('error', () => undefined);
  }

  /** The next answer. Throws ServiceError when the watch has failed, Error when it has ended. */
  async next(): Promise<WatchResponse__Output> {
    this.#iterator ??= this[Symbol.asyncIterator]();
    const answer = await this.#iterator.next();
    if (answer.done === true) throw new Error('the watch has ended');
    return answer.value;
  }

  /** The next `count` answers. */
  async take(count: number): Promise<WatchResponse__Output[]> {
    const answers: WatchResponse__Output[] = [];
    while (answers.length < count) answers.push(await this.next());
    return answers;
  }

  /** Everything up to and including the first answer for which `isLast` holds. */
  async until(
    isLast: (answer: WatchResponse__Output) => boolean,
  ): Promise<WatchResponse__Output[]> {
    const answers: WatchResponse__Output[] = [];
    for (;;) {
      const answer = await this.next();
      answers.push(answer);
      if (isLast(answer)) return answers;
    }
  }

  /** Not in the turn in which the watch was opened: grpc-js then tells the server nothing. */
  cancel(): void {
    this.stream.cancel();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<WatchResponse__Output> {
    try {
      for await (const answer of this.stream) yield answer as WatchResponse__Output;
    } catch (thrown) {
      if ((thrown as ServiceError).code !== status.CANCELLED) throw thrown;
    }
  }
}

/** A client of the API for tests. `close` it. */
export class FleetClient {
  readonly raw: FleetServiceClient;

  /** @param address host:port */
  constructor(address: string, channel: ChannelCredentials = credentials.createInsecure()) {
    this.raw = new services.muster.v1.FleetService(address, channel);
  }

  listHosts(request: ListHostsRequest = {}): Promise<ListHostsResponse__Output> {
    return answerOf((callback) => this.raw.listHosts(request, callback));
  }

  listVms(request: ListVmsRequest = {}): Promise<ListVmsResponse__Output> {
    return answerOf((callback) => this.raw.listVms(request, callback));
  }

  getHost(hostId: string): Promise<GetHostResponse__Output> {
    return answerOf((callback) => this.raw.getHost({ hostId }, callback));
  }

  getVm(vmId: string): Promise<GetVmResponse__Output> {
    return answerOf((callback) => this.raw.getVm({ vmId }, callback));
  }

  summarize(): Promise<SummarizeResponse__Output> {
    return answerOf((callback) => this.raw.summarize({}, callback));
  }

  /** Every host that fits, over all pages. */
  async allHosts(filter: HostFilter = {}, pageSize = 1000): Promise<Host[]> {
    const found: Host[] = [];
    let pageToken = '';
    do {
      const page = await this.listHosts({ filter, pageSize, pageToken });
      found.push(...(page.hosts ?? []).map(hostFromWire));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken !== '');
    return found;
  }

  /** Every VM that fits, over all pages. */
  async allVms(filter: VmFilter = {}, pageSize = 1000): Promise<Vm[]> {
    const found: Vm[] = [];
    let pageToken = '';
    do {
      const page = await this.listVms({ filter, pageSize, pageToken });
      found.push(...(page.vms ?? []).map(vmFromWire));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken !== '');
    return found;
  }

  watch(request: WatchRequest = {}): WatchReader {
    return new WatchReader(this.raw.watch(request));
  }

  close(): void {
    this.raw.close();
  }
}
