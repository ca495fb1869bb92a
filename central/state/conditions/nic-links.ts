import type { HostStats } from '../../../shared/model/stats.ts';

/** A watched interface of a host got its link, or lost it. */
export interface NicChange {
  readonly name: string;
  readonly isUp: boolean;
}

/**
 * The links of the watched interfaces, as they were told last (OV-23). The first sight of one is no change: whoever looked
 * after the host before has told it, and what matters of it stands in the condition. PURE, but it remembers.
 */
export class NicLinks {
  readonly #told = new Map<string, boolean>();
  #toldMs = -Infinity;

  /** @param paceMs Between two tellings at least; what an interface did meanwhile and undid is not told. */
  changed(
    { networkInterfaces }: Pick<HostStats, 'networkInterfaces'>,
    watched: readonly string[],
    { nowMs, paceMs }: { readonly nowMs: number; readonly paceMs: number },
  ): NicChange[] {
    // Before the first sample of them nobody knows.
    if (watched.length === 0 || networkInterfaces.length === 0) return [];
    if (nowMs - this.#toldMs < paceMs) return [];
    const changes: NicChange[] = [];
    for (const name of watched) {
      const nic = networkInterfaces.find((one) => one.name === name);
      // One that is not there any more has no link; of one whose link cannot be read nobody knows.
      const isUp = nic === undefined ? false : known(nic.linkUp);
      if (isUp === undefined) continue;
      const before = this.#told.get(name);
      this.#told.set(name, isUp);
      if (before !== undefined && before !== isUp) changes.push({ name, isUp });
    }
    if (changes.length > 0) this.#toldMs = nowMs;
    return changes;
  }
}

function known(linkUp: number | undefined): boolean | undefined {
  return linkUp === undefined ? undefined : linkUp === 1;
}
