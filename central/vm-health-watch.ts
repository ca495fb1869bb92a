import type { Vm, VmOverdue } from '../shared/model/vm.ts';
import { isWorse } from '../shared/model/vm-health.ts';
import { lagMsMax } from './contact-table.ts';
import type { ContactTable } from './contact-table.ts';
import { awaitedOf, overdueAfter } from './state/vm-health.ts';
import type { Awaited, VmHealthSettings } from './state/vm-health.ts';

type Health = VmOverdue['health'];

interface Wait {
  readonly awaited: Awaited;
  /** Monotonic ms. */
  sinceMs: number;
  told: VmOverdue | undefined;
}

export interface OverdueVms {
  readonly hostId: string;
  /** undefined: all of a host that is not heard. */
  readonly vmId: string | undefined;
  readonly health: Health;
}

export interface VmHealthWatchOptions {
  readonly contacts: Pick<ContactTable, 'unheard'>;
  readonly settings: () => VmHealthSettings;
  readonly hasVmsBelow: (hostId: string, health: Health) => boolean;
}

/** Between two looks at the hosts that are not heard, ms: there may be thousands, and minutes count. */
const hostsLookMs = 1_000;

/**
 * Which VMs are waited for, and since when. Only the few that start or end stand here; for how long a host was not heard
 * the table of contacts knows. Deadlines are worked out at each look, so that other settings count at once (EP 5).
 */
export class VmHealthWatch {
  readonly #options: VmHealthWatchOptions;
  readonly #waits = new Map<string, Map<string, Wait>>();
  #toldHosts = new Map<string, Health>();
  #hostsAtMs = -Infinity;

  constructor(options: VmHealthWatchOptions) {
    this.#options = options;
  }

  /** These VMs are now as given; the dropped ones are not the host's any more. */
  noted(
    hostId: string,
    { vms, droppedVmIds }: { readonly vms: Iterable<Vm>; readonly droppedVmIds: readonly string[] },
    nowMs: number,
  ): void {
    const waits = this.#waits.get(hostId) ?? new Map<string, Wait>();
    for (const id of droppedVmIds) waits.delete(id);
    for (const vm of vms) note(waits, vm, nowMs);
    if (waits.size > 0) this.#waits.set(hostId, waits);
    else this.#waits.delete(hostId);
  }

  /** Another replica looks after the host. */
  released(hostId: string): void {
    this.#waits.delete(hostId);
    this.#toldHosts.delete(hostId);
  }

  /** What is due by now, each once. `lagMs`: by how much this look came late; then this process saw nothing (I6). */
  look(nowMs: number, lagMs: number): OverdueVms[] {
    if (lagMs > lagMsMax) {
      for (const wait of this.#all()) wait.sinceMs = Math.min(wait.sinceMs + lagMs, nowMs);
      return [];
    }
    return [...this.#dueVms(nowMs), ...this.#dueHosts(nowMs)];
  }

  *#all(): Generator<Wait> {
    for (const waits of this.#waits.values()) yield* waits.values();
  }

  *#dueVms(nowMs: number): Generator<OverdueVms> {
    const settings = this.#options.settings();
    for (const [hostId, waits] of this.#waits) {
      for (const [vmId, wait] of waits) {
        const health = overdueAfter(wait.awaited, nowMs - wait.sinceMs, settings);
        if (health === undefined || !isWorse(health, wait.told)) continue;
        wait.told = { health, sinceAt: 0 };
        yield { hostId, vmId, health };
      }
    }
  }

  *#dueHosts(nowMs: number): Generator<OverdueVms> {
    if (nowMs - this.#hostsAtMs < hostsLookMs) return;
    this.#hostsAtMs = nowMs;
    const settings = this.#options.settings();
    const told = new Map<string, Health>();
    for (const { hostId, silentMs } of this.#options.contacts.unheard(nowMs)) {
      const health = overdueAfter('contact', silentMs, settings);
      if (health === undefined) continue;
      told.set(hostId, health);
      const isTold = this.#toldHosts.get(hostId) === health;
      if (!isTold && this.#options.hasVmsBelow(hostId, health))
        yield { hostId, vmId: undefined, health };
    }
    this.#toldHosts = told;
  }
}

function note(waits: Map<string, Wait>, vm: Vm, nowMs: number): void {
  const awaited = awaitedOf(vm);
  const known = waits.get(vm.id);
  if (awaited === undefined) waits.delete(vm.id);
  else if (known?.awaited !== awaited)
    waits.set(vm.id, { awaited, sinceMs: nowMs, told: vm.overdue });
  // From one status of a start to the next what was told of it is gone, and its age is not.
  else known.told = vm.overdue;
}
