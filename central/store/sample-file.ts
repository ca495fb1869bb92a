import { asBinary, type RootDatabase } from 'lmdb';

import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { HostSamples } from '../ports.ts';
import { reasoned } from './commit.ts';
import { withinDeadline } from './deadline.ts';
import { encodeFor } from './encode.ts';
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
  put(samples: ReadonlyMap<string, HostSamples>): Promise<void> {
    const write = this.#last.then(() => this.#write(samples));
    this.#last = write.catch(() => undefined);
    return write;
  }

  get(hostId: string): HostSamples | undefined {
    return isStorableId(hostId) ? this.#options.table.get(hostId) : undefined;
  }

  idle(): Promise<void> {
    return this.#last;
  }

  close(): Promise<void> {
    return this.#options.table.close();
  }

  async #write(samples: ReadonlyMap<string, HostSamples>): Promise<void> {
    const { table, health, clock } = this.#options;
    health.assertRoom();
    const encoded = await this.#encode(samples);
    if (encoded.length === 0) return;
    const bytesTable: RootDatabase<unknown, string> = table;
    const commit = table.batch(() => {
      for (const [hostId, bytes] of encoded) void bytesTable.put(hostId, asBinary(bytes));
    });
    const [timeoutMs, what] = [limits.storeCommitTimeoutMs, 'a commit of samples'];
    try {
      await withinDeadline(reasoned(commit), { clock, timeoutMs, what });
    } catch (error) {
      throw health.explain(error);
    }
  }

  /** Spread over turns: thousands of hosts at once would hold up every stream. */
  async #encode(samples: ReadonlyMap<string, HostSamples>): Promise<[string, Uint8Array][]> {
    const encoded: [string, Uint8Array][] = [];
    for (const [hostId, value] of samples) {
      assertStorable([hostId]);
      encoded.push([hostId, encodeFor(this.#options.table, value)]);
      if (encoded.length % limits.storeSamplesPerTurn === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return encoded;
  }
}
