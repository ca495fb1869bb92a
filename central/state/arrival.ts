import type { VmState } from '../../shared/model/vm.ts';
import type { Draft } from './draft.ts';
import { patienceMsOf } from './duplicates.ts';

/**
 * A VM comes by migration, and nobody is known to hold it (OV-10). Its source may be another replica's host whose word is
 * still on its way here, or an agent that is not back yet: taken as a new VM it would never be told as migrated. After a
 * while there is no such host, and it is this one's.
 */
export function awaitsHolder(draft: Draft, { id, status }: VmState): boolean {
  const waitedMs = draft.arriving.get(id);
  if (waitedMs !== undefined) return waitedMs < patienceMsOf(draft);
  if (status !== 'MIGRATING_TO') return false;
  draft.arriving = new Map(draft.arriving).set(id, 0);
  return true;
}

/** Another look, `afterMs` after the one before. Looks are counted, not the time (I6). */
export function waitForHolders(draft: Draft, afterMs: number): void {
  if (draft.arriving.size === 0) return;
  const waiting = [...draft.arriving].filter(
    ([id]) => draft.strays.has(id) && draft.context.findVm(id) === undefined,
  );
  draft.arriving = new Map(waiting.map(([id, ms]) => [id, ms + afterMs]));
}
