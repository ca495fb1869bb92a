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

/**
 * Everything stored at and after a sequence, once. Rejects with UNAVAILABLE if it could not be read to the end:
 * half a list is no list (N12).
 */
export async function listBucket(jetStream: JetStream, options: BucketListOptions): Promise<void> {
  for await (const batch of batches(jetStream, options)) await options.onBatch(batch);
}

type Progress =
  { readonly kind: 'reading' | 'complete' } | { readonly kind: 'broken'; reason: string };

async function* batches(
  jetStream: JetStream,
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
