import { MusterError } from '../../shared/errors.ts';
import type {
  JetStream,
  OutgoingMessage,
  Reading,
  ReadOptions,
  StoredMessage,
  WriteOutcome,
} from '../../central/jetstream-port.ts';

/** One bucket in memory, and the ways to it that several processes have; each way can be cut, or stand still. */
export class MemoryBucket {
  readonly messages = new Map<string, StoredMessage>();
  readonly ways: BucketWay[] = [];
  #lastSequence = 0;

  way(): BucketWay {
    const way = new BucketWay(this);
    this.ways.push(way);
    return way;
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** Another bucket under the same name. */
  empty(): void {
    this.messages.clear();
    this.#lastSequence = 0;
  }

  write({ subject, body, headers = {}, expected }: OutgoingMessage): WriteOutcome {
    const there = this.messages.get(subject)?.sequence ?? 0;
    if (expected !== undefined && expected !== there) return { kind: 'conflict' };
    this.#lastSequence += 1;
    const sequence = this.#lastSequence;
    const message = { subject, sequence, body, header: (name: string) => headers[name] ?? '' };
    this.messages.set(subject, message);
    for (const way of this.ways) way.deliver(message);
    return { kind: 'written', sequence };
  }
}

/** What one process sees of the bucket. */
export class BucketWay implements JetStream {
  readonly #bucket: MemoryBucket;
  readonly #readings = new Set<ReadOptions>();
  readonly #late: StoredMessage[] = [];
  #isStanding = false;
  #isCut = false;
  /** Writes are done, and their answers get lost. */
  isUnanswered = false;

  constructor(bucket: MemoryBucket) {
    this.#bucket = bucket;
  }

  cut(): void {
    this.#isCut = true;
    for (const { onBroken } of [...this.#readings]) onBroken('cut');
    this.#readings.clear();
  }

  mend(): void {
    this.#isCut = false;
  }

  /** The process is stopped: what comes waits in its socket. */
  stand(): void {
    this.#isStanding = true;
  }

  /** The process goes on, with what waited for it. */
  goOn(): void {
    this.#isStanding = false;
    for (const message of this.#late.splice(0)) this.deliver(message);
  }

  deliver(message: StoredMessage): void {
    if (this.#isCut) return;
    if (this.#isStanding) this.#late.push(message);
    else for (const { onMessage } of this.#readings) onMessage(message);
  }

  write(message: OutgoingMessage): Promise<WriteOutcome> {
    if (this.#isCut) return Promise.resolve({ kind: 'unavailable', reason: 'cut' });
    const outcome = this.#bucket.write(message);
    return Promise.resolve(
      this.isUnanswered ? { kind: 'unavailable', reason: 'no answer' } : outcome,
    );
  }

  last(_stream: string, subject: string): Promise<StoredMessage | undefined> {
    return this.#ask(() => this.#bucket.messages.get(subject));
  }

  state(): ReturnType<JetStream['state']> {
    const lastSequence = this.#bucket.lastSequence;
    return this.#ask(() => ({ createdAt: '', firstSequence: 1, lastSequence }));
  }

  assertStream(): ReturnType<JetStream['state']> {
    return this.state();
  }

  read(options: ReadOptions): Promise<Reading> {
    return this.#ask(() => {
      const stored = [...this.#bucket.messages.values()];
      for (const message of stored.sort((a, b) => a.sequence - b.sequence))
        options.onMessage(message);
      options.onCaughtUp();
      this.#readings.add(options);
      return { close: () => void this.#readings.delete(options) };
    });
  }

  #ask<Answer>(question: () => Answer): Promise<Answer> {
    if (this.#isCut) return Promise.reject(new MusterError('UNAVAILABLE', 'cut'));
    return Promise.resolve(question());
  }
}
