import type { Event } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Draft } from './draft.ts';
import type { Op } from './host-state.ts';
import type { Entry } from './maintenance.ts';

/**
 * The end of a host: its VMs are told as removed, then the host itself, in a last record whose key goes when everything is
 * out (I2). Until then it is a tombstone that says REMOVED, so that whoever finds it after a crash goes on.
 */
export function removeHost(draft: Draft, reason: string): Entry {
  const vmIds = draft.ownVmIds();
  if (vmIds.length > 0) {
    const ended = { kind: 'vm-ended', reason: 'HOST_REMOVED' } as const;
    return { kind: 'first', ops: vmIds.map((vmId) => ({ ...ended, vmId })) };
  }
  const last = { status: 'RETIRED', reason: 'REMOVED', sinceAt: draft.context.nowUnixMs } as const;
  draft.emitHost(last, { type: 'HostRemoved', reason });
  const told = draft.events.pop();
  if (told === undefined) return { kind: 'entered' };
  draft.events.push(ending(told));
  return { kind: 'entered' };
}

/** There is nothing after it. */
function ending({ before, ...told }: Event): Event {
  const { id, type, hostId, vmId, epoch, n, placement } = told;
  const { observedAt, recordedAt, reason, vmIds } = told;
  return {
    ...{ id, type, hostId, vmId, epoch, n, placement, observedAt, recordedAt, reason, vmIds },
    ...(before && { before }),
  };
}

/** Its last record: nobody knows the host any more. */
export function isRemoved({ status, reason }: Pick<Host, 'status' | 'reason'>): boolean {
  return status === 'RETIRED' && reason === 'REMOVED';
}

/** `reboot` only counts: what follows from it is a verdict, and the table of contacts gives it. */
export type Deadline = 'tombstone' | 'ephemeral' | 'reboot';

/** What is counted of a host; undefined: nothing. What an operator wants with it comes before its class. */
export function deadlineOf(host: Host): Deadline | undefined {
  if (host.status === 'RETIRED') return isRemoved(host) ? undefined : 'tombstone';
  if (host.status === 'REBOOTING') return 'reboot';
  const isLost = host.status === 'NON_RESPONSIVE' || host.status === 'DOWN';
  const isWanted = host.class !== 'EPHEMERAL' || host.maintenance !== undefined;
  return isLost && !isWanted ? 'ephemeral' : undefined;
}

const endReasons: Readonly<Record<Exclude<Deadline, 'reboot'>, string>> = {
  tombstone: 'TOMBSTONE_EXPIRED',
  ephemeral: 'TTL_EXPIRED',
};

/** Its time is over, unless it has become something else while this waited its turn. */
export function expireHost(draft: Draft, op: Extract<Op, { kind: 'expired' }>): readonly Op[] {
  const deadline = deadlineOf(draft.host);
  if (deadline === undefined || deadline === 'reboot') return [];
  if (draft.host.sinceAt !== op.sinceAt) return [];
  const entry = removeHost(draft, endReasons[deadline]);
  return entry.kind === 'first' ? [...entry.ops, op] : [];
}
