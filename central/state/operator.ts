import { operatorLimits } from '../../shared/operator-limits.ts';
import type { DoneRequest } from '../../shared/model/record.ts';
import type { Draft } from './draft.ts';
import type {
  HostState,
  Op,
  OperatorOutcome,
  OperatorRequest,
  Step,
  StepEffect,
} from './host-state.ts';
import { enterMaintenance, exitMaintenance } from './maintenance.ts';
import type { Entry } from './maintenance.ts';
import { isRemoved, removeHost } from './removal.ts';
import { retire } from './retirement.ts';

type OperatorOp = Extract<Op, { kind: 'operator' }>;

/**
 * What an operator asks for. The answer comes when the commit that holds it is out (I2); a request repeated under its id
 * is answered again, and does nothing more. Returns what must be applied first, with the request behind it.
 */
export function applyOperator(
  draft: Draft,
  op: OperatorOp,
  done: readonly DoneRequest[],
): readonly Op[] {
  const { request, ticket } = op;
  const answer = (outcome: OperatorOutcome): readonly Op[] => {
    draft.after.push({ kind: 'operator-answer', ticket, request, outcome });
    return [];
  };
  const before = done.find(({ id }) => request.id !== '' && id === request.id);
  if (before?.verb === request.verb) return answer({ kind: 'done' });
  if (before !== undefined) {
    const message = `"${request.id}" was given to ${before.verb} already`;
    return answer({ kind: 'reused', message });
  }
  if (isRemoved(draft.host)) return answer({ kind: 'unknown' });
  const entry = carryOut(draft, request);
  if (entry.kind === 'first') return [...entry.ops, op];
  return answer(entry.kind === 'refused' ? entry : { kind: 'done' });
}

function carryOut(draft: Draft, request: OperatorRequest): Entry {
  const { host } = draft;
  if (request.verb === 'delete') return deleteHost(draft);
  if (request.verb === 'retire') return retire(draft, request);
  if (host.status === 'RETIRED')
    return { kind: 'refused', message: `host "${host.id}" is RETIRED, and has no maintenance` };
  if (request.verb === 'enter-maintenance') return enterMaintenance(draft, request);
  exitMaintenance(draft);
  return { kind: 'entered' };
}

/** A tombstone only: whoever deletes a host that lives would see it again at once. */
function deleteHost(draft: Draft): Entry {
  const { id, status } = draft.host;
  if (status === 'RETIRED') return removeHost(draft, 'DELETED_BY_OPERATOR');
  return { kind: 'refused', message: `host "${id}" is ${status}; retire it first` };
}

/** Nobody knows the host that these are about. */
export function answersForNobody(queue: readonly Op[]): StepEffect[] {
  return queue.flatMap((op): StepEffect[] => {
    if (op.kind !== 'operator') return [];
    const { ticket, request } = op;
    return [{ kind: 'operator-answer', ticket, request, outcome: { kind: 'unknown' } }];
  });
}

/** Every record remembers the last requests, whoever writes it. */
export function noteRequests(
  step: Step | undefined,
  { record }: HostState,
  { after }: Pick<Draft, 'after'>,
): Step | undefined {
  if (step === undefined) return undefined;
  const known = record?.operatorRequests ?? [];
  const now = after.flatMap((effect): DoneRequest[] => {
    if (effect.kind !== 'operator-answer' || effect.outcome.kind !== 'done') return [];
    const { id, verb } = effect.request;
    return id === '' || known.some((one) => one.id === id) ? [] : [{ id, verb }];
  });
  const operatorRequests = [...now.reverse(), ...known].slice(0, operatorLimits.requestsKept);
  if (operatorRequests.length === 0) return step;
  return { ...step, record: { ...step.record, operatorRequests } };
}
