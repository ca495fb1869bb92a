import { systemClock, type Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Event } from '../../shared/model/event.ts';
import { compareVersion } from '../../shared/model/record.ts';
import type { Feed, FeedItem, FeedSubscription } from '../ports.ts';
import type { FeedFollower } from './copies.ts';
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

/** Somebody who waits for a place of the stream; `false`: it will not come, or not in time. */
interface Waiting {
  readonly sequence: number;
  readonly resolve: (isReached: boolean) => void;
}

/** One ring of recent events from one source; everybody in this replica who follows the fleet reads it. */
export class EventFeed implements Feed, FeedSink {
  readonly #source: FeedSource;
  readonly #ring = new Ring<Event>(limits.watchBufferEvents);
  readonly #subscribers = new Set<Subscriber>();
  readonly #newest = new Map<string, { readonly epoch: number; readonly n: number }>();
  readonly #clock: Clock;
  readonly #waiting = new Set<Waiting>();
  #follower: FeedFollower | undefined;
  /** What came up to here is in the rows without being followed. */
  #listedUpTo = 0;
  #incarnation = '';
  #skipped = 0;
  #dropped = 0;

  constructor(source: FeedSource, clock: Clock = systemClock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Resolves when what the source keeps is in the ring, so that tokens from before a restart are good. */
  start(): Promise<void> {
    return this.#source.start(this, limits.watchBufferEvents);
  }

  stop(): Promise<void> {
    this.#subscribers.clear();
    this.#giveUp();
    return this.#source.stop();
  }

  counts(): FeedCounts {
    return { skipped: this.#skipped, dropped: this.#dropped };
  }

  /**
   * Hands the follower every event that the rows do not have from a listing, before anybody else hears of it. False: some
   * of them are not kept any more, and the rows must be listed again.
   */
  follow(follower: FeedFollower): boolean {
    this.#follower = follower;
    if (this.#listedUpTo >= this.#ring.last) return true;
    const past = this.#ring.after(this.#listedUpTo);
    for (const { value } of past ?? []) if (value.hostId !== '') follower.take(value);
    return past !== undefined;
  }

  get hold(): Promise<void> | undefined {
    return this.#follower?.hold;
  }

  caughtUp(): Promise<void> {
    return this.#follower?.caughtUp() ?? Promise.resolve();
  }

  async reached(token: string): Promise<void> {
    const position = parseToken(token);
    if (position?.incarnation === this.#incarnation) await this.#arrival(position.sequence);
  }

  /** Resolves when everything that is told by now is in the rows. Rejects with UNAVAILABLE. */
  async upToDate(): Promise<void> {
    const isReached = await this.#arrival(await this.#source.end());
    if (!isReached)
      throw new MusterError('UNAVAILABLE', 'the event stream is not heard to its end');
    await this.caughtUp();
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

  begin(incarnation: string, afterSequence: number, listedUpTo = afterSequence): void {
    const isNewLife = incarnation !== this.#incarnation;
    if (isNewLife) this.#newest.clear();
    this.#incarnation = incarnation;
    this.#ring.begin(afterSequence);
    this.#listedUpTo = listedUpTo;
    this.#giveUp();
    const cutOff = [...this.#subscribers];
    this.#subscribers.clear();
    for (const { onHole } of cutOff) onHole();
  }

  take(sequence: number, event: Event | undefined): void {
    if (event === undefined) {
      this.#skipped += 1;
      this.#ring.skip(sequence);
    } else if (this.#isNews(event)) this.#tell(sequence, event);
    else {
      this.#dropped += 1;
      this.#ring.skip(sequence);
    }
    for (const waiting of this.#waiting) if (waiting.sequence <= sequence) waiting.resolve(true);
  }

  #tell(sequence: number, event: Event): void {
    this.#ring.append(sequence, event);
    if (sequence > this.#listedUpTo && event.hostId !== '') this.#follower?.take(event);
    const item = { token: this.#token(sequence), event };
    for (const { onItem } of [...this.#subscribers]) onItem(item);
  }

  async #arrival(sequence: number): Promise<boolean> {
    if (sequence <= this.#ring.last) return true;
    return new Promise((resolve) => {
      const timer = this.#clock.setTimer(() => {
        waiting.resolve(false);
      }, limits.feedReachMs);
      const waiting: Waiting = {
        sequence,
        resolve: (isReached) => {
          timer.cancel();
          this.#waiting.delete(waiting);
          resolve(isReached);
        },
      };
      this.#waiting.add(waiting);
    });
  }

  /** The place that was waited for is of another stream now, or nothing comes any more. */
  #giveUp(): void {
    for (const waiting of this.#waiting) waiting.resolve(false);
  }

  /** I5: within a life, whatever is not above the last of its host was seen already or is out of date. */
  #isNews(event: Event): boolean {
    // What a replica tells of itself has no place among others: it comes once.
    if (event.hostId === '') return true;
    const newest = this.#newest.get(event.hostId);
    if (newest && compareVersion(event, newest) <= 0) return false;
    this.#newest.set(event.hostId, { epoch: event.epoch, n: event.n });
    return true;
  }

  #token(sequence: number): string {
    return formatToken({ incarnation: this.#incarnation, sequence });
  }
}
