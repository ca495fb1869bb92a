import { operatorVerbs } from '../../shared/model/record.ts';
import { operatorLimits } from '../../shared/operator-limits.ts';
import { FieldError, idOf, textOf } from '../../shared/wire/fields.ts';
import type { OperateHostRequest__Output } from '../../shared/wire/generated/muster/v1/OperateHostRequest.ts';
import type { OperateHostResponse } from '../../shared/wire/generated/muster/v1/OperateHostResponse.ts';
import { hostToWire } from '../../shared/wire/host.ts';
import type { OperatorAnswer } from '../operator-port.ts';
import type { OperatorRequest } from '../state/host-state.ts';
import { RequestReader } from './request.ts';

/** What an operator asked of another replica, as that one hands it on. Throws ApiError INVALID_ARGUMENT. */
export function operationOf(wire: OperateHostRequest__Output): {
  readonly hostId: string;
  readonly request: OperatorRequest;
} {
  const { reasonLengthMax, callerLengthMax } = operatorLimits;
  const reader = new RequestReader();
  const hostId = reader.field(() => idOf('host_id', wire.hostId), '');
  const request = {
    verb: reader.field(() => verbOf(wire.verb), 'exit-maintenance'),
    id: reader.field(() => idOf('request_id', wire.requestId), ''),
    by: reader.field(() => textOf('by', wire.by, callerLengthMax), ''),
    reason: reader.field(() => textOf('reason', wire.reason, reasonLengthMax), ''),
    force: wire.force ?? false,
  };
  reader.end();
  return { hostId, request };
}

function verbOf(word: string | undefined): OperatorRequest['verb'] {
  const verb = operatorVerbs.find((known) => known === word);
  if (verb !== undefined) return verb;
  const message = `must be one of ${operatorVerbs.join(', ')}, is "${word ?? ''}"`;
  throw new FieldError('verb', 'unknown_value', message);
}

const outcomes = {
  done: 'OPERATION_OUTCOME_DONE',
  refused: 'OPERATION_OUTCOME_REFUSED',
  reused: 'OPERATION_OUTCOME_REUSED',
  unknown: 'OPERATION_OUTCOME_UNKNOWN',
  moved: 'OPERATION_OUTCOME_MOVED',
  late: 'OPERATION_OUTCOME_LATE',
} as const;

export function operationAnswer(answer: OperatorAnswer): OperateHostResponse {
  return {
    outcome: outcomes[answer.kind],
    ...('message' in answer && { message: answer.message }),
    ...('host' in answer && { host: hostToWire(answer.host) }),
  };
}
