import type { VmStatus } from '../../shared/model/status.ts';
import type { Vm, VmOverdue } from '../../shared/model/vm.ts';
import { isSilentSince, isWorse } from '../../shared/model/vm-health.ts';
import type { Draft } from './draft.ts';
import { ownVm } from './possession.ts';
import { isHiding } from './view.ts';

/**
 * What time alone makes of a VM (the health of EPU's doctor). Ages count from when this owner heard the host last, or saw
 * the VM come into its status, by its own monotonic clock: neither a clock that jumps nor a change of owners makes a VM
 * old (I6, EP-19).
 */
export interface VmHealthSettings {
  /** From the last word of its host to OUT_OF_CONTACT, ms. */
  readonly missingMs: number;
  /** From OUT_OF_CONTACT to MISSING, ms. */
  readonly reallyMissingMs: number;
  /** What a start may take before OUT_OF_CONTACT, ms. */
  readonly bootMs: number;
  /** What an end may take before ZOMBIE, ms. */
  readonly zombieMs: number;
}

export const defaultVmHealth: VmHealthSettings = {
  missingMs: 120_000,
  reallyMissingMs: 15_000,
  bootMs: 300_000,
  zombieMs: 120_000,
};

/** What a VM is waited for: its host to be heard, itself to run, or to end. */
export type Awaited = 'contact' | 'start' | 'end';

const awaitedIn = new Map<VmStatus, Awaited>([
  ['WAIT_FOR_LAUNCH', 'start'],
  ['POWERING_UP', 'start'],
  ['RESTORING', 'start'],
  ['POWERING_DOWN', 'end'],
]);

/** undefined: time alone makes nothing of it. */
export function awaitedOf({ status }: Pick<Vm, 'status'>): Awaited | undefined {
  return awaitedIn.get(status);
}

/** What a VM is after it was waited for so long; undefined: nothing yet. */
export function overdueAfter(
  awaited: Awaited,
  ms: number,
  settings: VmHealthSettings,
): VmOverdue['health'] | undefined {
  if (awaited === 'end') return ms >= settings.zombieMs ? 'ZOMBIE' : undefined;
  const limitMs = awaited === 'start' ? settings.bootMs : settings.missingMs;
  if (ms < limitMs) return undefined;
  return ms < limitMs + settings.reallyMissingMs ? 'OUT_OF_CONTACT' : 'MISSING';
}

/** The host was not heard for so long that its VMs are this: one event for all of them. */
export function sayVmsOverdue(draft: Draft, health: VmOverdue['health']): void {
  if (!isHiding(draft.host.status)) return;
  const isMeant = (vm: Vm | undefined): boolean => vm !== undefined && isSilentSince(vm, health);
  const vmIds = draft.ownVmIds().filter((id) => isMeant(draft.vm(id)));
  if (vmIds.length === 0) return;
  draft.emitHost({}, { type: 'HostVmsOverdue', reason: health, vmIds });
  draft.reviewVms(vmIds, (vm) => withOverdue(vm, health, draft.context.nowUnixMs));
}

/** One VM did not start or end in time. */
export function sayVmOverdue(draft: Draft, vmId: string, health: VmOverdue['health']): void {
  const known = ownVm(draft, vmId);
  if (known === undefined || !isWorse(health, known.overdue)) return;
  const isZombie = health === 'ZOMBIE';
  if (awaitedOf(known) !== (isZombie ? 'end' : 'start')) return;
  const vm = withOverdue(known, health, draft.context.nowUnixMs);
  draft.emitVm(vm, { type: 'VmHealthChanged', reason: health }, known);
}

export function withOverdue(vm: Vm, health: VmOverdue['health'], sinceAt: number): Vm {
  return { ...vm, overdue: { health, sinceAt } };
}
