import type { Event } from '../../../shared/model/event.ts';
import type { HostRecord } from '../../../shared/model/record.ts';
import { startUnixMs } from '../virtual-time.ts';
import type { Replica } from './replica.ts';

/** What holds among several replicas, beside what each has to hold. */
export class ClusterChecker {
  readonly #problem: (text: string) => void;
  readonly #owners = new Map<string, string>();
  readonly #lastHeardMs = new Map<string, { readonly replicaId: string; readonly ms: number }>();

  constructor(problem: (text: string) => void) {
    this.#problem = problem;
  }

  heard(hostId: string, replicaId: string, ms: number): void {
    this.#lastHeardMs.set(hostId, { replicaId, ms });
  }

  /** I5: for each life of the storage, host and epoch there is one owner. */
  accepted({ incarnation, host, epoch, owner, instance }: HostRecord): void {
    const key = `${incarnation} ${host.id} ${String(epoch)}`;
    const known = this.#owners.get(key);
    const mine = `${owner} ${instance}`;
    this.#owners.set(key, mine);
    if (known !== undefined && known !== mine)
      this.#problem(`I5: ${host.id} epoch ${String(epoch)} is ${known}'s and ${mine}'s`);
  }

  /** I7: nobody is called lost whom a replica hears. */
  published({ type, reason, hostId, after }: Event, decidedMs: number): void {
    if (type !== 'HostStatusChanged' || reason !== 'NO_CONTACT' || after?.kind !== 'host') return;
    const heard = this.#lastHeardMs.get(hostId);
    const { owner } = after.host;
    if (heard === undefined || heard.replicaId === owner) return;
    const silentMs = decidedMs - heard.ms;
    if (silentMs >= 0 && silentMs < 3_000) {
      const when = `${String(Math.round(silentMs))} ms before`;
      this.#problem(`I7: ${owner} gives ${hostId} up, ${heard.replicaId} heard it ${when}`);
    }
  }
}

/** A planned move changes no host's status. */
export function statusesChanged(events: readonly Event[]): string[] {
  return events
    .filter(({ type }) => type === 'HostStatusChanged' || type === 'HostVmsRestored')
    .map(({ id, type, reason }) => `a planned move made ${id} ${type} ${reason}`);
}

/** When, on the time line, an event was decided by a clock that may have been set since. */
export function decidedMs(event: Event, replicas: readonly Replica[], nowMs: number): number {
  const owner = event.after?.kind === 'host' ? event.after.host.owner : '';
  const skewsMs = replicas.find(({ id }) => id === owner)?.skewsMs ?? [0];
  const times = skewsMs.map((skewMs) => event.recordedAt - startUnixMs - skewMs);
  const past = times.filter((ms) => ms <= nowMs + 1);
  return Math.max(...past, -Infinity);
}
