import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Event } from '../../shared/model/event.ts';
import type { FeedSink, FeedSource } from './source.ts';

/** The event log, as far as the feed needs it. */
export interface EventLog {
  /** At most `limit` events after `sequence`, oldest first. */
  eventsAfter(
    sequence: number,
    limit: number,
  ): readonly { readonly sequence: number; readonly event: Event }[];
  /** First and last kept sequence; both 0 when the log never had an event. */
  eventRange(): { readonly first: number; readonly last: number };
  /** Drops events up to and including `sequence`. */
  trimEvents(sequence: number): Promise<void>;
}

export interface LocalSourceOptions {
  readonly store: EventLog;
  readonly log: Logger;
  /** Word of the store's life, as CommitPort tells it. */
  readonly incarnation: () => string;
  /** Events kept; `limits.eventLogEntriesMax` unless told. */
  readonly entriesMax?: number;
}

/** Entries read at once, so that nothing else waits for a long log. */
const readEntries = 500;

/** Mode `local`: reads the log that every accepted step was written to. */
export class LocalSource implements FeedSource {
  readonly #options: LocalSourceOptions;
  readonly #entriesMax: number;
  #sink: FeedSink | undefined;
  #sequence = 0;
  #trimming: Promise<void> | undefined;

  constructor(options: LocalSourceOptions) {
    this.#options = options;
    this.#entriesMax = options.entriesMax ?? limits.eventLogEntriesMax;
  }

  start(sink: FeedSink, tail: number): Promise<void> {
    const { first, last } = this.#options.store.eventRange();
    this.#sequence = Math.max(first - 1, last - tail, 0);
    this.#sink = sink;
    sink.begin(this.#options.incarnation(), this.#sequence);
    this.wake();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#sink = undefined;
    await this.#trimming;
  }

  end(): Promise<number> {
    return Promise.resolve(this.#options.store.eventRange().last);
  }

  /** To be called after each commit that was flushed; delivers before it returns. */
  wake(): void {
    const sink = this.#sink;
    if (!sink) return;
    for (;;) {
      const logged = this.#options.store.eventsAfter(this.#sequence, readEntries);
      for (const { sequence, event } of logged) {
        this.#sequence = sequence;
        sink.take(sequence, event);
      }
      if (logged.length < readEntries) break;
    }
    this.#trim();
  }

  /** A tenth at a time: a transaction for each single event would double the writes. */
  #trim(): void {
    const { first, last } = this.#options.store.eventRange();
    if (this.#trimming || last - first + 1 < this.#entriesMax * 1.1) return;
    this.#trimming = this.#options.store
      .trimEvents(last - this.#entriesMax)
      .catch((error: unknown) => {
        this.#options.log.warn(
          { err: error },
          'the event log could not be trimmed; tried again later',
        );
      })
      .finally(() => {
        this.#trimming = undefined;
      });
  }
}
