import { limits } from '../../shared/limits.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Silence } from '../../shared/model/record.ts';
import type { Claim } from '../../shared/model/record.ts';
import { applyDecision } from './decision.ts';
import { Draft } from './draft.ts';
import { endDuplicates } from './duplicates.ts';
import { claimEpoch, claimOf, isFromLifeBefore, isTaken } from './claim.ts';
import { applyVerdicts, tellLinks } from './fitness.ts';
import { newHost } from './hello.ts';
import { isNote, isObservation, volatileOf } from './host-state.ts';
import type { HostState, Observation, Op, Step, StepContext, StepResult } from './host-state.ts';
import { sayStorageChanged } from './loss.ts';
import { followGuests } from './maintenance.ts';
import { applyObservation } from './observation.ts';
import { answersForNobody, applyOperator, noteRequests } from './operator.ts';
import { expireHost } from './removal.ts';
import { applyToRetired } from './retirement.ts';

/**
 * One step of one host: applies what happened, in order, until the queue is empty or the commit is full. The caller
 * commits the result before anybody hears of it (I2), and calls again with what is left.
 */
export function stepHost(state: HostState, queue: readonly Op[], context: StepContext): StepResult {
  const draft = openDraft(state, queue, context);
  if (draft === undefined)
    return { step: undefined, now: [], after: answersForNobody(queue), rest: [], state };
  let rest = queue;
  while (rest.length > 0 && hasRoom(draft)) {
    const [op, ...others] = rest as [Op, ...Op[]];
    rest = [...applyOp(draft, op, state.record), ...others];
  }
  followGuests(draft);
  endDuplicates(draft);
  const finished = noteSilence(draft.finish(), state, context);
  const step = noteCounted(noteRequests(finished, state, draft), state, queue);
  return {
    step,
    now: draft.now,
    after: draft.after,
    rest,
    state: step === undefined ? { ...state, ...volatileOf(draft) } : state,
  };
}

/** Whoever owns a host that is SUSPECT after this one goes on counting its silence from here. */
function noteSilence(
  step: Step | undefined,
  { record }: HostState,
  { silence }: StepContext,
): Step | undefined {
  if (step?.record.host.status !== 'SUSPECT') return step;
  // Nobody listened for it under maintenance: its silence begins with the end of that.
  const now = record?.host.status === 'MAINTENANCE' ? noSilence : silence();
  return now === undefined ? step : { ...step, record: { ...step.record, silence: now } };
}

/** How much of a deadline was counted stays as long as the status that has it. */
function noteCounted(
  step: Step | undefined,
  { record }: HostState,
  queue: readonly Op[],
): Step | undefined {
  if (step === undefined || record?.host.sinceAt !== step.record.host.sinceAt) return step;
  const noted = queue.findLast((op) => op.kind === 'note-deadline');
  const countedMs = noted?.countedMs ?? record.countedMs;
  return countedMs === undefined ? step : { ...step, record: { ...step.record, countedMs } };
}

const noSilence: Silence = { silentMs: 0, spentMs: 0 };

/** undefined: nobody knows this host, and nothing in the queue introduces it. */
function openDraft(
  state: HostState,
  queue: readonly Op[],
  context: StepContext,
): Draft | undefined {
  const hello = queue.find((op) => op.kind === 'hello')?.hello;
  const { record } = state;
  const host = record?.host ?? (hello && newHost(hello, context));
  if (host === undefined) return undefined;
  const epoch = claimEpoch(record, hello?.epochSeen ?? 0, context);
  if (epoch === record?.epoch) return new Draft(state, host, { context, claim: undefined });
  const draft = openClaim(state, { ...host, epoch, n: 0 }, context);
  sayForgotten(draft, record, queue);
  return draft;
}

/** The owner before did not live to say it. */
function sayForgotten(draft: Draft, record: HostState['record'], queue: readonly Op[]): void {
  const { context } = draft;
  const isToldAnyway = queue.some(({ kind }) => kind === 'storage-changed');
  if (isFromLifeBefore(record, context) && !isToldAnyway)
    sayStorageChanged(draft, context.lossReason);
}

function openClaim(state: HostState, host: Host, context: StepContext): Draft {
  const claim = claimOf(state.record, context);
  const draft = new Draft(state, host, { context, claim });
  draft.markChanged();
  if (isTaken(state.record, context)) sayTaken(draft, claim);
  return draft;
}

/** Whoever follows the fleet learns whose host it is from now on, though nothing of it changed. */
function sayTaken(draft: Draft, { reason }: Claim): void {
  const { replicaId } = draft.context;
  draft.emitHost({ owner: replicaId }, { type: 'HostOwnerChanged', reason });
}

/** An op makes few events; a status change can name every VM. The margin keeps both inside the limits (I8). */
function hasRoom(draft: Draft): boolean {
  const marginEntries = 16;
  const marginBytes = limits.pendingBytesMax / 2;
  return (
    draft.events.length <= limits.pendingEntriesMax - marginEntries &&
    draft.estimatedBytes <= limits.pendingBytesMax - marginBytes
  );
}

/** Applies one op; returns what must be applied right after it. */
function applyOp(draft: Draft, op: Op, record: HostState['record']): readonly Op[] {
  const isRetired = draft.host.status === 'RETIRED';
  if (isObservation(op)) {
    // A message of a run that is over: its successor's picture already says what is true.
    return op.run === draft.host.run && !isRetired ? applyObservation(draft, op) : [];
  }
  draft.startChange({ kind: 'central' });
  if (op.kind === 'operator') return applyOperator(draft, op, record?.operatorRequests ?? []);
  if (op.kind === 'expired') return expireHost(draft, op);
  if (isRetired) applyToRetired(draft, op);
  else applyToLiving(draft, op);
  return [];
}

function applyToLiving(
  draft: Draft,
  op: Exclude<Op, Observation | { readonly kind: 'operator' | 'expired' }>,
): void {
  if (isNote(op)) draft.markChanged();
  else if (op.kind === 'conditions') applyVerdicts(draft, op.verdicts);
  // Nobody is to be alarmed by what somebody unplugs.
  else if (op.kind === 'nics' && draft.host.status !== 'MAINTENANCE') tellLinks(draft, op.changes);
  else if (op.kind === 'nics') return;
  else applyDecision(draft, op);
}
