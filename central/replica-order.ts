import { peerLimits } from '../shared/peer-limits.ts';
import type { FleetShare } from './fleet-share.ts';
import type { HostSession } from './ports.ts';

export interface ReplicaOrderOptions {
  readonly share: Pick<FleetShare, 'addressesFor'>;
  readonly sessions: ReadonlyMap<string, HostSession>;
}

/**
 * Tells agents where to look when this replica is gone: to each the order in which the others should own its host, so
 * that the first it dials keeps it. Some at a time, after every change among the replicas.
 */
export class ReplicaOrder {
  readonly #options: ReplicaOrderOptions;
  #untold: Iterator<HostSession> | undefined;

  constructor(options: ReplicaOrderOptions) {
    this.#options = options;
  }

  changed(): void {
    this.#untold = this.#options.sessions.values();
  }

  look(): void {
    for (let told = 0; this.#untold !== undefined && told < peerLimits.orderTellingMax; told++) {
      const next = this.#untold.next();
      if (next.done === true) this.#untold = undefined;
      else this.#tell(next.value);
    }
  }

  #tell(session: HostSession): void {
    const replicas = this.#options.share.addressesFor(session.hostId);
    if (replicas.length > 0) session.send({ kind: 'configure', settings: { replicas } });
  }
}
