import type { Clock } from '../../shared/clock.ts';
import { peerLimits } from '../../shared/peer-limits.ts';
import type { HostFilter } from '../../shared/model/query.ts';
import type { Ring } from '../cluster/ring.ts';
import type { FleetView } from '../ports.ts';

/** Hosts of one replica, counted. */
export interface OwnershipCounts {
  /** It should own them. */
  wanted: number;
  /** It owns them. */
  owned: number;
  /** It should own them and does not. */
  incoming: number;
  /** It owns them and should not. */
  outgoing: number;
}

export interface Ownership {
  /** By id, whoever owns a host or should. */
  readonly replicas: ReadonlyMap<string, OwnershipCounts>;
  readonly hostCount: number;
  readonly unownedCount: number;
  readonly misplacedCount: number;
}

const anyHost: HostFilter = { statuses: [], sites: [], labels: [], namePrefix: '' };

/** Who owns how many hosts, and who should: a walk over all of them, which lets others have a turn after each page. */
async function countOwnership(view: Pick<FleetView, 'listHosts'>, ring: Ring): Promise<Ownership> {
  const replicas = new Map<string, OwnershipCounts>();
  const countsOf = (id: string): OwnershipCounts => {
    const counts = replicas.get(id) ?? { wanted: 0, owned: 0, incoming: 0, outgoing: 0 };
    replicas.set(id, counts);
    return counts;
  };
  let [hostCount, unownedCount, misplacedCount] = [0, 0, 0];
  let afterId = '';
  do {
    const page = view.listHosts(anyHost, { size: peerLimits.ownershipPageHosts, afterId });
    for (const { id, owner } of page.rows) {
      const responsible = ring.ownerOf(id) ?? '';
      const isMisplaced = owner !== responsible;
      hostCount += 1;
      if (isMisplaced) misplacedCount += 1;
      if (responsible !== '') count(countsOf(responsible), 'wanted', isMisplaced && 'incoming');
      if (owner === '') unownedCount += 1;
      else count(countsOf(owner), 'owned', isMisplaced && 'outgoing');
    }
    ({ nextAfterId: afterId } = page);
    if (afterId !== '') await new Promise((resolve) => setImmediate(resolve));
  } while (afterId !== '');
  return { replicas, hostCount, unownedCount, misplacedCount };
}

function count(
  counts: OwnershipCounts,
  what: 'wanted' | 'owned',
  also: 'incoming' | 'outgoing' | false,
): void {
  counts[what] += 1;
  if (also) counts[also] += 1;
}

export interface OwnershipSource {
  readonly view: Pick<FleetView, 'listHosts'>;
  readonly ring: () => Ring;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

/**
 * Counts when somebody asks. The walk over a large fleet takes its time, and tools ask every second: what was counted
 * is kept for as long as it takes to cost a tenth of the process at most.
 */
export class OwnershipCounter {
  readonly #source: OwnershipSource;
  #counted: Promise<Ownership> | undefined;
  #ring: Ring | undefined;
  #keptUntilMs = Infinity;

  constructor(source: OwnershipSource) {
    this.#source = source;
  }

  count(): Promise<Ownership> {
    const ring = this.#source.ring();
    const isKept = ring === this.#ring && this.#source.clock.monotonicMs() < this.#keptUntilMs;
    if (this.#counted === undefined || !isKept) this.#counted = this.#count(ring);
    return this.#counted;
  }

  async #count(ring: Ring): Promise<Ownership> {
    const { view, clock } = this.#source;
    this.#ring = ring;
    const startMs = clock.monotonicMs();
    this.#keptUntilMs = Infinity;
    let isCounted = false;
    try {
      const ownership = await countOwnership(view, ring);
      isCounted = true;
      return ownership;
    } finally {
      const nowMs = clock.monotonicMs();
      this.#keptUntilMs = isCounted ? nowMs + 9 * (nowMs - startMs) : nowMs;
    }
  }
}
