/** What the checker needs of one message of the event stream. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  readonly hostId: string;
  /** Empty: it concerns the host. */
  readonly vmId: string;
  readonly epoch: number;
  readonly n: number;
  /** When it arrived, by one monotonic clock. */
  readonly atMs: number;
  /** Number of the scripted change of its host that it tells, from 1; undefined: it tells none. */
  readonly change?: number;
  /** The VM before and after it, as one number that each change of the VM changes, if it concerns a VM. */
  readonly vm?: { readonly before?: number | undefined; readonly after?: number | undefined };
  /** The host after it, if it concerns the host. */
  readonly host?: { readonly owner: string; readonly status: string; readonly reason: string };
  /** Why it happened. */
  readonly reason: string;
  /** If it says that history was lost: why. */
  readonly gap?: string;
}

/** What the checker needs of one accepted record of a host. */
export interface SeenRecord {
  readonly incarnation: string;
  readonly hostId: string;
  readonly owner: string;
  /** Start of that replica. */
  readonly instance: string;
  readonly epoch: number;
}

export interface StatusChange {
  readonly hostId: string;
  readonly status: string;
  readonly reason: string;
  readonly owner: string;
  readonly atMs: number;
}

/** A host has another owner. */
export interface Move {
  readonly hostId: string;
  readonly owner: string;
  readonly epoch: number;
  /** Why the owner claimed it. */
  readonly reason: string;
  readonly atMs: number;
}

export interface TimeWindow {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Each list is empty where all went as promised, and names what did not. */
export interface StoryVerdict {
  /** Different scripted changes that arrived. */
  readonly arrived: number;
  /** Messages that a reader drops by the rule of I5, which is allowed. */
  readonly repeats: number;
  /** Scripted changes before the last that arrived of their host which did not arrive. */
  readonly lost: readonly string[];
  /** Scripted changes that a reader hears again as new. */
  readonly twice: readonly string[];
  /** Scripted changes that a reader hears for the first time after a later one of their host. */
  readonly misordered: readonly string[];
  /** Events of a VM that do not begin where the one before left it, to a reader. */
  readonly broken: readonly string[];
  /** (incarnation, host, epoch) in which more than one owner acted, and (host, epoch, n) of different events. */
  readonly doubleOwners: readonly string[];
  /** Hosts that were ever declared NON_RESPONSIVE. */
  readonly nonResponsive: readonly string[];
  readonly gaps: readonly string[];
}

interface HostStory {
  epoch: number;
  n: number;
  readonly heard: Set<number>;
  last: number;
}

/**
 * Reads the event stream as the contract tells subscribers to (I5), and keeps books of everything that must not happen
 * whatever fails: a scripted change lost, told twice or out of order, and two owners in one epoch.
 */
export class StoryChecker {
  readonly #hosts = new Map<string, HostStory>();
  readonly #owners = new Map<string, Set<string>>();
  readonly #ids = new Map<string, string>();
  readonly #statuses: StatusChange[] = [];
  readonly #moves: Move[] = [];
  readonly #twice: string[] = [];
  readonly #misordered: string[] = [];
  readonly #vms = new Map<string, number>();
  readonly #broken: string[] = [];
  readonly #sameVersion: string[] = [];
  readonly #gaps: string[] = [];
  #repeats = 0;

  /** In the order of the stream. */
  takeEvent(event: SeenEvent): void {
    this.#noteVersion(event);
    const { hostId, host, epoch } = event;
    if (host && host.owner !== '') this.#noteOwner(`events ${hostId} ${epoch}`, host.owner);
    if (!this.#isNews(event)) {
      this.#repeats += 1;
      return;
    }
    if (event.gap !== undefined) this.#gaps.push(`${event.id}: ${event.gap}`);
    if (host) this.#noteHost(event, host);
    if (event.vm && event.vmId !== '') this.#noteVm(event, event.vm);
    if (event.change !== undefined) this.#noteChange(event, event.change);
  }

  takeRecord({ incarnation, hostId, owner, instance, epoch }: SeenRecord): void {
    this.#noteOwner(`records ${incarnation} ${hostId} ${epoch}`, `${owner} (${instance})`);
  }

  verdict(): StoryVerdict {
    const hosts = [...this.#hosts];
    const nonResponsive = this.#statuses.filter(({ status }) => status === 'NON_RESPONSIVE');
    return {
      arrived: hosts.reduce((sum, [, { heard }]) => sum + heard.size, 0),
      repeats: this.#repeats,
      lost: hosts.flatMap(([hostId, story]) => missingIn(hostId, story)),
      twice: this.#twice,
      misordered: this.#misordered,
      broken: this.#broken,
      doubleOwners: [...this.#doubles(), ...this.#sameVersion],
      nonResponsive: [...new Set(nonResponsive.map(({ hostId }) => hostId))].sort(),
      gaps: this.#gaps,
    };
  }

  /** Changes of status that arrived in a window, both ends included. */
  statusChanges(window: TimeWindow = {}): StatusChange[] {
    return this.#statuses.filter(isWithin(window));
  }

  /** Hosts that came to another owner in a window. */
  moves(window: TimeWindow = {}): Move[] {
    return this.#moves.filter(isWithin(window));
  }

  #isNews({ hostId, epoch, n }: SeenEvent): boolean {
    const story = this.#storyOf(hostId);
    if (epoch < story.epoch || (epoch === story.epoch && n <= story.n)) return false;
    story.epoch = epoch;
    story.n = n;
    return true;
  }

  #storyOf(hostId: string): HostStory {
    const known = this.#hosts.get(hostId);
    if (known) return known;
    const story = { epoch: 0, n: 0, heard: new Set<number>(), last: 0 };
    this.#hosts.set(hostId, story);
    return story;
  }

  #noteVersion({ id, hostId, epoch, n }: SeenEvent): void {
    const version = `${hostId} ${epoch}/${n}`;
    const known = this.#ids.get(version);
    if (known === undefined) this.#ids.set(version, id);
    else if (known !== id) this.#sameVersion.push(`${version}: ${known} and ${id}`);
  }

  #noteOwner(where: string, owner: string): void {
    const owners = this.#owners.get(where) ?? new Set();
    this.#owners.set(where, owners.add(owner));
  }

  *#doubles(): Generator<string> {
    for (const [where, owners] of this.#owners)
      if (owners.size > 1) yield `${where}: ${[...owners].join(' and ')}`;
  }

  #noteHost(event: SeenEvent, host: NonNullable<SeenEvent['host']>): void {
    const { type, hostId, epoch, reason, atMs } = event;
    if (type === 'HostStatusChanged') this.#statuses.push({ hostId, atMs, ...host });
    if (type === 'HostOwnerChanged')
      this.#moves.push({ hostId, owner: host.owner, epoch, reason, atMs });
  }

  /** What the first event of a VM begins with is believed. */
  #noteVm({ id, vmId }: SeenEvent, { before, after }: NonNullable<SeenEvent['vm']>): void {
    const last = this.#vms.get(vmId);
    if (last !== undefined && before !== last)
      this.#broken.push(`${vmId} was at ${last}, and ${id} begins at ${before ?? 'nothing'}`);
    if (after === undefined) this.#vms.delete(vmId);
    else this.#vms.set(vmId, after);
  }

  #noteChange({ id, hostId }: SeenEvent, change: number): void {
    const story = this.#storyOf(hostId);
    if (story.heard.has(change)) {
      this.#twice.push(`change ${change} of ${hostId}, again in ${id}`);
      return;
    }
    if (change < story.last) this.#misordered.push(`change ${change} of ${hostId}, in ${id}`);
    story.heard.add(change);
    story.last = Math.max(story.last, change);
  }
}

function isWithin({ fromMs = -Infinity, toMs = Infinity }: TimeWindow) {
  return ({ atMs }: { readonly atMs: number }): boolean => atMs >= fromMs && atMs <= toMs;
}

function missingIn(hostId: string, { heard, last }: HostStory): string[] {
  if (heard.size === last) return [];
  const all = Array.from({ length: last }, (_, index) => index + 1);
  return all
    .filter((change) => !heard.has(change))
    .map((change) => `change ${change} of ${hostId}`);
}
