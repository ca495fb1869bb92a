import type { Vm, VmState } from '../../shared/model/vm.ts';
import { completed } from '../../shared/model/vm-details.ts';
import type { Draft } from './draft.ts';

/**
 * The VM if it is still this host's. One that another host took or is taking, and perhaps removed since, is let go first:
 * its key must not be written from here any more (I1). What the agent still says of it waits as a stray.
 */
export function ownVm(draft: Draft, id: string): Vm | undefined {
  const known = draft.vm(id);
  // What this step changed was looked at when it did.
  if (known === undefined || draft.hasChanged(id)) return known;
  if (draft.context.findVm(id)?.hostId === draft.host.id) return known;
  if (!draft.departed.has(id)) setStray(draft, stateOf(known));
  setDeparted(draft, id, false);
  draft.dropVm(id);
  return undefined;
}

/** What the host said of it last. */
function stateOf({ reported, ...vm }: Vm): VmState {
  return {
    id: vm.id,
    name: vm.name,
    ...reported,
    isPersistent: vm.isPersistent,
    vcpuCount: vm.vcpuCount,
    memoryMaxKib: vm.memoryMaxKib,
    isGuestAgentConnected: vm.isGuestAgentConnected,
    ...(vm.migration && { migration: vm.migration }),
    ...(vm.details && { details: vm.details }),
  };
}

/** The agent reports a VM that another host holds. */
export function setStray(draft: Draft, vm: VmState): void {
  draft.strays = new Map(draft.strays).set(vm.id, completed(draft.strays.get(vm.id), vm));
}

export function forgetStray(draft: Draft, id: string): void {
  if (!draft.strays.has(id)) return;
  const strays = new Map(draft.strays);
  strays.delete(id);
  draft.strays = strays;
}

/** Whether a VM that left is still listed by the agent, or waits for another host to take it. */
export function setDeparted(draft: Draft, id: string, isDeparted: boolean): void {
  if (draft.departed.has(id) === isDeparted) return;
  const departed = new Set(draft.departed);
  if (isDeparted) departed.add(id);
  else departed.delete(id);
  draft.departed = departed;
}
