import type { Draft } from './draft.ts';
import type { Op, OperatorRequest } from './host-state.ts';
import { isNote } from './host-state.ts';
import { sayStorageChanged } from './loss.ts';
import { guestsOf, namesOf } from './maintenance.ts';
import type { Entry } from './maintenance.ts';

/**
 * A retired host is a tombstone: it has no VMs, and nothing that any agent says, or said before and comes late, makes it
 * anything else. Only an operator ends it, or its time (seed-systems 6.2, EPU's cleanup of terminated nodes).
 */
export function retire(draft: Draft, request: OperatorRequest): Entry {
  const { host, context } = draft;
  if (host.status === 'RETIRED') return { kind: 'entered' };
  const guests = guestsOf(draft);
  if (guests.length > 0 && !request.force) {
    const message = `host "${host.id}" may run ${namesOf(guests)}; move or stop them first, or use force to forget them`;
    return { kind: 'refused', message };
  }
  const left = draft.ownVmIds();
  const reason = 'HOST_RETIRED';
  // Before the host: who dies half-way leaves a host whose agent tells of its VMs again.
  if (left.length > 0)
    return { kind: 'first', ops: left.map((vmId) => ({ kind: 'vm-ended', vmId, reason })) };
  forgetStrays(draft);
  const { by, reason: text } = request;
  const retirement = { sinceAt: context.nowUnixMs, by, reason: text };
  draft.setStatus('RETIRED', 'RETIRED_BY_OPERATOR', {
    ...{ retirement, maintenance: undefined, conditions: [], duplicates: [] },
  });
  draft.after.push({ kind: 'retired' });
  return { kind: 'entered' };
}

function forgetStrays(draft: Draft): void {
  draft.strays = new Map();
  draft.departed = new Set();
  draft.contested = new Map();
  draft.arriving = new Map();
  draft.wantedPicture = '';
}

/** Whatever comes, a tombstone stays one; an agent is told why it is not let in. */
export function applyToRetired(draft: Draft, op: Op): void {
  if (op.kind === 'hello') draft.after.push({ kind: 'retired' });
  else if (op.kind === 'storage-changed') sayStorageChanged(draft, op.reason);
  else if (isNote(op)) draft.markChanged();
  else if (op.kind === 'vm-taken') draft.dropVm(op.vmId);
}
