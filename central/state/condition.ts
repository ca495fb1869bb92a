import type { Condition, ConditionReport } from '../../shared/model/host.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Draft } from './draft.ts';

/** A condition began, ended or changed its words. Active ones stand first. */
export function applyCondition(draft: Draft, report: ConditionReport, observedAt: number): void {
  const { conditions } = draft.host;
  const known = conditions.find(({ type }) => type === report.type);
  if (known === undefined ? !report.isActive : isSame({ ...known, ...report }, known)) return;
  const isEdge = known?.isActive !== report.isActive;
  const next: Condition = { ...report, sinceAt: isEdge ? observedAt : known.sinceAt };
  const others = conditions.filter(({ type }) => type !== report.type);
  draft.emitHost(
    { conditions: next.isActive ? [next, ...others] : [...others, next] },
    { type: 'HostConditionChanged', reason: report.type },
  );
}
