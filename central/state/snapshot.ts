import { digestOf } from '../../shared/model/digest.ts';
import type { ReportDigest } from '../../shared/model/protocol.ts';
import { isSame } from '../../shared/model/same.ts';
import type { VmStatus } from '../../shared/model/status.ts';
import { applyCondition } from './condition.ts';
import type { Draft } from './draft.ts';
import type { Op, Snapshot } from './host-state.ts';

/**
 * Turns a full picture into the changes it makes, in an order that can be committed piece by piece. What was lost is
 * said first, so that no reader takes the net change for the whole story (I3).
 */
export function unfoldSnapshot(draft: Draft, snapshot: Snapshot, run: string): Op[] {
  const { change, observedAt } = snapshot;
  sayWhatWasLost(draft, snapshot);
  for (const condition of snapshot.conditions) applyCondition(draft, condition, observedAt);
  const { hardware } = snapshot;
  if (hardware !== undefined && !isSame(hardware, draft.host.hardware)) {
    draft.emitHost({ hardware }, { type: 'HostChanged', reason: 'HARDWARE' });
  }
  const place = { run, change, observedAt };
  const end: Op = { kind: 'snapshot-end', ...place };
  if (!snapshot.areVmsKnown) return [end];
  const listed = new Set(snapshot.vms.map((vm) => vm.id));
  const missing = [...draft.vms(), ...draft.strays.values()].filter((vm) => !listed.has(vm.id));
  // Each part has numbers of its own for its events, so that a picture told in several commits never repeats one.
  const firstOrdinal = draft.nextOrdinal;
  const ordinalOf = (part: number): number => firstOrdinal + part * eventsPerPart;
  return [
    ...missing.map(({ id }, i): Op => {
      return { kind: 'snapshot-missing', vmId: id, ordinal: ordinalOf(i), ...place };
    }),
    ...snapshot.vms.map((vm, i): Op => {
      return { kind: 'snapshot-vm', vm, ordinal: ordinalOf(missing.length + i), ...place };
    }),
    end,
  ];
}

/** A missing VM goes down and is removed; nothing makes more events. */
const eventsPerPart = 2;

function sayWhatWasLost(draft: Draft, { gap, change }: Snapshot): void {
  const lost = gap ?? (draft.loss && { ...draft.loss, toChange: change, fromRun: '' });
  draft.loss = undefined;
  if (lost === undefined) return;
  draft.emitHost({}, { type: 'HistoryGap', reason: lost.reason, historyGap: lost });
}

/** The picture is complete: the host is what it says. */
export function endSnapshot(draft: Draft, run: string, change: number): void {
  draft.pictureRun = run;
  draft.setApplied(run, Math.max(change, draft.appliedChange(run)));
  if (draft.host.status === 'INITIALIZING') draft.setStatus('UP', 'FIRST_SYNC_DONE');
}

/** A VM that the picture lacks: it ended, and nobody saw how (OV-6). */
export function endMissingVm(draft: Draft, vmId: string, observedAt: number): void {
  const known = draft.vm(vmId);
  if (known === undefined) {
    const strays = new Map(draft.strays);
    if (strays.delete(vmId)) draft.strays = strays;
    return;
  }
  if (known.status === 'DEPARTED') {
    draft.departed = new Set(draft.departed).add(vmId);
    return;
  }
  if (known.reported.status === 'DOWN') {
    draft.emitVmRemoved(known, { type: 'VmRemoved', reason: known.reported.reason });
    return;
  }
  const ended = { status: 'DOWN', reason: 'DOMAIN_MISSING', sinceAt: observedAt } as const;
  const down = { ...known, ...ended, reported: ended };
  draft.emitVm(down, { type: 'VmStatusChanged', reason: 'DOMAIN_MISSING' }, known);
  draft.emitVmRemoved(draft.vm(vmId) ?? down, { type: 'VmRemoved', reason: 'DOMAIN_MISSING' });
}

/** What the agent should believe, as far as we know it. Empty text: it does. */
export function digestMismatch(draft: Draft, digest: ReportDigest, run: string): string {
  const applied = draft.appliedChange(run);
  if (draft.pictureRun !== run || digest.change < applied) return '';
  if (digest.change > applied) return 'CHANGE_GAP';
  const vms: { id: string; status: VmStatus }[] = [...draft.strays.values()];
  for (const vm of draft.vms()) {
    if (!draft.departed.has(vm.id)) vms.push({ id: vm.id, status: vm.reported.status });
  }
  const ours = digestOf(vms);
  return ours.vmCount === digest.vmCount && ours.hash === digest.hash ? '' : 'DIGEST_MISMATCH';
}
