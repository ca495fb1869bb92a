import { z } from 'zod';

import type { Random } from '../../shared/random.ts';
import type { JetStream } from '../jetstream-port.ts';
import { isDeletion, metaKey, type Bucket } from './buckets.ts';
import { unavailable } from './jetstream-errors.ts';

const metaSchema = z.object({ incarnation: z.string().min(1) });

export interface Incarnation {
  /** Random word of this life of the bucket. */
  readonly word: string;
  readonly revision: number;
}

export interface IncarnationContext {
  readonly jetStream: JetStream;
  readonly random: Random;
}

/** Reads the bucket's word, or names a bucket that has none. Rejects with UNAVAILABLE. */
export async function findIncarnation(
  bucket: Bucket,
  context: IncarnationContext,
): Promise<Incarnation> {
  const found = await readMeta(bucket, context.jetStream);
  return found.word === undefined
    ? nameIncarnation(bucket, found.revision, context)
    : { word: found.word, revision: found.revision };
}

/** Whether the bucket still has this word. Rejects with UNAVAILABLE. */
export async function isIncarnation(
  bucket: Bucket,
  { jetStream, word }: { readonly jetStream: JetStream; readonly word: string },
): Promise<boolean> {
  return (await readMeta(bucket, jetStream)).word === word;
}

/** Begins a new life over `revision` of the word; if another replica was faster, its word counts. */
export async function nameIncarnation(
  bucket: Bucket,
  revision: number,
  { jetStream, random }: IncarnationContext,
): Promise<Incarnation> {
  const word = random.id(16);
  const outcome = await jetStream.write({
    stream: bucket.stream,
    subject: bucket.subjectOf(metaKey),
    body: new TextEncoder().encode(JSON.stringify({ incarnation: word })),
    messageId: `${metaKey}/${word}`,
    expected: revision,
  });
  if (outcome.kind === 'unavailable') throw unavailable(outcome.reason);
  const found = await readMeta(bucket, jetStream);
  if (found.word === undefined) throw unavailable(`bucket ${bucket.name} has no ${metaKey} key`);
  return { word: found.word, revision: found.revision };
}

async function readMeta(
  bucket: Bucket,
  jetStream: JetStream,
): Promise<{ readonly word: string | undefined; readonly revision: number }> {
  const message = await jetStream.last(bucket.stream, bucket.subjectOf(metaKey));
  if (message === undefined) return { word: undefined, revision: 0 };
  const word = isDeletion(message) ? undefined : parseMeta(message.body);
  return { word, revision: message.sequence };
}

function parseMeta(body: Uint8Array): string | undefined {
  try {
    const parsed = metaSchema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data.incarnation : undefined;
  } catch {
    return undefined;
  }
}
