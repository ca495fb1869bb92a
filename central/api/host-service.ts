import { status } from '@grpc/grpc-js';
import type { handleUnaryCall } from '@grpc/grpc-js';

import type { Logger } from '../../shared/log.ts';
import type { Host } from '../../shared/model/host.ts';
import type { OperatorVerb } from '../../shared/model/record.ts';
import { operatorLimits } from '../../shared/operator-limits.ts';
import type { Random } from '../../shared/random.ts';
import { idOf, textOf } from '../../shared/wire/fields.ts';
import type { Host as HostWire } from '../../shared/wire/generated/muster/v1/Host.ts';
import type { HostServiceHandlers } from '../../shared/wire/generated/muster/v1/HostService.ts';
import { hostToWire } from '../../shared/wire/host.ts';
import type { OperatorAnswer } from '../operator-port.ts';
import type { OperatorRequest } from '../state/host-state.ts';
import { ApiError, invalidArgument, notFound } from './api-error.ts';
import { callerOf } from './caller.ts';
import { RequestReader } from './request.ts';
import { unary } from './unary.ts';

export interface HostServiceOptions {
  /** Hands a request to whoever writes the host's record. */
  readonly operate: (hostId: string, request: OperatorRequest) => Promise<OperatorAnswer>;
  readonly random: Pick<Random, 'id'>;
  readonly log: Logger;
}

interface Asked {
  readonly hostId?: string;
  readonly reason?: string;
  readonly force?: boolean;
  readonly requestId?: string;
}

/** `muster.v1.HostService`: what operators do with hosts. */
export class HostService {
  readonly #options: HostServiceOptions;
  readonly handlers: HostServiceHandlers;

  constructor(options: HostServiceOptions) {
    this.#options = options;
    this.handlers = {
      EnterMaintenance: this.#operating('enter-maintenance'),
      ExitMaintenance: this.#operating('exit-maintenance'),
      RetireHost: this.#operating('retire'),
      DeleteHost: this.#operating('delete'),
    };
  }

  #operating<Request extends Asked>(
    verb: OperatorVerb,
  ): handleUnaryCall<Request, { host: HostWire }> {
    const { log, operate } = this.#options;
    return unary<Request, { host: HostWire }>(log, async (asked, call) => {
      const { hostId, request } = this.#read(verb, { ...asked, by: callerOf(call) });
      const answer = await operate(hostId, request);
      log.info({ hostId, ...request, outcome: answer.kind }, 'an operator asked');
      return { host: hostToWire(hostIn(answer, hostId)) };
    });
  }

  #read(
    verb: OperatorVerb,
    { force = false, by, ...asked }: Asked & { readonly by: string },
  ): { readonly hostId: string; readonly request: OperatorRequest } {
    const { requestId = '' } = asked;
    const reader = new RequestReader();
    const hostId = reader.field(() => idOf('host_id', asked.hostId), '');
    const reason = reader.field(
      () => textOf('reason', asked.reason, operatorLimits.reasonLengthMax),
      '',
    );
    const id = reader.field(() => (requestId === '' ? '' : idOf('request_id', requestId)), '');
    reader.end();
    // Without one it could not be asked again of an owner that gave no answer.
    const request = { verb, id: id || this.#options.random.id(22), by, reason, force };
    return { hostId, request };
  }
}

/** Throws ApiError for everything but a host. */
function hostIn(answer: OperatorAnswer, hostId: string): Host {
  switch (answer.kind) {
    case 'done':
      return answer.host;
    case 'refused':
      throw new ApiError(status.FAILED_PRECONDITION, answer.message);
    case 'reused':
      throw invalidArgument([{ field: 'request_id', description: answer.message }]);
    case 'unknown':
      throw notFound('muster.v1.Host', hostId);
    case 'moved':
    case 'late': {
      const why = answer.kind === 'late' ? answer.message : 'its owner changes';
      const message = `it is not known whether host "${hostId}" was changed: ${why}; repeat the request under its request_id`;
      throw new ApiError(status.UNAVAILABLE, message);
    }
  }
}
