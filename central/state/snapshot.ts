import { isSame } from '../../shared/model/same.ts';
import { applyConditions } from './condition.ts';
import type { Draft } from './draft.ts';
import type { Op, Snapshot } from './host-state.ts';
import { standingOf } from './maintenance.ts';

/**
 * Turns a full picture into the changes it makes, in an order that can be committed piece by piece. What was lost is
 * said first, so that no reader takes the net change for the whole story (I3).
 */
export function unfoldSnapshot(draft: Draft, snapshot: Snapshot, run: string): Op[] {
  const { change, observedAt } = snapshot;
  if (snapshot.gap !== undefined) draft.emitGap(snapshot.gap);
  applyConditions(draft, snapshot.conditions, observedAt);
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

/** The picture is complete: the host is what it says. */
export function endSnapshot(draft: Draft, run: string, change: number): void {
  draft.pictureRun = run;
  draft.wantedPicture = '';
  draft.areStraysKnown = true;
  draft.setApplied(run, Math.max(change, draft.appliedChange(run)));
  if (draft.host.status !== 'INITIALIZING') return;
  const { status, reason } = standingOf(draft, 'FIRST_SYNC_DONE');
  draft.setStatus(status, reason);
}
