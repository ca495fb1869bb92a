import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import { reasoned } from './commit.ts';
import { withinDeadline } from './deadline.ts';
import type { HealthWatch } from './health.ts';
import { assertStorable, isStorableId } from './ids.ts';
import type { SampleTable } from './tables.ts';

export interface SampleFileOptions {
  readonly table: SampleTable;
  readonly clock: Clock;
  readonly health: HealthWatch;
}

/** The last samples of each host, in a file of their own: state never waits for them, nor fails with them. */
export class SampleFile {
  readonly #options: SampleFileOptions;
  #last: Promise<void> = Promise.resolve();

  constructor(options: SampleFileOptions) {
    this.#options = options;
  }

  /** One transaction. Rejects with STORE_FULL or STORE_FAILED. */
  put(samples: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const write = this.#last.then(() => this.#write(samples));
    this.#last = write.catch(() => undefined);
    return write;
  }

  get(hostId: string): Uint8Array | undefined {
    return isStorableId(hostId) ? this.#options.table.get(hostId) : undefined;
  }

  idle(): Promise<void> {
    return this.#last;
  }

  close(): Promise<void> {
    return this.#options.table.close();
  }

  async #write(samples: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const { table, health, clock } = this.#options;
    health.assertRoom();
    assertStorable([...samples.keys()]);
    if (samples.size === 0) return;
    const commit = table.batch(() => {
      for (const [hostId, bytes] of samples) void table.put(hostId, Buffer.from(bytes));
    });
    const [timeoutMs, what] = [limits.storeCommitTimeoutMs, 'a commit of samples'];
    try {
      await withinDeadline(reasoned(commit), { clock, timeoutMs, what });
    } catch (error) {
      throw health.explain(error);
    }
  }
}
