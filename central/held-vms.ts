import type { Vm } from '../shared/model/vm.ts';
import type { VmPacking } from './ports.ts';
import type { Step } from './state/host-state.ts';

/**
 * The VMs of one host in the loop. They change seldom and are most of what a replica holds in memory, so between steps
 * that lie far apart they are one text.
 */
export class HeldVms {
  /** Empty while they are packed. */
  readonly byId = new Map<string, Vm>();
  readonly #packing: VmPacking;
  #packed: string | undefined;

  constructor(packing: VmPacking) {
    this.#packing = packing;
  }

  pack(): void {
    this.#packed ??= this.#packing.pack(this.byId.values());
    this.byId.clear();
  }

  unpack(): void {
    if (this.#packed === undefined) return;
    this.#put(this.#packing.unpack(this.#packed));
    this.#packed = undefined;
  }

  replace(vms: readonly Vm[]): void {
    this.#packed = undefined;
    this.byId.clear();
    this.#put(vms);
  }

  accept({ droppedVmIds, vms }: Pick<Step, 'droppedVmIds' | 'vms'>): void {
    for (const id of droppedVmIds) this.byId.delete(id);
    this.#put(vms);
  }

  #put(vms: readonly Vm[]): void {
    for (const vm of vms) this.byId.set(vm.id, vm);
  }
}
