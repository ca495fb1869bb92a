import type { HostRecord } from '../../shared/model/record.ts';
import type { HostStatus } from '../../shared/model/status.ts';
import type { Vm, VmOverdue } from '../../shared/model/vm.ts';
import { isSilentSince } from '../../shared/model/vm-health.ts';
import { removedEpoch } from './removed-epoch.ts';
import { highestPlacement } from './placements.ts';
import type { Store } from './port.ts';

/** What the loop looks up in the rows, of whichever host. */
export interface LoopView {
  readonly findOwner: (hostId: string) => HostRecord | undefined;
  readonly findVm: (vmId: string) => Vm | undefined;
  readonly findHostStatus: (hostId: string) => HostStatus | undefined;
  /** Whether silence makes VMs of the host what they are not known to be yet. */
  readonly hasVmsBelow: (hostId: string, health: VmOverdue['health']) => boolean;
  readonly highestPlacement: () => number;
  readonly removedEpoch: () => number;
}

export function loopView(
  store: Pick<Store, 'getStoredHost' | 'getHost' | 'getVm' | 'vmsOfHost' | 'getMeta'>,
): LoopView {
  return {
    findOwner: (hostId) => store.getStoredHost(hostId)?.record,
    findVm: (vmId) => store.getVm(vmId),
    findHostStatus: (hostId) => store.getHost(hostId)?.status,
    hasVmsBelow: (hostId, health) =>
      store.vmsOfHost(hostId).some((vm) => isSilentSince(vm, health)),
    highestPlacement: () => highestPlacement(store),
    removedEpoch: () => removedEpoch(store),
  };
}
