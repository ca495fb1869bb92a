import type { HypervisorEvent, HypervisorPort, VmSampling } from '../../agent/hypervisor/port.ts';
import type { VmIncident, VmState } from '../../shared/model/vm.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What really runs on one host. It outlives the agent, and dies with the host. */
export class ScriptedHypervisor {
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  readonly #vms = new Map<string, VmState>();
  #emit: ((event: HypervisorEvent) => void) | undefined;
  #isUp = true;

  constructor(time: VirtualTime, chance: Chance) {
    this.#time = time;
    this.#chance = chance;
  }

  get vms(): ReadonlyMap<string, VmState> {
    return this.#vms;
  }

  set(vm: VmState): void {
    this.#vms.set(vm.id, vm);
    this.#say({ kind: 'vm', vm });
  }

  remove(vmId: string): void {
    if (this.#vms.delete(vmId)) this.#say({ kind: 'vm-removed', vmId });
  }

  incident(vmId: string, incident: VmIncident): void {
    this.#say({ kind: 'incident', vmId, incident });
  }

  /** The daemon is gone; VMs live on unseen. */
  goAway(): void {
    this.#isUp = false;
    this.#emit?.({ kind: 'unavailable', reason: 'DISCONNECTED', message: 'the daemon is away' });
  }

  comeBack(): void {
    this.#isUp = true;
    this.#emit?.(this.#list());
  }

  /** The machine went down with everything on it. */
  powerOff(): void {
    this.#vms.clear();
    this.#isUp = true;
    this.#emit = undefined;
  }

  /** The port of one agent process; the one before hears no more. */
  port(): HypervisorPort {
    const open = (emit: (event: HypervisorEvent) => void): void => {
      this.#time.at(this.#chance.between(1, 300), () => {
        if (this.#opening !== open) return;
        this.#emit = emit;
        if (this.#isUp) emit(this.#list());
        else this.goAway();
      });
    };
    this.#opening = open;
    this.#emit = undefined;
    return {
      start: open,
      sample: () => Promise.resolve(this.#sample()),
      stop: () => {
        if (this.#opening === open) this.#emit = undefined;
        return Promise.resolve();
      },
    };
  }

  #opening: unknown;

  #say(event: HypervisorEvent): void {
    if (this.#isUp) this.#emit?.(event);
  }

  #list(): HypervisorEvent {
    const info = { type: 'SIM', version: '1', libraryVersion: '1' };
    return { kind: 'available', info, vms: [...this.#vms.values()] };
  }

  #sample(): VmSampling {
    if (!this.#isUp) return { kind: 'unavailable', reason: 'DISCONNECTED' };
    const running = [...this.#vms.values()].filter(({ status }) => status === 'UP');
    const vms = running.map(({ id }) => ({ vmId: id, cpuPermille: this.#chance.whole(0, 1000) }));
    return { kind: 'samples', vms };
  }
}
