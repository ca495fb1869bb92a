import { limits } from '../../shared/limits.ts';
import type { DuplicateVm, Host } from '../../shared/model/host.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { conditionsAfter } from './condition.ts';
import type { Draft } from './draft.ts';
import { isRunning, runsOnBoth } from './placement.ts';
import { isHiding } from './view.ts';

/**
 * A VM that two hosts run at once (DESIGN section 7). The one that does not hold it tells of it, in its own record: the
 * key of the VM is for the owner of the other to write (I1), and may be in another replica's hands.
 */

/** Intervals in which the holder may still say that it lets the VM go, or that it has it at all. */
const patienceIntervals = 3;

export function patienceMsOf({ context }: Draft): number {
  return patienceIntervals * context.intervalMs;
}

/** What an operator asked for may be taken back. */
export type HostChange = Omit<Partial<Host>, 'maintenance'> & {
  readonly maintenance?: Host['maintenance'] | undefined;
};

/** A host after a change; no duplicates is no list, as when it is read again. */
export function changedHost(host: Host, change: HostChange): Host {
  const { duplicates = [], maintenance, ...rest } = { ...host, ...change };
  if (duplicates.length === 0 && maintenance === undefined) return rest;
  return {
    ...rest,
    ...(duplicates.length > 0 && { duplicates }),
    ...(maintenance && { maintenance }),
  };
}

/**
 * Another look at the strays, `afterMs` after the one before. Looks are counted, not the time: a standstill of the
 * process is no time in which the holder could have been heard (I6).
 */
export function lookForDuplicates(draft: Draft, afterMs: number): void {
  const waited = new Map<string, number>();
  for (const vm of draft.strays.values()) {
    if (!isContested(draft, vm)) continue;
    const before = draft.contested.get(vm.id);
    waited.set(vm.id, before === undefined ? 0 : before + afterMs);
  }
  draft.contested = waited;
  const patienceMs = patienceMsOf(draft);
  const found = [...waited]
    .filter(([, ms]) => ms >= patienceMs)
    .flatMap(([id]) => newIn(draft, id));
  if (found.length > 0) tell(draft, found);
}

function isContested({ context, host }: Draft, vm: VmState): boolean {
  const held = context.findVm(vm.id);
  if (held === undefined || held.hostId === host.id || !runsOnBoth(held, vm)) return false;
  return context.isHostThere(held.hostId);
}

/** Empty: it was told, or there are too many already; the rest is told when some of those have ended. */
function newIn({ host, context }: Draft, vmId: string): DuplicateVm[] {
  const holderHostId = context.findVm(vmId)?.hostId ?? '';
  const { duplicates = [] } = host;
  const known = duplicates.find((one) => one.vmId === vmId);
  if (known?.holderHostId === holderHostId) return [];
  if (known === undefined && duplicates.length >= limits.duplicatesPerHostMax) return [];
  return [{ vmId, holderHostId, sinceAt: context.nowUnixMs }];
}

function tell(draft: Draft, found: readonly DuplicateVm[]): void {
  const isFound = ({ vmId }: DuplicateVm): boolean => found.some((one) => one.vmId === vmId);
  const others = (draft.host.duplicates ?? []).filter((one) => !isFound(one));
  const told = found.slice(0, limits.duplicatesPerHostMax - others.length);
  const duplicates = [...others, ...told];
  const vmIds = told.map(({ vmId }) => vmId);
  draft.emitHost({ duplicates }, { type: 'VmDuplicated', reason: 'RUNS_ON_ANOTHER_HOST', vmIds });
  sayCondition(draft, duplicates);
}

/** What is over by now: the VM does not run here any more, or is this host's, or nobody can tell. */
export function endDuplicates(draft: Draft): void {
  const { duplicates } = draft.host;
  if (duplicates === undefined) return;
  const left = isHiding(draft.host.status) ? [] : duplicates.filter((one) => isStill(draft, one));
  if (left.length === duplicates.length) return;
  draft.startChange({ kind: 'central' });
  sayCondition(draft, left);
}

function isStill({ strays, areStraysKnown }: Draft, { vmId }: DuplicateVm): boolean {
  const vm = strays.get(vmId);
  return vm === undefined ? !areStraysKnown : isRunning(vm);
}

function sayCondition(draft: Draft, duplicates: readonly DuplicateVm[]): void {
  const { host, context } = draft;
  const type = 'VM_DUPLICATED';
  const conditions = conditionsAfter(
    host.conditions,
    {
      ...{ type, isActive: duplicates.length > 0 },
      reason: duplicates.length > 0 ? 'RUNS_ON_ANOTHER_HOST' : '',
      message: messageOf(draft, duplicates),
    },
    context.nowUnixMs,
  );
  const change = { duplicates, ...(conditions && { conditions }) };
  draft.emitHost(change, { type: 'HostConditionChanged', reason: type });
}

function messageOf({ context }: Draft, [first, ...others]: readonly DuplicateVm[]): string {
  if (first === undefined) return '';
  const { vmId, holderHostId } = first;
  const name = context.findVm(vmId)?.name ?? '';
  const vm = name === '' ? vmId : `"${name}" (${vmId})`;
  const more = others.length === 0 ? '' : `, and ${String(others.length)} more run elsewhere too`;
  return `VM ${vm} runs here and on host ${holderHostId}${more}`;
}
