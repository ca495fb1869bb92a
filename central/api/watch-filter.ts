import type { Event, EventType } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import { matchesHost } from '../../shared/model/query.ts';
import type { HostFilter } from '../../shared/model/query.ts';
import { compareVersion, compareVmVersion } from '../../shared/model/record.ts';
import type { VmVersion } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';

export interface WatchFilterOptions {
  readonly hosts: HostFilter;
  /** Empty: all. */
  readonly types: readonly EventType[];
  /** The host as it is now. */
  readonly hostOf: (id: string) => Host | undefined;
}

function holdsAlways(filter: HostFilter): boolean {
  const { statuses, sites, labels, namePrefix } = filter;
  return statuses.length + sites.length + labels.length === 0 && namePrefix === '';
}

function hostIn(object: Event['after']): Host | undefined {
  return object?.kind === 'host' ? object.host : undefined;
}

/**
 * Which events a watcher of some hosts gets.
 *
 * An event of a host passes if the host fits the filter after it or did before it: who watches hosts that are UP sees
 * one leave. An event of a VM passes if its host fits, or the host it came from. Whether a host fits is taken from the
 * last event of it in this watch (or the picture), not from the store, which may already be further; only a host this
 * watch has heard nothing of is looked up.
 */
export class WatchFilter {
  readonly #options: WatchFilterOptions;
  readonly #isOpen: boolean;
  readonly #fits = new Map<string, boolean>();

  constructor(options: WatchFilterOptions) {
    this.#options = options;
    this.#isOpen = holdsAlways(options.hosts);
  }

  /** True if every host fits. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The picture showed this host, so it fits. */
  sawHost(id: string): void {
    if (!this.#isOpen) this.#fits.set(id, true);
  }

  /** To be asked once for each event, in order. */
  passes(event: Event): boolean {
    const isOfWatched = this.#isOpen || this.#concernsFitting(event);
    const { types } = this.#options;
    return isOfWatched && (types.length === 0 || types.includes(event.type));
  }

  #concernsFitting(event: Event): boolean {
    if (event.vmId === '') return this.#hostEventFits(event);
    const cameFrom = event.before?.kind === 'vm' ? event.before.vm.hostId : event.hostId;
    return this.#fitsNow(event.hostId) || this.#fitsNow(cameFrom);
  }

  #hostEventFits(event: Event): boolean {
    const [before, after] = [hostIn(event.before), hostIn(event.after)];
    if (!before && !after) return this.#fitsNow(event.hostId);
    const { hosts } = this.#options;
    const didFit = this.#fits.get(event.hostId) ?? (before && matchesHost(before, hosts)) ?? false;
    const doesFit = after !== undefined && matchesHost(after, hosts);
    this.#fits.set(event.hostId, doesFit);
    return didFit || doesFit;
  }

  #fitsNow(hostId: string): boolean {
    const known = this.#fits.get(hostId);
    if (known !== undefined) return known;
    const host = this.#options.hostOf(hostId);
    return host !== undefined && matchesHost(host, this.#options.hosts);
  }
}

interface HostVersion {
  readonly epoch: number;
  readonly n: number;
}

/**
 * What a picture showed. The picture is read after the place in the stream was noted, so it may hold changes whose
 * events still follow; those are no news (I5).
 */
export class ShownVersions {
  readonly #hosts = new Map<string, HostVersion>();
  readonly #vms = new Map<string, VmVersion>();

  showHost({ id, epoch, n }: Host): void {
    this.#hosts.set(id, { epoch, n });
  }

  showVm({ id, placement, epoch, n, hostId }: Vm): void {
    this.#vms.set(id, { placement, epoch, n, hostId });
  }

  get hostCount(): number {
    return this.#hosts.size;
  }

  get vmCount(): number {
    return this.#vms.size;
  }

  isNews(event: Event): boolean {
    if (event.vmId === '') {
      const shown = this.#hosts.get(event.hostId);
      return shown === undefined || compareVersion(event, shown) > 0;
    }
    const shown = this.#vms.get(event.vmId);
    return shown === undefined || compareVmVersion(event, shown) > 0;
  }
}
