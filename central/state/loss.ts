import { digestOf } from '../../shared/model/digest.ts';
import type { HistoryGap } from '../../shared/model/event.ts';
import type { ReportDigest } from '../../shared/model/protocol.ts';
import type { VmStatus } from '../../shared/model/status.ts';
import type { Draft } from './draft.ts';

/**
 * Something the agent told is missing here. It is said in the same commit, before anything that comes after it, so
 * that no end of this process can hide it; the net change follows with the picture (I3).
 */
export function noteLoss(draft: Draft, gap: Omit<HistoryGap, 'fromRun'>): void {
  draft.startChange({ kind: 'central' });
  draft.emitGap({ ...gap, fromRun: '' });
  askForPicture(draft, gap.reason);
}

/** The events of the lost time are gone from the stream; the record and the VM keys are written again (I3). */
export function sayStorageChanged(draft: Draft, reason: string): void {
  const applied = draft.appliedChange(draft.host.run);
  draft.emitGap({ fromChange: 0, toChange: applied, reason, fromRun: draft.host.run });
  draft.touchVms();
}

function askForPicture(draft: Draft, reason: string): void {
  draft.wantedPicture = reason;
  draft.now.push({ kind: 'request-snapshot', reason });
}

/** What the agent should believe, as far as we know it. */
export function compareDigest(draft: Draft, digest: ReportDigest, run: string): void {
  const applied = draft.appliedChange(run);
  if (draft.pictureRun !== run || draft.wantedPicture !== '' || digest.change < applied) return;
  const toChange = digest.change;
  if (toChange > applied) {
    noteLoss(draft, { fromChange: applied, toChange, reason: 'CHANGE_GAP' });
  } else if (!isAsDigested(draft, digest)) {
    // A new owner does not know the strays of the one before: that is no history lost.
    if (draft.areStraysKnown)
      noteLoss(draft, { fromChange: 0, toChange, reason: 'DIGEST_MISMATCH' });
    else askForPicture(draft, 'OWNER_CHANGED');
  } else draft.areStraysKnown = true;
}

function isAsDigested(draft: Draft, digest: ReportDigest): boolean {
  const vms: { id: string; status: VmStatus }[] = [...draft.strays.values()];
  for (const vm of draft.vms()) {
    if (!draft.departed.has(vm.id)) vms.push({ id: vm.id, status: vm.reported.status });
  }
  const ours = digestOf(vms);
  return ours.vmCount === digest.vmCount && ours.hash === digest.hash;
}
