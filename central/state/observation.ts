import type { Change } from '../../shared/model/protocol.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Hardware } from '../../shared/model/host.ts';
import { applyCondition } from './condition.ts';
import type { Draft } from './draft.ts';
import type { Observation, Op } from './host-state.ts';
import { compareDigest, noteLoss } from './loss.ts';
import { endSnapshot, unfoldSnapshot } from './snapshot.ts';
import { applyIncident, applyVmRemoved, applyVmState, endMissingVm } from './vm-change.ts';

/**
 * What an agent saw. Everything carries (run, change): what is not above the highest applied was applied before and
 * is passed over; what leaves numbers out shows a loss, and a full picture is asked for (I4). Returns what must be
 * applied right after it.
 */
export function applyObservation(draft: Draft, op: Observation): readonly Op[] {
  switch (op.kind) {
    case 'change':
      applyChange(draft, op.change, op.run);
      return [];
    case 'digest':
      compareDigest(draft, op.digest, op.run);
      return [];
    case 'snapshot':
      return applySnapshot(draft, op);
    case 'snapshot-vm':
      draft.startChange({ ...op, kind: 'agent' }, op.ordinal);
      applyVmState(draft, op.vm);
      return [];
    case 'snapshot-missing':
      draft.startChange({ ...op, kind: 'agent' }, op.ordinal);
      endMissingVm(draft, op.vmId, op.observedAt);
      return [];
    case 'snapshot-end':
      draft.startChange({ kind: 'central' });
      endSnapshot(draft, op.run, op.change);
      return [];
  }
}

function applySnapshot(draft: Draft, op: Extract<Op, { kind: 'snapshot' }>): readonly Op[] {
  const { snapshot, run } = op;
  if (snapshot.change <= draft.appliedChange(run)) return [];
  const { change, observedAt } = snapshot;
  draft.startChange({ kind: 'agent', run, change, observedAt });
  return unfoldSnapshot(draft, snapshot, run);
}

function applyChange(draft: Draft, change: Change, run: string): void {
  const applied = draft.appliedChange(run);
  if (change.change <= applied) return;
  if (change.change > applied + 1 && draft.pictureRun === run) {
    noteLoss(draft, { fromChange: applied, toChange: change.change - 1, reason: 'CHANGE_GAP' });
  }
  const { observedAt } = change;
  draft.startChange({ kind: 'agent', run, change: change.change, observedAt });
  draft.setApplied(run, change.change);
  applyBody(draft, change);
}

function applyBody(draft: Draft, { body, observedAt }: Change): void {
  switch (body.kind) {
    case 'vm':
      applyVmState(draft, body.vm);
      break;
    case 'vm-removed':
      applyVmRemoved(draft, body.vmId);
      break;
    case 'incident':
      applyIncident(draft, body.vmId, body.incident);
      break;
    case 'condition':
      applyCondition(draft, body.condition, observedAt);
      break;
    case 'hardware':
      applyHardware(draft, body.hardware);
      break;
    case 'unknown':
      break;
  }
}

function applyHardware(draft: Draft, hardware: Hardware): void {
  if (isSame(hardware, draft.host.hardware)) return;
  draft.emitHost({ hardware }, { type: 'HostChanged', reason: 'HARDWARE' });
}
