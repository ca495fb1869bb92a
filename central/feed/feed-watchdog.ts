import type { Clock, Timer } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';

export interface WatchedSource {
  /** Of the last message taken. */
  readonly sequence: number;
  /** False: it is not to be reading now. */
  readonly isFollowing: boolean;
  /** Rejects with UNAVAILABLE. */
  end(): Promise<number>;
}

export interface FeedWatchdogOptions {
  readonly source: WatchedSource;
  /** Whether the storage still lives the life that this replica knows: another one may have named it anew. */
  readonly isLifeCurrent: () => Promise<boolean>;
  readonly clock: Clock;
  /** Has the connection's steps run again. */
  readonly recheck: (reason: string) => void;
}

interface Look {
  readonly sequence: number;
  readonly end: number;
}

/**
 * Looks now and then whether what stands on the event stream has come: a consumer may die without a word, and a feed
 * that is idle for good looks like one of a quiet fleet (N10-N13).
 */
export class FeedWatchdog {
  readonly #options: FeedWatchdogOptions;
  #timer: Timer | undefined;
  #last: Look | undefined;

  constructor(options: FeedWatchdogOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = this.#options.clock.setTimer(() => {
      void this.#look().finally(() => {
        if (this.#timer) this.start();
      });
    }, limits.feedLookMs);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    try {
      const trouble = await this.#findTrouble();
      if (trouble !== '' && this.#timer) this.#options.recheck(trouble);
    } catch (thrown) {
      // While NATS is away, everything is checked when it is back.
      if (MusterError.from(thrown).code !== 'UNAVAILABLE') throw thrown;
      this.#last = undefined;
    }
  }

  async #findTrouble(): Promise<string> {
    const { source, isLifeCurrent } = this.#options;
    const last = this.#last;
    this.#last = undefined;
    if (!(await isLifeCurrent())) return 'the storage began a new life';
    const end = await source.end();
    const { sequence, isFollowing } = source;
    if (!isFollowing) return '';
    // Late is no standstill: what was there at the last look must have come, or at least something.
    if (last?.sequence === sequence && last.end > sequence)
      return `the event feed stands at ${String(sequence)} of ${String(end)}`;
    this.#last = { sequence, end };
    return '';
  }
}
