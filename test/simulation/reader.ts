import type { Event } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import { compareVersion, compareVmVersion, type VmVersion } from '../../shared/model/record.ts';
import { isSame } from '../../shared/model/same.ts';
import type { VmStatus } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';

/**
 * A subscriber that knows the documented rules and nothing else: drop what is not above the last (epoch, n) of the
 * host (I5), order what concerns a VM by placement first.
 */
export class Reader {
  readonly hosts = new Map<string, Host>();
  readonly vms = new Map<string, Vm>();
  /** What counted, in the order in which it came. */
  readonly log: Event[] = [];
  readonly #byId = new Map<string, Event>();
  /** The last word on VMs that were removed: what concerns one VM across hosts compares by (placement, epoch, n). */
  readonly #ends = new Map<string, Event>();
  #mayForget = false;
  readonly #taken: { readonly id: string; readonly vm: Vm }[] = [];
  readonly #toldBy = new Map<string, Map<string, Told>>();
  readonly #last = new Map<string, { epoch: number; n: number }>();
  readonly #problem: (text: string) => void;

  constructor(problem: (text: string) => void) {
    this.#problem = problem;
  }

  take(event: Event): void {
    const twin = this.#byId.get(event.id);
    const last = this.#last.get(event.hostId) ?? { epoch: 0, n: 0 };
    if (compareVersion(event, last) <= 0) {
      if (twin === undefined) this.#problem(`I5: ${event.id} is new, and older than what was told`);
      else if (!isSame(twin, event)) this.#problem(`I5: ${event.id} was repeated as another event`);
      return;
    }
    if (twin !== undefined) this.#problem(`I4: ${event.id} was told twice under two numbers`);
    this.#last.set(event.hostId, { epoch: event.epoch, n: event.n });
    this.#byId.set(event.id, event);
    this.log.push(event);
    if (event.vmId === '') this.#takeHost(event);
    else this.#takeVm(event);
  }

  #takeHost({ hostId, after, vmIds, type, id, epoch, n }: Event): void {
    if (after?.kind !== 'host') {
      this.#problem(`${id} carries no host`);
      return;
    }
    this.hosts.set(hostId, after.host);
    const { status } = after.host;
    for (const vmId of vmIds) {
      const vm = this.vms.get(vmId);
      if (vm?.hostId !== hostId) continue;
      if (type === 'HostVmsOverdue') continue; // Their health, not their status.
      const told =
        type === 'HostVmsRestored'
          ? vm.reported
          : { status: 'UNKNOWN' as const, reason: `HOST_${status}` as Vm['reason'] };
      this.vms.set(vmId, { ...vm, ...told, epoch, n });
      this.#tellByHost({ vmId, hostId, epoch }, told.status);
    }
  }

  #takeVm(event: Event): void {
    this.#compareBefore(event);
    const { after } = event;
    this.#tellByHost(event, after?.kind === 'vm' ? after.vm.status : undefined);
    const known = this.vms.get(event.vmId);
    const end = this.#ends.get(event.vmId);
    const isOlder = (than: VmVersion): boolean =>
      than.hostId !== event.hostId && compareVmVersion(than, event) > 0;
    if ([known, end].some((than) => than !== undefined && isOlder(than))) return;
    if (after?.kind === 'vm') this.vms.set(event.vmId, after.vm);
    else {
      this.vms.delete(event.vmId);
      this.#ends.set(event.vmId, event);
    }
  }

  #told(vmId: string, hostId: string): Told | undefined {
    return this.#toldBy.get(vmId)?.get(hostId);
  }

  #tellByHost(
    { vmId, hostId, epoch }: Pick<Event, 'vmId' | 'hostId' | 'epoch'>,
    now: VmStatus | undefined,
  ): void {
    const byHost = this.#toldBy.get(vmId) ?? new Map<string, Told>();
    this.#toldBy.set(vmId, byHost);
    const ever = byHost.get(hostId)?.ever ?? new Set();
    if (now !== undefined) ever.add(now);
    byHost.set(hostId, { now, ever, epoch });
  }

  /**
   * What an event says was before: exactly what its own host told last, or, when it comes to this host, something that the
   * host before told, too. Which of that the one knew that took it, and whether it was out yet, is open: they cross.
   */
  #compareBefore(event: Event): void {
    const { id, vmId, hostId, before, type } = event;
    if (this.#isForgotten(event)) return;
    const known = this.#told(vmId, hostId)?.now;
    const place = `${id} ${type}`;
    if (before?.kind === 'vm') {
      const { vm } = before;
      if (vm.hostId !== hostId) this.#taken.push({ id, vm });
      else if (vm.status !== known)
        this.#problem(`${place} comes after ${vm.status}, told was ${String(known)}`);
      // Of a VM that went elsewhere since, and came back, its host need not say what it said of it then.
    } else if (known !== undefined && this.vms.get(vmId)?.hostId === hostId)
      this.#problem(`${place} says nothing was before, but ${known} was`);
  }

  #isForgotten({ vmId, hostId, epoch }: Event): boolean {
    return this.#mayForget && this.#told(vmId, hostId)?.epoch !== epoch;
  }

  /** The storage was exchanged: from now on who claims a host may know an older picture of it than was told. */
  mayForget(): void {
    this.#mayForget = true;
  }

  /** To be asked when all is said: what a VM was taken as, and nobody ever told. */
  neverTold(): string[] {
    return this.#taken.flatMap(({ id, vm }) => {
      return this.#told(vm.id, vm.hostId)?.ever.has(vm.status) === true
        ? []
        : [`${id} comes after ${vm.hostId} ${vm.status}, which nobody ever told`];
    });
  }
}

/** What one host told of one VM. */
interface Told {
  readonly now: VmStatus | undefined;
  readonly epoch: number;
  readonly ever: Set<VmStatus>;
}
