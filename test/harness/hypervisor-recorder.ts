import type { HypervisorEvent, HypervisorPort } from '../../agent/hypervisor/port.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { eventually } from './eventually.ts';

/** Starts a hypervisor port and keeps all that it tells, to be waited for and read as a story. */
export class HypervisorRecorder {
  readonly events: HypervisorEvent[] = [];
  readonly port: HypervisorPort;

  constructor(port: HypervisorPort) {
    this.port = port;
    port.start((event) => {
      this.events.push(event);
    });
  }

  /**
   * What was told about one VM, in order and in short: `UP/BOOTED`, `REBOOTED`, `removed`. What changed nothing of
   * status and reason (sizes, persistence) is left out. The firmware resets once more after a reset; on a busy machine so
   * much later that it is told again, which counts as one.
   */
  story(vmId: string): string[] {
    const told: string[] = [];
    for (const event of this.events) {
      const line = lineOf(event, vmId);
      const isChange =
        event.kind === 'vm'
          ? told.findLast((other) => other.includes('/')) !== line
          : line !== 'REBOOTED' || told.at(-1) !== line;
      if (line !== undefined && isChange) told.push(line);
    }
    return told;
  }

  /** Waits until the story of a VM is exactly this, or another one where libvirt itself may tell several. */
  async tells(vmId: string, story: readonly string[], ...others: string[][]): Promise<void> {
    const allowed = [story, ...others].map((one) => one.join(', '));
    await this.#until(`story of ${vmId}: ${allowed.join('; or ')}`, () => {
      const told = this.story(vmId);
      if (allowed.includes(told.join(', '))) return true;
      throw new Error(`it is ${told.join(', ')}`);
    });
  }

  /** Waits until a VM, as last told, is as `matches` wants it. */
  vm(vmId: string, matches: (vm: VmState) => boolean): Promise<VmState> {
    return this.#until(`VM ${vmId} as wanted`, () => {
      const vm = this.lastVm(vmId);
      return vm !== undefined && matches(vm) ? vm : undefined;
    });
  }

  lastVm(vmId: string): VmState | undefined {
    for (const event of this.events.toReversed()) {
      if (event.kind === 'vm' && event.vm.id === vmId) return event.vm;
      if (event.kind === 'available') return event.vms.find(({ id }) => id === vmId);
    }
    return undefined;
  }

  /** Everything told of a VM since it was there, in order. */
  vms(vmId: string): VmState[] {
    return this.events.flatMap((event) =>
      event.kind === 'vm' && event.vm.id === vmId ? [event.vm] : [],
    );
  }

  /** Waits for the `count`-th `available`. */
  available(count = 1): Promise<HypervisorEvent & { readonly kind: 'available' }> {
    return this.#until(`available for the ${count}. time`, () => {
      return this.events.filter((event) => event.kind === 'available')[count - 1];
    });
  }

  /** Waits for an `unavailable` with this reason. */
  unavailable(reason: string): Promise<HypervisorEvent & { readonly kind: 'unavailable' }> {
    return this.#until(`unavailable: ${reason}`, () => {
      const told = this.events.filter((event) => event.kind === 'unavailable');
      return told.find((event) => event.reason === reason);
    });
  }

  #until<T>(what: string, check: () => T | undefined): Promise<T> {
    return eventually(check, { what });
  }
}

function lineOf(event: HypervisorEvent, vmId: string): string | undefined {
  switch (event.kind) {
    case 'vm':
      return event.vm.id === vmId ? `${event.vm.status}/${event.vm.reason}` : undefined;
    case 'vm-removed':
      return event.vmId === vmId ? 'removed' : undefined;
    case 'incident':
      return event.vmId === vmId ? event.incident.kind : undefined;
    case 'available':
    case 'unavailable':
    case 'notice':
      return undefined;
  }
}
