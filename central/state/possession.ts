import type { Vm, VmState } from '../../shared/model/vm.ts';
import type { Draft } from './draft.ts';

/**
 * The VM if it is still this host's. One that another host took meanwhile, and perhaps removed since, is let go first:
 * its key must not be written from here any more (I1). What the agent still says of it waits as a stray.
 */
export function ownVm(draft: Draft, id: string): Vm | undefined {
  const known = draft.vm(id);
  // What this step changed was looked at when it did.
  if (known === undefined || draft.hasChanged(id)) return known;
  const held = draft.context.findVm(id);
  if (held?.hostId === draft.host.id) return known;
  if (!draft.departed.has(id)) draft.setStray(stateOf(known));
  draft.setDeparted(id, false);
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
  };
}
