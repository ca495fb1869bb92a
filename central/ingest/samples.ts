import type { Clock, Timer } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { HostSamples, SampleView, VmSamples } from '../ports.ts';
import { SampleBlock } from './sample-block.ts';
import { decodeSamples, encodeSamples } from './sample-bytes.ts';
import type { WantedSamples } from './sample-bytes.ts';
import { SessionSamples } from './session-samples.ts';

/** Where samples outlive the process. */
export interface SampleStore {
  putSamples(samples: ReadonlyMap<string, Uint8Array>): Promise<void>;
  getSamples(hostId: string): Uint8Array | undefined;
}

const flushMs = 1_000;
/** A host is written every so many flushes. Encoding all of them each second cost more than receiving their reports. */
const flushTurns = 30;

/**
 * The last sample of everything, in memory; the latest wins (I3). One batch a second is written, of the changed hosts
 * whose turn it is: one value per host, never together with state.
 */
export class SampleTable implements SampleView {
  readonly #blocks = new Map<string, SampleBlock>();
  /** Hosts by the turn in which they are written. */
  readonly #turns = Array.from({ length: flushTurns }, (): string[] => []);
  #turn = 0;
  readonly #store: SampleStore;
  readonly #clock: Clock;
  readonly #log: Logger;
  #timer: Timer | undefined;
  #lastWrite: Promise<void> = Promise.resolve();
  #isFailing = false;

  constructor(store: SampleStore, { clock, log }: { readonly clock: Clock; readonly log: Logger }) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  start(): void {
    this.#timer = this.#clock.setTimer(() => {
      this.#turn = (this.#turn + 1) % flushTurns;
      void this.#write(this.#turns[this.#turn] ?? []).then(() => {
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
    return this.#write(this.#turns.flat());
  }

  /** For a new session, which starts its indexes anew; what an older one of the host still says is dropped. */
  open(hostId: string): SessionSamples {
    const block = this.#block(hostId).packed();
    this.#blocks.set(hostId, block);
    return new SessionSamples(block);
  }

  samplesOf(hostId: string): HostSamples | undefined {
    const block = this.#blocks.get(hostId) ?? this.#stored(hostId, 'host');
    return block && { stats: block.stats, at: block.at, clockSkewMs: block.clockSkewMs };
  }

  /** What an agent that is heard here told last, without a look at what was stored. */
  heard(hostId: string): HostSamples | undefined {
    const block = this.#blocks.get(hostId);
    return block && { stats: block.stats, at: block.at, clockSkewMs: block.clockSkewMs };
  }

  /** When it did, unix ms by this replica's clock. */
  heardAt(hostId: string): number {
    return this.#blocks.get(hostId)?.at ?? 0;
  }

  vmSampleOf(hostId: string, vmId: string): VmSamples | undefined {
    const block = this.#blocks.get(hostId) ?? this.#stored(hostId, { vmId });
    const stats = block?.vm(vmId);
    return block && stats && { stats, at: block.at };
  }

  forgetVms(hostId: string, vmIds: readonly string[]): void {
    const block = this.#blocks.get(hostId);
    for (const vmId of vmIds) block?.forgetVm(vmId);
  }

  /** One after the other: whoever waits for a write has waited for those before it, too. */
  #write(hostIds: readonly string[]): Promise<void> {
    this.#lastWrite = this.#lastWrite.then(() => this.#writeChanged(hostIds));
    return this.#lastWrite;
  }

  async #writeChanged(hostIds: readonly string[]): Promise<void> {
    const batch = await this.#encodeChanged(hostIds);
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

  async #encodeChanged(hostIds: readonly string[]): Promise<Map<string, Uint8Array>> {
    const batch = new Map<string, Uint8Array>();
    for (const hostId of hostIds) {
      const block = this.#block(hostId);
      if (!block.takeChanged()) continue;
      batch.set(hostId, encodeSamples(block));
      if (batch.size % limits.storeSamplesPerTurn === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return batch;
  }

  #stored(hostId: string, wanted: WantedSamples): SampleBlock | undefined {
    const stored = this.#store.getSamples(hostId);
    return stored && decodeSamples(stored, wanted);
  }

  #block(hostId: string): SampleBlock {
    const known = this.#blocks.get(hostId);
    if (known !== undefined) return known;
    const block = this.#stored(hostId, 'all') ?? new SampleBlock();
    this.#turns[this.#blocks.size % flushTurns]?.push(hostId);
    this.#blocks.set(hostId, block);
    return block;
  }
}
