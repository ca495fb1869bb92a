import { limits } from '../../shared/limits.ts';
import type { Event } from '../../shared/model/event.ts';
import { compareVersion } from '../../shared/model/record.ts';
import type { Feed, FeedItem, FeedSubscription } from '../ports.ts';
import { Ring } from './ring.ts';
import type { FeedSink, FeedSource } from './source.ts';
import { formatToken, parseToken } from './token.ts';

export interface FeedCounts {
  /** Messages that are no events of ours, or of types this version does not know. */
  readonly skipped: number;
  /** Events not above the last of their host: repeats and late-comers (I5). */
  readonly dropped: number;
}

interface Subscriber {
  readonly onItem: (item: FeedItem) => void;
  readonly onHole: () => void;
}

/** One ring of recent events from one source; everybody in this replica who follows the fleet reads it. */
export class EventFeed implements Feed, FeedSink {
  readonly #source: FeedSource;
  readonly #ring = new Ring<Event>(limits.watchBufferEvents);
  readonly #subscribers = new Set<Subscriber>();
  readonly #newest = new Map<string, { readonly epoch: number; readonly n: number }>();
  #incarnation = '';
  #skipped = 0;
  #dropped = 0;

  constructor(source: FeedSource) {
    this.#source = source;
  }

  /** Resolves when what the source keeps is in the ring, so that tokens from before a restart are good. */
  start(): Promise<void> {
    return this.#source.start(this, limits.watchBufferEvents);
  }

  stop(): Promise<void> {
    this.#subscribers.clear();
    return this.#source.stop();
  }

  counts(): FeedCounts {
    return { skipped: this.#skipped, dropped: this.#dropped };
  }

  position(): string {
    return this.#token(this.#ring.last);
  }

  subscribe(
    token: string,
    onItem: (item: FeedItem) => void,
    onHole: () => void = () => undefined,
  ): FeedSubscription {
    const position = parseToken(token);
    const past =
      position?.incarnation === this.#incarnation ? this.#ring.after(position.sequence) : undefined;
    if (past === undefined) return { kind: 'out-of-range' };
    const subscriber = { onItem, onHole };
    for (const { sequence, value } of past) onItem({ token: this.#token(sequence), event: value });
    this.#subscribers.add(subscriber);
    return {
      kind: 'subscribed',
      token: this.position(),
      close: () => {
        this.#subscribers.delete(subscriber);
      },
    };
  }

  begin(incarnation: string, afterSequence: number): void {
    const isNewLife = incarnation !== this.#incarnation;
    if (isNewLife) this.#newest.clear();
    this.#incarnation = incarnation;
    this.#ring.begin(afterSequence);
    const cutOff = [...this.#subscribers];
    this.#subscribers.clear();
    for (const { onHole } of cutOff) onHole();
  }

  take(sequence: number, event: Event | undefined): void {
    if (event === undefined) {
      this.#skipped += 1;
      this.#ring.skip(sequence);
      return;
    }
    if (!this.#isNews(event)) {
      this.#dropped += 1;
      this.#ring.skip(sequence);
      return;
    }
    this.#ring.append(sequence, event);
    const item = { token: this.#token(sequence), event };
    for (const { onItem } of [...this.#subscribers]) onItem(item);
  }

  /** I5: within a life, whatever is not above the last of its host was seen already or is out of date. */
  #isNews(event: Event): boolean {
    const newest = this.#newest.get(event.hostId);
    if (newest && compareVersion(event, newest) <= 0) return false;
    this.#newest.set(event.hostId, { epoch: event.epoch, n: event.n });
    return true;
  }

  #token(sequence: number): string {
    return formatToken({ incarnation: this.#incarnation, sequence });
  }
}
