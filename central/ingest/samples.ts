import type { Clock, Timer } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { StatsRows } from '../../shared/model/stats-rows.ts';
import type { HostSamples, SampleView, VmSamples } from '../ports.ts';
import { SampleBlock } from './sample-block.ts';
import { decodeSamples, encodeSamples } from './sample-bytes.ts';
import { SessionSamples } from './session-samples.ts';

/** Where samples outlive the process. */
export interface SampleStore {
  putSamples(samples: ReadonlyMap<string, Uint8Array>): Promise<void>;
  getSamples(hostId: string): Uint8Array | undefined;
}

interface Entry {
  /** Where the host is noted when its sample changed. */
  readonly changed: Set<string>;
  block: SampleBlock;
  at: number;
  clockSkewMs: number;
}

/** The samples of one host, for as long as one session lasts. */
export interface SampleWriter {
  /** `sentAt`: unix ms by the host's clock, 0: not said. Throws FieldError, see SessionSamples. */
  take(rows: StatsRows, times: { readonly at: number; readonly sentAt: number }): void;
}

const flushMs = 1_000;
/** A host is written every so many flushes. Encoding all of them each second cost more than receiving their reports. */
const flushTurns = 30;

/**
 * The last sample of everything, in memory; the latest wins (I3). One batch a second is written, of the changed hosts
 * whose turn it is: one value per host, never together with state.
 */
export class SampleTable implements SampleView {
  readonly #entries = new Map<string, Entry>();
  /** Changed hosts by the turn in which they are written. */
  readonly #changed = Array.from({ length: flushTurns }, () => new Set<string>());
  #turn = 0;
  readonly #store: SampleStore;
  readonly #clock: Clock;
  readonly #log: Logger;
  #timer: Timer | undefined;
  #isFailing = false;

  constructor(store: SampleStore, { clock, log }: { readonly clock: Clock; readonly log: Logger }) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  start(): void {
    this.#timer = this.#clock.setTimer(() => {
      this.#turn = (this.#turn + 1) % flushTurns;
      void this.#write([this.#changed[this.#turn] ?? new Set()]).then(() => {
        if (this.#timer !== undefined) this.start();
      });
    }, flushMs);
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.flush();
  }

  /** Writes every changed host. */
  flush(): Promise<void> {
    return this.#write(this.#changed);
  }

  /** For a new session, which starts its indexes anew; what an older one of the host still says is dropped. */
  open(hostId: string): SampleWriter {
    const entry = this.#entry(hostId);
    const block = entry.block.packed();
    entry.block = block;
    const session = new SessionSamples(block);
    return {
      take: (rows, { at, sentAt }) => {
        if (entry.block !== block) return;
        session.take(rows);
        entry.at = at;
        if (sentAt > 0) entry.clockSkewMs = sentAt - at;
        entry.changed.add(hostId);
      },
    };
  }

  samplesOf(hostId: string): HostSamples | undefined {
    const entry = this.#entries.get(hostId) ?? this.#stored(hostId);
    return entry && { stats: entry.block.stats, at: entry.at, clockSkewMs: entry.clockSkewMs };
  }

  vmSampleOf(hostId: string, vmId: string): VmSamples | undefined {
    const entry = this.#entries.get(hostId) ?? this.#stored(hostId);
    const stats = entry?.block.vm(vmId);
    return entry && stats && { stats, at: entry.at };
  }

  forgetVms(hostId: string, vmIds: readonly string[]): void {
    const entry = this.#entries.get(hostId);
    for (const vmId of vmIds) entry?.block.forgetVm(vmId);
  }

  async #write(turns: readonly Set<string>[]): Promise<void> {
    const batch = await this.#encode(turns);
    if (batch.size === 0) return;
    try {
      await this.#store.putSamples(batch);
      this.#isFailing = false;
    } catch (error) {
      // The next second brings newer ones; say it once, not every second of a full disk.
      if (!this.#isFailing) this.#log.warn({ err: error }, 'samples could not be stored');
      this.#isFailing = true;
    }
  }

  async #encode(turns: readonly Set<string>[]): Promise<Map<string, Uint8Array>> {
    const batch = new Map<string, Uint8Array>();
    for (const changed of turns) {
      const hostIds = [...changed];
      changed.clear();
      for (const hostId of hostIds) {
        batch.set(hostId, encodeSamples(this.#entry(hostId)));
        if (batch.size % limits.storeSamplesPerTurn === 0) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
    }
    return batch;
  }

  #stored(hostId: string): { block: SampleBlock; at: number; clockSkewMs: number } | undefined {
    const stored = this.#store.getSamples(hostId);
    return stored && decodeSamples(stored);
  }

  #entry(hostId: string): Entry {
    const known = this.#entries.get(hostId);
    if (known !== undefined) return known;
    const changed = this.#changed[this.#entries.size % flushTurns] ?? new Set();
    const stored = this.#stored(hostId) ?? { block: new SampleBlock(), at: 0, clockSkewMs: 0 };
    const entry = { ...stored, changed };
    this.#entries.set(hostId, entry);
    return entry;
  }
}
