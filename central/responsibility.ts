import { limits } from '../shared/limits.ts';
import type { HostStatus } from '../shared/model/status.ts';
import type { ContactTable } from './contact-table.ts';
import type { FleetShare } from './fleet-share.ts';
import type { StoredHost } from './ports.ts';

export interface ResponsibilityShell {
  readonly share: FleetShare;
  readonly contacts: ContactTable;
  readonly findHostStatus: (hostId: string) => HostStatus | undefined;
  /** True: the storage has forgotten the host's record. */
  readonly isVoid: (hostId: string) => boolean;
  /** An agent of the host was let in, and its claim is under way. */
  readonly isBeingClaimed: (hostId: string) => boolean;
  readonly times: () => { readonly nowMs: number; readonly intervalMs: number };
  /** The host's owner is gone, and the ring gives it to us: what it left unsaid is ours to say. */
  readonly adopted: (hostId: string) => void;
  /** Another replica owns the host, and lives. */
  readonly released: (hostId: string) => void;
}

/**
 * Which hosts are ours to look after: those we own, and of those whose owner is gone the share that the ring gives us
 * (DESIGN section 7). Their silence is judged here, and nowhere else.
 */
export class Responsibility {
  readonly #shell: ResponsibilityShell;
  /** Owners of hosts that are not ours by claim. */
  readonly #owners = new Map<string, string>();
  /**
   * Hosts that the storage forgot while their owners were away, and until when those have time to come back and write
   * them, monotonic ms: they know them best (DESIGN section 7).
   */
  readonly #orphans = new Map<string, number>();

  constructor(shell: ResponsibilityShell) {
    this.#shell = shell;
  }

  /** At the start: silence counts from now. */
  know({ record }: Pick<StoredHost, 'record'> & Partial<StoredHost>): void {
    const { share, contacts, times } = this.#shell;
    const { id, status } = record.host;
    if (record.owner === share.selfId) contacts.know(id, status, times());
    else this.ownerSeen(id, record.owner);
  }

  /** True: the host is ours by claim, as far as we know. */
  isOwn(hostId: string): boolean {
    return !this.#owners.has(hostId) && this.#shell.contacts.has(hostId);
  }

  /** A claim of ours was accepted; if the host was given up meanwhile, somebody has claimed it since. */
  claimed(hostId: string): void {
    if (!this.#shell.contacts.has(hostId)) return;
    this.#owners.delete(hostId);
    this.#orphans.delete(hostId);
  }

  /** Its record names another replica. */
  ownerSeen(hostId: string, owner: string): void {
    this.#owners.set(hostId, owner);
    this.#settle(hostId, owner);
  }

  /** Nobody knows the host any more. */
  forget(hostId: string): void {
    this.#owners.delete(hostId);
    this.#orphans.delete(hostId);
    this.#shell.contacts.forget(hostId);
  }

  membersChanged(): void {
    for (const [hostId, owner] of this.#owners) this.#settle(hostId, owner);
  }

  /** The storage began a new life: hosts that are to be written again at once. Those of others have owners to wait for. */
  storageChanged(): string[] {
    const hostIds = this.#shell.contacts.hostIds();
    for (const hostId of hostIds) if (this.#owners.has(hostId)) this.#await(hostId);
    return hostIds.filter((hostId) => this.isOwn(hostId));
  }

  #await(hostId: string): void {
    this.#orphans.set(hostId, this.#shell.times().nowMs + 2 * limits.memberLifetimeMs);
  }

  /** Hosts whose owners did not come back are adopted. */
  look(nowMs: number): void {
    for (const [hostId, untilMs] of this.#orphans) {
      if (nowMs < untilMs) continue;
      this.#orphans.delete(hostId);
      this.#shell.adopted(hostId);
    }
  }

  #settle(hostId: string, owner: string): void {
    const { share, contacts, isBeingClaimed, adopted, released } = this.#shell;
    if (isBeingClaimed(hostId)) return;
    const isKnown = contacts.has(hostId);
    const isOurs = share.isResponsible(hostId, owner);
    if (isOurs && !isKnown) {
      this.#watch(hostId);
      if (this.#shell.isVoid(hostId)) this.#await(hostId);
      else adopted(hostId);
    } else if (!isOurs && isKnown) {
      this.#orphans.delete(hostId);
      contacts.forget(hostId);
      released(hostId);
    }
  }

  /** Its agent has the time of a take-over to come; who judges it now has not heard it for other reasons. */
  #watch(hostId: string): void {
    const { contacts, findHostStatus, times } = this.#shell;
    contacts.know(hostId, findHostStatus(hostId) ?? 'PENDING', times());
    contacts.spare(hostId, times().nowMs);
  }
}
