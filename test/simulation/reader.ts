import type { Event } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import { compareVersion, compareVmVersion } from '../../shared/model/record.ts';
import { isSame } from '../../shared/model/same.ts';
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

  #takeHost({ hostId, after, vmIds, type, id }: Event): void {
    if (after?.kind !== 'host') {
      this.#problem(`${id} carries no host`);
      return;
    }
    this.hosts.set(hostId, after.host);
    const { status } = after.host;
    for (const vmId of vmIds) {
      const vm = this.vms.get(vmId);
      if (vm?.hostId !== hostId) continue;
      if (type === 'HostVmsRestored') this.vms.set(vmId, { ...vm, ...vm.reported });
      else
        this.vms.set(vmId, { ...vm, status: 'UNKNOWN', reason: `HOST_${status}` as Vm['reason'] });
    }
  }

  #takeVm(event: Event): void {
    const known = this.vms.get(event.vmId);
    const end = this.#ends.get(event.vmId);
    if (end && end.hostId !== event.hostId && compareVmVersion(end, event) > 0) return;
    if (known !== undefined && known.hostId !== event.hostId) {
      if (known.placement >= event.placement) return;
    }
    this.#compareBefore(event, known);
    if (event.after?.kind === 'vm') this.vms.set(event.vmId, event.after.vm);
    else {
      this.vms.delete(event.vmId);
      this.#ends.set(event.vmId, event);
    }
  }

  /** What an event says was before must be what was told before. */
  #compareBefore({ id, before, type }: Event, known: Vm | undefined): void {
    if (known === undefined && before === undefined) return;
    if (before?.kind !== 'vm') {
      this.#problem(`${id} ${type} says nothing was before, but ${String(known?.status)} was`);
    } else if (known === undefined) {
      this.#problem(`${id} ${type} comes after ${before.vm.status}, which was never told`);
    } else if (
      known.hostId !== before.vm.hostId ||
      // What a host takes may have been told newer by the one before, whose own numbers it does not follow.
      (known.status !== before.vm.status && type !== 'VmMigrated')
    ) {
      this.#problem(
        `${id} ${type} comes after ${before.vm.hostId} ${before.vm.status}, told was ${known.hostId} ${known.status}`,
      );
    }
  }
}
