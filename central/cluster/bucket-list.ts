import { limits } from '../../shared/limits.ts';
import type { JetStream, Reading, StoredMessage } from '../jetstream-port.ts';
import { unavailable } from './jetstream-errors.ts';

export interface BucketListOptions {
  readonly stream: string;
  /** First sequence wanted, 1 or more. A bucket keeps one message per key, so this gives what changed since. */
  readonly fromSequence: number;
  readonly batchRows: number;
  /** Called for full batches in order; the next one waits for it. */
  readonly onBatch: (messages: readonly StoredMessage[]) => Promise<void>;
}

type Readable = Pick<JetStream, 'state' | 'read'>;

/**
 * Everything stored at and after a sequence; a key that is written meanwhile perhaps twice. Rejects with UNAVAILABLE if it
 * could not be read to the end: half a list is no list (N12).
 */
export async function listBucket(jetStream: Readable, options: BucketListOptions): Promise<void> {
  let { fromSequence } = options;
  for (let pass = 0; pass < limits.listingPassesMax; pass++) {
    // A key that was written again while the list was under way may stand behind the end that was looked for.
    const { lastSequence } = await jetStream.state(options.stream);
    if (pass > 0 && lastSequence < fromSequence) return;
    let reached = lastSequence;
    for await (const batch of batches(jetStream, { ...options, fromSequence })) {
      reached = Math.max(reached, batch.at(-1)?.sequence ?? 0);
      await options.onBatch(batch);
    }
    fromSequence = reached + 1;
  }
}

type Progress =
  { readonly kind: 'reading' | 'complete' } | { readonly kind: 'broken'; reason: string };

async function* batches(
  jetStream: Readable,
  { stream, fromSequence, batchRows }: BucketListOptions,
): AsyncGenerator<readonly StoredMessage[]> {
  let collected: StoredMessage[] = [];
  let progress = { kind: 'reading' } as Progress;
  let wake: () => void = () => undefined;
  const reading: Reading = await jetStream.read({
    stream,
    fromSequence,
    onMessage: (message) => {
      if (progress.kind !== 'reading') return;
      collected.push(message);
      wake();
    },
    onCaughtUp: () => {
      progress = { kind: 'complete' };
      wake();
    },
    onBroken: (reason) => {
      progress = { kind: 'broken', reason };
      wake();
    },
  });
  try {
    for (;;) {
      const state = progress;
      if (state.kind === 'broken')
        throw unavailable(`${stream} could not be listed: ${state.reason}`);
      if (collected.length >= batchRows || state.kind === 'complete') {
        const batch = collected;
        collected = [];
        if (batch.length > 0) yield batch;
        if (state.kind === 'complete') return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    reading.close();
  }
}
