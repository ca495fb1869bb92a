import { limits } from '../../shared/limits.ts';
import { FieldError, textOf } from '../../shared/wire/fields.ts';
import type { OperateHostResponse__Output } from '../../shared/wire/generated/muster/v1/OperateHostResponse.ts';
import { hostFromWire } from '../../shared/wire/host.ts';
import type { OperatorAnswer } from '../operator-port.ts';

/** Throws FieldError. */
export function operatorAnswerFrom(wire: OperateHostResponse__Output): OperatorAnswer {
  const message = textOf('message', wire.message, limits.messageLengthMax);
  switch (wire.outcome) {
    case 'OPERATION_OUTCOME_DONE':
      if (!wire.host) throw new FieldError('host', 'missing', 'must be set');
      return { kind: 'done', host: hostFromWire(wire.host) };
    case 'OPERATION_OUTCOME_REFUSED':
      return { kind: 'refused', message };
    case 'OPERATION_OUTCOME_REUSED':
      return { kind: 'reused', message };
    case 'OPERATION_OUTCOME_UNKNOWN':
      return { kind: 'unknown' };
    case 'OPERATION_OUTCOME_MOVED':
      return { kind: 'moved' };
    case 'OPERATION_OUTCOME_LATE':
      return { kind: 'late', message };
    case 'OPERATION_OUTCOME_UNSPECIFIED':
    case undefined:
    default:
      throw new FieldError('outcome', 'unknown_value', 'is no outcome this version knows');
  }
}
