export interface SeenOwner {
  readonly hostId: string;
  readonly owner: string;
  readonly epoch: number;
  /** True: the event says that the host came from another replica. */
  readonly isTaken: boolean;
  /** When it arrived, by `machineMs`. */
  readonly atMs: number;
}

/** Books of who owned each host in each epoch (I5). */
export class OwnerLedger {
  readonly #owners = new Map<string, string>();
  readonly #takings: { readonly hostId: string; readonly owner: string; readonly atMs: number }[] =
    [];
  #doubled = 0;

  /** Events of a host whose epoch had another owner already; there must be none. */
  get doubled(): number {
    return this.#doubled;
  }

  take({ hostId, owner, epoch, isTaken, atMs }: SeenOwner): void {
    const key = `${hostId}/${epoch}`;
    const known = this.#owners.get(key);
    if (known === undefined) {
      this.#owners.set(key, owner);
      if (isTaken) this.#takings.push({ hostId, owner, atMs });
    } else if (known !== owner) this.#doubled += 1;
  }

  /** Hosts that changed their owner since, each with the moment of its first change. */
  movedSince(fromMs: number): ReadonlyMap<string, number> {
    const moved = new Map<string, number>();
    for (const { hostId, atMs } of this.#takings) {
      if (atMs >= fromMs && !moved.has(hostId)) moved.set(hostId, atMs);
    }
    return moved;
  }

  /** Changes of owner since. */
  takingsSince(fromMs: number): number {
    return this.#takings.filter(({ atMs }) => atMs >= fromMs).length;
  }
}
