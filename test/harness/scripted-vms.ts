import { setTimeout as sleep } from 'node:timers/promises';

import type { HypervisorEvent } from '../../agent/hypervisor/port.ts';
import type { VmReason, VmStatus } from '../../shared/model/status.ts';
import type { VmState } from '../../shared/model/vm.ts';

/** What a state may be followed by; each step differs in status or reason, so each makes exactly one event. */
const next: readonly (readonly [VmStatus, VmReason])[] = [
  ['UP', 'BOOTED'],
  ['PAUSED', 'USER'],
  ['UP', 'RESUMED'],
  ['REBOOTING', 'UNSPECIFIED'],
  ['UP', 'RESTORED'],
  ['POWERING_DOWN', 'ADMIN_SHUTDOWN'],
  ['DOWN', 'DESTROYED'],
  ['WAIT_FOR_LAUNCH', 'STARTING'],
];

/** A VM in short, no two states of it alike: `id status/reason #change`. */
export function stateLine(vm: Pick<VmState, 'id' | 'status' | 'reason' | 'vcpuCount'>): string {
  return `${vm.id} ${vm.status}/${vm.reason} #${vm.vcpuCount}`;
}

/** VMs of a scripted hypervisor, and the story of all that happened to them: the truth a test compares with. */
export class ScriptedVms {
  readonly #vms = new Map<string, VmState>();
  readonly #steps = new Map<string, number>();
  readonly #story = new Map<string, string[]>();
  #listener: (event: HypervisorEvent) => void = () => undefined;
  #changeCount = 0;

  listen(listener: (event: HypervisorEvent) => void): void {
    this.#listener = listener;
  }

  /** Events told one by one so far. */
  get changeCount(): number {
    return this.#changeCount;
  }

  /** VMs that are there now, sorted. */
  get state(): string[] {
    return Array.from(this.#vms.values(), stateLine).sort();
  }

  /** What happened to one VM: `VmAdded UP/BOOTED`, `VmStatusChanged PAUSED/USER`, `VmRebooted`, `VmRemoved`. */
  story(vmId: string): readonly string[] {
    return this.#story.get(vmId) ?? [];
  }

  get ids(): string[] {
    return [...this.#story.keys()].sort();
  }

  /** What an agent that starts now is told. */
  available(): HypervisorEvent {
    return {
      kind: 'available',
      info: { type: 'scripted', version: '1', libraryVersion: '1' },
      vms: [...this.#vms.values()],
    };
  }

  unavailable(): HypervisorEvent {
    return { kind: 'unavailable', reason: 'SCRIPTED', message: 'the script says so' };
  }

  /** One more thing happens: VMs take turns; at the end of its round a VM is removed, later it is new again. */
  change(vmCount = 7): void {
    const index = this.#changeCount % vmCount;
    const id = `vm-${String(index)}`;
    const step = this.#steps.get(id) ?? 0;
    this.#steps.set(id, (step + 1) % (next.length + 2));
    const state = next[step];
    if (state !== undefined) this.set(id, ...state);
    else if (step === next.length) this.incident(id);
    else this.remove(id);
  }

  /** As many changes, one each `everyMs`. `at` is called before the change with that number. */
  async play(
    count: number,
    { everyMs = 2, at = {} }: { everyMs?: number; at?: Record<number, () => unknown> } = {},
  ): Promise<void> {
    const waits: unknown[] = [];
    const startMs = performance.now();
    for (let i = 0; i < count; i++) {
      waits.push(at[i]?.());
      this.change();
      const aheadMs = startMs + (i + 1) * everyMs - performance.now();
      if (aheadMs > 0) await sleep(aheadMs);
    }
    await Promise.all(waits);
  }

  set(id: string, status: VmStatus, reason: VmReason): void {
    const type = this.#vms.has(id) ? 'VmStatusChanged' : 'VmAdded';
    const vm: VmState = {
      ...{ id, name: `name of ${id}`, status, reason, sinceAt: Date.now() },
      ...{ isPersistent: false, memoryMaxKib: 65_536, isGuestAgentConnected: false },
      // Statuses come again; with the number of the change no old state is taken for a new one.
      vcpuCount: this.#changeCount + 1,
    };
    this.#vms.set(id, vm);
    this.#tell({ kind: 'vm', vm }, id, `${type} ${status}/${reason}`);
  }

  remove(id: string): void {
    this.#vms.delete(id);
    this.#tell({ kind: 'vm-removed', vmId: id }, id, 'VmRemoved');
  }

  incident(id: string): void {
    const incident = { kind: 'REBOOTED', action: '', detail: '' } as const;
    this.#tell({ kind: 'incident', vmId: id, incident }, id, 'VmRebooted');
  }

  #tell(event: HypervisorEvent, id: string, line: string): void {
    this.#changeCount += 1;
    const story = this.#story.get(id) ?? [];
    story.push(line);
    this.#story.set(id, story);
    this.#listener(event);
  }
}
