import { limits } from '../../shared/limits.ts';
import { compareVmVersion } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';

/** The last word on a VM that is gone. */
export interface VmEnd {
  readonly vmId: string;
  /** Host that said it. */
  readonly hostId: string;
  readonly placement: number;
  readonly epoch: number;
  readonly n: number;
}

/**
 * VMs removed lately. Events come in order from each host, not across hosts: a host that lost a VM may speak of it when
 * the one that took it has removed it already. The oldest are forgotten first. PURE.
 */
export class RemovedVms {
  readonly #ends = new Map<string, VmEnd>();

  note({ vmId, hostId, placement, epoch, n }: VmEnd): void {
    const known = this.#ends.get(vmId);
    const end = { vmId, hostId, placement, epoch, n };
    if (known && known.hostId !== hostId && compareVmVersion(known, end) > 0) return;
    this.#ends.delete(vmId);
    this.#ends.set(vmId, end);
    if (this.#ends.size <= limits.removedVmsKept) return;
    const [oldest] = this.#ends.keys();
    if (oldest !== undefined) this.#ends.delete(oldest);
  }

  all(): VmEnd[] {
    return [...this.#ends.values()];
  }

  /** Whether the VM ended after this was true of it. What one host says comes in order, so it is never late. */
  isLate(vm: Vm): boolean {
    const end = this.#ends.get(vm.id);
    return end !== undefined && end.hostId !== vm.hostId && compareVmVersion(end, vm) > 0;
  }
}
