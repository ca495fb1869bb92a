import { z } from 'zod';

import type { Random } from '../../shared/random.ts';
import type { JetStream } from '../jetstream-port.ts';
import { isDeletion, metaKey, type Bucket } from './buckets.ts';
import { unavailable } from './jetstream-errors.ts';

const metaSchema = z.object({ incarnation: z.string().min(1), follows: z.string().default('') });
type Meta = z.infer<typeof metaSchema>;

export interface Incarnation {
  /** Random word of this life of the bucket. */
  readonly word: string;
  /** Word of the life that was rolled back, and goes on in this one; empty: the bucket began with it. */
  readonly follows: string;
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
  const { meta, revision } = await readMeta(bucket, context.jetStream);
  return meta === undefined
    ? nameIncarnation(bucket, { word: '', revision }, context)
    : { word: meta.incarnation, follows: meta.follows, revision };
}

/** Whether the bucket still has this word. Rejects with UNAVAILABLE. */
export async function isIncarnation(
  bucket: Bucket,
  { jetStream, word }: { readonly jetStream: JetStream; readonly word: string },
): Promise<boolean> {
  return (await readMeta(bucket, jetStream)).meta?.incarnation === word;
}

/** Begins a new life over the one before; if another replica was faster, its word counts. */
export async function nameIncarnation(
  bucket: Bucket,
  before: Pick<Incarnation, 'word' | 'revision'>,
  { jetStream, random }: IncarnationContext,
): Promise<Incarnation> {
  const word = random.id(16);
  const outcome = await jetStream.write({
    stream: bucket.stream,
    subject: bucket.subjectOf(metaKey),
    body: new TextEncoder().encode(JSON.stringify({ incarnation: word, follows: before.word })),
    messageId: `${metaKey}/${word}`,
    expected: before.revision,
  });
  if (outcome.kind === 'unavailable') throw unavailable(outcome.reason);
  const found = await readMeta(bucket, jetStream);
  if (found.meta === undefined) throw unavailable(`bucket ${bucket.name} has no ${metaKey} key`);
  const { incarnation, follows } = found.meta;
  return { word: incarnation, follows, revision: found.revision };
}

async function readMeta(
  bucket: Bucket,
  jetStream: JetStream,
): Promise<{ readonly meta: Meta | undefined; readonly revision: number }> {
  const message = await jetStream.last(bucket.stream, bucket.subjectOf(metaKey));
  if (message === undefined) return { meta: undefined, revision: 0 };
  const meta = isDeletion(message) ? undefined : parseMeta(message.body);
  return { meta, revision: message.sequence };
}

function parseMeta(body: Uint8Array): Meta | undefined {
  try {
    return metaSchema.safeParse(JSON.parse(new TextDecoder().decode(body))).data;
  } catch {
    return undefined;
  }
}
