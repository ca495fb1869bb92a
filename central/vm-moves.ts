import type { Vm } from '../shared/model/vm.ts';
import type { Step } from './state/host-state.ts';

/** How long a departed VM waits for its destination, ms (DESIGN section 7). */
const handoverMs = 30_000;

/** What a step does to VMs. */
export type VmChange = Pick<Step, 'vms' | 'removedVmIds' | 'events'>;

interface Touch {
  readonly hostId: string;
  /** As the step will leave it, or as it was when the step removed it; undefined: nobody can tell. */
  readonly vm: Vm | undefined;
}

/**
 * What must be known of VMs across hosts. Hosts step side by side, but a VM is changed by one step at a time: until it
 * is out, no other host may take the VM, so that its keys and events come in one order (I1).
 */
export class VmMoves {
  readonly #touches = new Map<string, Touch>();
  /** Host -> VM -> when its hand-over ends, monotonic ms. */
  readonly #handovers = new Map<string, Map<string, number>>();

  stepping(hostId: string, step: VmChange): void {
    for (const vm of step.vms) this.#touches.set(vm.id, { hostId, vm });
    // In one step a host may take a VM and remove it: then the one it is taken from must see that it was taken.
    for (const id of step.removedVmIds) this.#touches.set(id, { hostId, vm: removedVm(step, id) });
  }

  stepped(hostId: string, step: VmChange): void {
    for (const id of [...step.vms.map((vm) => vm.id), ...step.removedVmIds]) {
      if (this.#touches.get(id)?.hostId === hostId) this.#touches.delete(id);
    }
  }

  /** The VM as a step on its way will leave it. */
  onItsWay(id: string): Vm | undefined {
    return this.#touches.get(id)?.vm;
  }

  /** Whether a step of another host changes it. */
  isBusy(id: string, hostId: string): boolean {
    const touch = this.#touches.get(id);
    return touch !== undefined && touch.hostId !== hostId;
  }

  /** The host's VMs that left and are not taken: each has its time from when it left last. */
  departed(hostId: string, vmIds: ReadonlySet<string>, nowMs: number): void {
    const known = this.#handovers.get(hostId);
    if (vmIds.size === 0) {
      this.#handovers.delete(hostId);
      return;
    }
    const times = [...vmIds].map((id) => [id, known?.get(id) ?? nowMs + handoverMs] as const);
    this.#handovers.set(hostId, new Map(times));
  }

  /** This process stood still, and heard no destination meanwhile; a VM that left since has its time anyway (I6). */
  moveDeadlines(nowMs: number, byMs: number): void {
    for (const times of this.#handovers.values())
      for (const [vmId, untilMs] of times)
        times.set(vmId, Math.min(untilMs + byMs, nowMs + handoverMs));
  }

  /** Hand-overs that nobody completed in time; told again after the same time, if the VM still waits by then. */
  *expired(nowMs: number): Generator<{ readonly hostId: string; readonly vmId: string }> {
    for (const [hostId, times] of this.#handovers) {
      for (const [vmId, untilMs] of times) {
        if (nowMs < untilMs) continue;
        times.set(vmId, nowMs + handoverMs);
        yield { hostId, vmId };
      }
    }
  }
}

function removedVm({ events }: VmChange, id: string): Vm | undefined {
  const before = events.findLast((event) => event.vmId === id)?.before;
  return before?.kind === 'vm' ? before.vm : undefined;
}
