import { status } from '@grpc/grpc-js';

import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import { idOf, listOf } from '../../shared/wire/fields.ts';
import type { GetSamplesRequest__Output } from '../../shared/wire/generated/muster/v1/GetSamplesRequest.ts';
import type { GetSamplesResponse } from '../../shared/wire/generated/muster/v1/GetSamplesResponse.ts';
import type { GetSignsOfLifeRequest__Output } from '../../shared/wire/generated/muster/v1/GetSignsOfLifeRequest.ts';
import type { GetSignsOfLifeResponse } from '../../shared/wire/generated/muster/v1/GetSignsOfLifeResponse.ts';
import type { HasSessionRequest__Output } from '../../shared/wire/generated/muster/v1/HasSessionRequest.ts';
import type { HasSessionResponse } from '../../shared/wire/generated/muster/v1/HasSessionResponse.ts';
import type { HostSamples as HostSamplesWire } from '../../shared/wire/generated/muster/v1/HostSamples.ts';
import type { OperateHostRequest__Output } from '../../shared/wire/generated/muster/v1/OperateHostRequest.ts';
import type { OperateHostResponse } from '../../shared/wire/generated/muster/v1/OperateHostResponse.ts';
import type { PeerServiceHandlers } from '../../shared/wire/generated/muster/v1/PeerService.ts';
import type { WantedSamples__Output } from '../../shared/wire/generated/muster/v1/WantedSamples.ts';
import { hostStatsToWire, vmSampleToWire } from '../../shared/wire/samples.ts';
import { timestampOf } from '../../shared/wire/time.ts';
import type { PeerAnswers, SamplesOfHost, WantedSamplesOfHost } from '../peer-port.ts';
import { fittingRows } from './answers.ts';
import { ApiError } from './api-error.ts';
import { situationAnswer } from './explanation.ts';
import { operationAnswer, operationOf } from './peer-operation.ts';
import { keyed } from './peer-key.ts';
import { idFieldOf, RequestReader } from './request.ts';
import { unary } from './unary.ts';

export interface PeerServiceOptions {
  /** Id of this replica: what is meant for another is refused. */
  readonly replicaId: string;
  /** What callers must show. */
  readonly peerKey: string;
  readonly answers: PeerAnswers;
  readonly log: Logger;
}

interface Addressed {
  readonly replicaId?: string;
}

/** `muster.v1.PeerService`: what this replica answers the others. */
export class PeerService {
  readonly #options: PeerServiceOptions;
  readonly handlers: PeerServiceHandlers;

  constructor(options: PeerServiceOptions) {
    this.#options = options;
    const { answers } = options;
    this.handlers = {
      HasSession: this.#answering((request) => this.#hasSession(request)),
      GetSamples: this.#answering((request) => samplesAnswer(answers.samples(wantedOf(request)))),
      GetSituation: this.#answering(({ hostId }) => {
        const situation = answers.situation(idFieldOf('host_id', hostId));
        return situation === undefined ? {} : { situation: situationAnswer(situation) };
      }),
      GetSignsOfLife: this.#answering((request) => this.#signsOfLife(request)),
      GetStanding: this.#answering(() => {
        const { hasStorage, hearsHosts } = answers.standing();
        return { storage: hasStorage, hearsHosts };
      }),
      OperateHost: this.#answering((request) => this.#operate(request)),
      Drain: this.#answering(() => {
        answers.drain();
        return {};
      }),
    };
  }

  #answering<Request extends Addressed, Response>(
    answer: (request: Request) => Response | Promise<Response>,
  ): ReturnType<typeof unary<Request, Response>> {
    const { log, replicaId, peerKey } = this.#options;
    const handler = unary<Request, Response>(log, (request) => {
      if (request.replicaId === replicaId) return answer(request);
      const message = `this is replica "${replicaId}", not "${request.replicaId ?? ''}"`;
      throw new ApiError(status.FAILED_PRECONDITION, message);
    });
    return keyed(peerKey, handler);
  }

  #signsOfLife(request: GetSignsOfLifeRequest__Output): GetSignsOfLifeResponse {
    const reader = new RequestReader();
    const listed = reader.field(() => listOf('host_ids', request.hostIds, limits.pageSizeMax), []);
    const hostIds = listed.map((hostId, i) =>
      reader.field(() => idOf(`host_ids[${String(i)}]`, hostId), ''),
    );
    reader.end();
    const signs = this.#options.answers.signsOfLife(hostIds);
    return {
      signs: signs.map(({ hostId, agoMs }) => ({ hostId, heardMsAgo: Math.round(agoMs) })),
    };
  }

  async #operate(wire: OperateHostRequest__Output): Promise<OperateHostResponse> {
    const { hostId, request } = operationOf(wire);
    return operationAnswer(await this.#options.answers.operate(hostId, request));
  }

  async #hasSession(request: HasSessionRequest__Output): Promise<HasSessionResponse> {
    const reader = new RequestReader();
    const question = {
      hostId: reader.field(() => idOf('host_id', request.hostId), ''),
      run: reader.field(() => idOf('run', request.run), ''),
      askedBy: reader.field(() => idOf('asked_by', request.askedBy), ''),
    };
    reader.end();
    const answer = await this.#options.answers.hasSession(question);
    switch (answer.kind) {
      case 'none':
        return { outcome: 'SESSION_OUTCOME_NONE' };
      case 'released':
        return { outcome: 'SESSION_OUTCOME_RELEASED' };
      case 'conflict':
        return { outcome: 'SESSION_OUTCOME_CONFLICT', message: answer.message };
    }
  }
}

function wantedOf({ hosts }: GetSamplesRequest__Output): WantedSamplesOfHost[] {
  const reader = new RequestReader();
  const read = (path: string, wire: WantedSamples__Output): WantedSamplesOfHost => ({
    hostId: idOf(`${path}.host_id`, wire.hostId),
    isHostWanted: wire.host ?? false,
    vmIds: listOf(`${path}.vm_ids`, wire.vmIds, limits.vmsPerHostMax).map((vmId, i) =>
      idOf(`${path}.vm_ids[${String(i)}]`, vmId),
    ),
  });
  const listed = reader.field(() => listOf('hosts', hosts, limits.pageSizeMax), []);
  const wanted = listed.flatMap((wire, i) =>
    reader.field(() => [read(`hosts[${String(i)}]`, wire)], []),
  );
  reader.end();
  return wanted;
}

/**
 * As many as fit. Whoever asks for a page cuts it by the same measure, and sooner since its rows hold more than samples; so
 * what is cut off here would not be shown.
 */
function samplesAnswer(found: readonly SamplesOfHost[]): GetSamplesResponse {
  return { hosts: fittingRows(found, samplesToWire) };
}

function samplesToWire({ hostId, host, vms }: SamplesOfHost): HostSamplesWire {
  return {
    hostId,
    ...(host && {
      stats: hostStatsToWire(host.stats),
      statsAt: timestampOf(host.at),
      clockSkewMs: Math.round(host.clockSkewMs),
    }),
    vms: [...vms.values()].map(({ stats, at }) => ({
      stats: vmSampleToWire(stats),
      statsAt: timestampOf(at),
    })),
  };
}
