import type { Condition, Host } from '../../shared/model/host.ts';
import type { HostStatus } from '../../shared/model/status.ts';
import { applyCondition, tellConditions } from './condition.ts';
import type { Draft } from './draft.ts';
import type { NicChange } from './conditions/nic-links.ts';
import type { ConditionVerdict } from './host-state.ts';

/**
 * A host that talks but may not be relied on is NON_OPERATIONAL (DESIGN section 4). Which conditions count, and how long
 * they must have lasted, is judged beside the loop, where the samples are; the record holds the outcome with each
 * condition, so that every owner after this one, and every reader, comes to the same status. Its VMs are left alone.
 */
export interface Fitness {
  readonly status: HostStatus;
  readonly reason: string;
}

/** The status of a host in contact whose picture is complete; `reason`: why, if nothing speaks against it. */
export function fitnessOf({ conditions }: Pick<Host, 'conditions'>, reason: string): Fitness {
  const against = conditions.find(({ isDisqualifying }) => isDisqualifying);
  if (against === undefined) return { status: 'UP', reason };
  return { status: 'NON_OPERATIONAL', reason: against.type };
}

/** What was judged of some conditions together. Each edge is one event, and the status that follows another one. */
export function applyVerdicts(draft: Draft, verdicts: readonly ConditionVerdict[]): void {
  for (const { report } of verdicts)
    if (report) applyCondition(draft, report, draft.context.nowUnixMs);
  const { conditions } = draft.host;
  const next = conditions.map((one) => judged(one, verdicts));
  if (next.every((one, i) => one === conditions[i])) return;
  const { status, reason } = draft.host;
  const fitness = fitnessOf({ conditions: next }, 'FIT_AGAIN');
  if (isJudged(status) && fitness.status !== status) {
    draft.setStatus(fitness.status, fitness.reason, { conditions: next });
    return;
  }
  const isUnfit = status === 'NON_OPERATIONAL';
  const change = { conditions: next, reason: isUnfit ? fitness.reason : reason };
  const changed = next.find((one, i) => one !== conditions[i]);
  tellConditions(draft, change, changed?.type ?? '');
}

/** What an operator wants with a host comes before what it is fit for. */
function isJudged(status: HostStatus): boolean {
  return status === 'UP' || status === 'NON_OPERATIONAL';
}

function judged(condition: Condition, verdicts: readonly ConditionVerdict[]): Condition {
  const verdict = verdicts.find(({ type }) => type === condition.type);
  const { isDisqualifying = false, ...plain } = condition;
  if (verdict === undefined || verdict.isDisqualifying === isDisqualifying) return condition;
  return verdict.isDisqualifying ? { ...plain, isDisqualifying: true } : plain;
}

/** Each by its name; what follows for the host is a matter of its condition. */
export function tellLinks(draft: Draft, changes: readonly NicChange[]): void {
  for (const { name, isUp } of changes)
    draft.emitHost({}, { type: isUp ? 'HostNicUp' : 'HostNicDown', reason: name });
}
