import type { Clock, Timer } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import type { JetStream, StoredMessage } from '../jetstream-port.ts';
import type { VmRemoval } from '../ports.ts';

import { listBucket } from './bucket-list.ts';
import { hostsBucket, isDeletion, metaKey, vmsBucket } from './buckets.ts';
import { decodeRecord } from './reconcile.ts';
import { recount } from './recount.ts';
import type { Rows } from './rows.ts';

export interface LeftRowsOptions {
  readonly jetStream: JetStream;
  readonly store: Rows;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether this replica is the one that says what happened to the host; all are its own unless told. */
  readonly isOurs?: (record: HostRecord) => boolean;
  /** Has the buckets listed again, with the feed at rest. */
  readonly recheck: (reason: string) => void;
}

/** Under this key the store remembers the life whose rows are still to be looked at. */
const memoryKey = 'nats.left_rows';

/**
 * VMs that ended while nobody could tell us, before the storage began a new life: no event will come, and their keys may
 * be absent because their owner has not written them again yet. So the buckets are listed once more, when the storage
 * has been there long enough for every owner to have written its own, and rows without a key go.
 */
export class LeftRows {
  readonly #options: LeftRowsOptions;
  #timer: Timer | undefined;
  /** The life whose owners have had their time. */
  #dueLife = '';

  constructor(options: LeftRowsOptions) {
    this.#options = options;
  }

  /** The storage is there, in line, and lives this life. */
  ready(incarnation: string): void {
    const { store, clock, recheck } = this.#options;
    this.stop();
    if (store.getMeta(memoryKey) !== incarnation) return;
    this.#timer = clock.setTimer(() => {
      this.#dueLife = incarnation;
      recheck('rows from before the storage was exchanged are held against its keys');
    }, limits.leftRowsPauseMs);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  isDue(incarnation: string): boolean {
    return this.#dueLife === incarnation;
  }

  /** To be called when everything was listed. Rejects with UNAVAILABLE or STORE_*. */
  async drop(incarnation: string): Promise<void> {
    const count = await dropLeftRows(incarnation, this.#options);
    this.#dueLife = '';
    await this.#options.store.apply({ meta: { [memoryKey]: '' } });
    this.#options.log.info({ count }, 'rows of VMs that ended with the storage before are gone');
  }
}

/** To be stored together with the word of the new life. */
export function owedLook(incarnation: string): Readonly<Record<string, string>> {
  return { [memoryKey]: incarnation };
}

/** Rejects with UNAVAILABLE or STORE_*. Resolves with how many went. */
async function dropLeftRows(incarnation: string, options: LeftRowsOptions): Promise<number> {
  const { store, log, isOurs = () => true } = options;
  const carriedOver = new Map<string, number>();
  await forEachKey(options, hostsBucket, (message) => {
    const record = decodeRecord(message, log);
    if (record?.incarnation !== incarnation || isOurs(record)) return;
    carriedOver.set(record.host.id, record.epoch);
  });
  const kept = new Set<string>();
  await forEachKey(options, vmsBucket, (_, vmId) => kept.add(vmId));
  let count = 0;
  for (const [hostId, epoch] of carriedOver) {
    // What the owner of now told is not older than its claim; the rest it has written as keys.
    const removals = store.vmIdsOfHost(hostId).flatMap((vmId): VmRemoval[] => {
      const row = kept.has(vmId) ? undefined : store.getVm(vmId);
      if (row?.hostId !== hostId || row.epoch >= epoch) return [];
      return [{ vmId, placement: row.placement, epoch: row.epoch, n: row.n }];
    });
    if (removals.length === 0) continue;
    await store.apply({ removals });
    count += removals.length;
  }
  await recount([...carriedOver.keys()], options);
  return count;
}

async function forEachKey(
  { jetStream }: LeftRowsOptions,
  bucket: typeof hostsBucket,
  use: (message: StoredMessage, key: string) => void,
): Promise<void> {
  await listBucket(jetStream, {
    stream: bucket.stream,
    fromSequence: 1,
    batchRows: limits.reconcileBatchRows,
    onBatch: (messages) => {
      for (const message of messages) {
        const key = bucket.keyOf(message.subject);
        if (key !== metaKey && !isDeletion(message)) use(message, key);
      }
      return Promise.resolve();
    },
  });
}
