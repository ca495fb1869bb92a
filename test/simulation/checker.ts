import type { SessionEnd } from '../../central/ports.ts';
import type { LivenessSettings } from '../../central/state/liveness.ts';
import { limits } from '../../shared/limits.ts';
import type { Event } from '../../shared/model/event.ts';
import type { Host } from '../../shared/model/host.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import { compareVersion } from '../../shared/model/record.ts';
import { Reader } from './reader.ts';

interface Accepted {
  readonly record: HostRecord;
  readonly eventIds: readonly string[];
}

export interface CheckerOptions {
  readonly nowMs: () => number;
  /** When, on the time line of the simulation, an event was decided. */
  readonly decidedMs: (event: Event) => number;
  readonly liveness: LivenessSettings;
  readonly intervalMs: number;
  readonly trace: (line: string) => void;
}

/** Stands beside everything and holds it to the invariants while it runs. */
export class Checker {
  readonly reader: Reader;
  readonly problems: string[] = [];
  readonly #options: CheckerOptions;
  readonly #committedIds = new Set<string>();
  readonly #publishedIds = new Set<string>();
  readonly #accepted = new Map<string, Accepted[]>();
  readonly #heardMs = new Map<string, number[]>();
  /** Highest `safe` told, by run. */
  readonly #safe = new Map<string, number>();

  constructor(options: CheckerOptions) {
    this.#options = options;
    this.reader = new Reader((text) => {
      this.problem(text);
    });
  }

  problem(text: string): void {
    this.problems.push(`${Math.round(this.#options.nowMs())} ms: ${text}`);
    this.#options.trace(`PROBLEM ${text}`);
  }

  accepted(record: HostRecord, events: readonly Event[]): void {
    const { host, epoch, n } = record;
    const known = this.#accepted.get(host.id) ?? [];
    this.#accepted.set(host.id, known);
    this.#options.trace(`accept  ${host.id} ${String(epoch)}/${String(n)} ${host.status}`);
    for (const { id } of events) this.#committedIds.add(id);
    known.push({ record, eventIds: events.map(({ id }) => id) });
    if (events.length > limits.pendingEntriesMax)
      this.problem(`I8: ${host.id} has too much pending`);
    this.#checkNumbers(record, events);
  }

  /** A gap says that the run's changes are not safe any more. */
  stateLost(run: string): void {
    this.#safe.delete(run);
  }

  /** Somebody exchanged the storage's folder: what only it knew was never accepted. */
  forgotten(): void {
    for (const [hostId, accepted] of this.#accepted) {
      const known = accepted.map(({ record, eventIds }) => {
        return { record, eventIds: eventIds.filter((id) => this.#publishedIds.has(id)) };
      });
      this.#accepted.set(hostId, known);
    }
  }

  #checkNumbers({ host, epoch, n }: HostRecord, events: readonly Event[]): void {
    let last = { epoch: 0, n: 0 };
    for (const event of events) {
      if (compareVersion(event, last) <= 0)
        this.problem(`I5: ${event.id} does not grow in its step`);
      last = event;
    }
    if (events.length > 0 && compareVersion(last, { epoch, n }) !== 0) {
      this.problem(`${host.id}: the record ${String(epoch)}/${String(n)} is not its last event`);
    }
  }

  published(event: Event): void {
    // What a replica says of itself concerns no host.
    if (event.hostId === '') {
      this.#options.trace(`replica ${event.id} ${event.type} ${event.reason}`);
      return;
    }
    const what = event.vmId === '' ? event.hostId : `${event.hostId} ${event.vmId}`;
    const now = event.after?.kind === 'vm' ? event.after.vm.status : event.after?.host.status;
    this.#options.trace(`event   ${event.id} ${event.type} ${what} ${now ?? ''} ${event.reason}`);
    if (!this.#committedIds.has(event.id)) this.problem(`I2: ${event.id} is told, not committed`);
    this.#publishedIds.add(event.id);
    this.reader.take(event);
    if (event.after?.kind === 'host') this.#checkVerdict(event, event.after.host);
  }

  /** I6, I7: nobody who was in contact is called silent. */
  #checkVerdict(event: Event, { status, owner }: Host): void {
    const { hostId, type, reason } = event;
    if (type !== 'HostStatusChanged') return;
    const { liveness, intervalMs } = this.#options;
    const silenceMs = Math.max(liveness.silenceMsMin, liveness.silenceIntervals * intervalMs);
    const needMs =
      status === 'SUSPECT'
        ? silenceMs
        : reason === 'NO_CONTACT'
          ? silenceMs + liveness.suspectTimeoutMs
          : 0;
    const decidedMs = this.#options.decidedMs(event);
    const heardMs =
      (this.#heardMs.get(`${owner} ${hostId}`) ?? []).findLast((ms) => ms < decidedMs) ?? -Infinity;
    const silentMs = decidedMs - heardMs;
    if (needMs > 0 && silentMs < needMs - 1) {
      this.problem(`I7: ${hostId} is ${status} after ${String(silentMs)} ms of silence`);
    }
  }

  heard(hostId: string, replicaId: string): void {
    const key = `${replicaId} ${hostId}`;
    const times = this.#heardMs.get(key) ?? [];
    times.push(this.#options.nowMs());
    this.#heardMs.set(key, times);
  }

  /** The central told an agent that it may forget. */
  safe(hostId: string, { run, safe, what }: { run: string; safe: number; what: string }): void {
    if (safe === 0) return;
    const told = this.#safe.get(run) ?? 0;
    if (safe < told && what === 'welcome')
      this.problem(`I4: ${run} is told ${String(safe)} after ${String(told)}`);
    this.#safe.set(run, Math.max(told, safe));
    const accepted = this.#accepted.get(hostId) ?? [];
    const enough = accepted.findIndex(({ record }) =>
      record.appliedChanges.some((applied) => applied.run === run && applied.change >= safe),
    );
    if (enough === -1) {
      this.problem(`I2: ${hostId} is told ${String(safe)} is safe, which is not committed`);
      return;
    }
    const missing = accepted
      .slice(0, enough + 1)
      .flatMap(({ eventIds }) => eventIds)
      .filter((id) => !this.#publishedIds.has(id));
    if (missing.length > 0) {
      this.problem(
        `I2: ${hostId} is told ${String(safe)} is safe, ${String(missing[0])} is not out`,
      );
    }
  }

  ended(hostId: string, why: SessionEnd): void {
    const text = why.kind === 'busy' || why.kind === 'conflict' ? why.message : '';
    this.#options.trace(`end     ${hostId} ${why.kind} ${text}`);
    if (why.kind === 'invalid' || why.kind === 'out-of-order') {
      this.problem(`I4: ${hostId} was refused: ${why.message}`);
    }
  }

  queued(inboxDepth: number): void {
    if (inboxDepth > 20_000) this.problem(`I8: ${String(inboxDepth)} inputs wait in the loop`);
  }
}
