import type { Event } from '../../shared/model/event.ts';

/** Takes what a source delivers. */
export interface FeedSink {
  /**
   * What follows is not the continuation of what came: at start, in a new life of the stream, or after a hole.
   * The next message is the first one after `afterSequence`. What was told up to `listedUpTo` is in the rows already.
   */
  begin(incarnation: string, afterSequence: number, listedUpTo?: number): void;
  /** Strictly growing sequences. undefined: no event of ours, or one of a newer version; it is only counted. */
  take(sequence: number, event: Event | undefined): void;
  /** Set while nothing more can be taken: until it resolves. What was under way is still taken. */
  readonly hold: Promise<void> | undefined;
}

/** Where events come from, in order (mode `local`: the log in LMDB; mode `nats`: the stream). */
export interface FeedSource {
  /** Delivers the newest `tail` events kept, then each new one. Resolves when the kept ones are delivered. */
  start(sink: FeedSink, tail: number): Promise<void>;
  stop(): Promise<void>;
  /** Sequence of the newest event there is, delivered or not. Rejects with UNAVAILABLE. */
  end(): Promise<number>;
}
