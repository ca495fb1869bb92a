import type { Condition, ConditionReport, Host } from '../../shared/model/host.ts';
import { isSame } from '../../shared/model/same.ts';
import type { ConditionType } from '../../shared/model/status.ts';
import type { Draft } from './draft.ts';

/** A condition began, ended or changed its words. Active ones stand first. */
export function applyCondition(draft: Draft, report: ConditionReport, observedAt: number): void {
  const conditions = conditionsAfter(draft.host.conditions, report, observedAt);
  if (conditions === undefined) return;
  tellConditions(draft, { conditions }, report.type);
}

/** Under maintenance nobody is to be alarmed: what is so then is told with the end of it. */
export function tellConditions(
  draft: Draft,
  change: Pick<Host, 'conditions'> & Partial<Pick<Host, 'reason'>>,
  reason: string,
): void {
  if (draft.host.status === 'MAINTENANCE') draft.setHost(change);
  else draft.emitHost(change, { type: 'HostConditionChanged', reason });
}

/** undefined: they are as they were. */
export function conditionsAfter(
  conditions: readonly Condition[],
  report: ConditionReport,
  observedAt: number,
): Condition[] | undefined {
  const known = conditions.find(({ type }) => type === report.type);
  if (known === undefined ? !report.isActive : isSame({ ...known, ...report }, known))
    return undefined;
  const isEdge = known?.isActive !== report.isActive;
  const next: Condition = { ...known, ...report, sinceAt: isEdge ? observedAt : known.sinceAt };
  const others = conditions.filter(({ type }) => type !== report.type);
  return next.isActive ? [next, ...others] : [...others, next];
}

/** What agents see; the others are the central's own, of which no picture speaks. */
const seenByAgents: ReadonlySet<ConditionType> = new Set(['HYPERVISOR_UNAVAILABLE'] as const);

/** A picture names every condition there is: what it lacks ended, perhaps before the run that draws it began. */
export function applyConditions(
  draft: Draft,
  reports: readonly ConditionReport[],
  observedAt: number,
): void {
  const named = new Set(reports.map(({ type }) => type));
  for (const { type, isActive } of draft.host.conditions) {
    if (!isActive || named.has(type) || !seenByAgents.has(type)) continue;
    applyCondition(draft, { type, isActive: false, reason: '', message: '' }, observedAt);
  }
  for (const report of reports) applyCondition(draft, report, observedAt);
}
