import {
  backoffConnected,
  backoffFailed,
  freshBackoff,
  type Backoff,
} from '../../shared/backoff.ts';
import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Random } from '../../shared/random.ts';
import type { WatchRequest } from '../../shared/wire/generated/muster/v1/WatchRequest.ts';
import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import { isTransient, rpcCodes, RpcError } from './rpc-error.ts';

/** What a follower sees. `broken` is followed by `resumed` or `restarted`, or by the end. */
export type Followed =
  | { readonly kind: 'item'; readonly item: WatchResponse__Output }
  /** The stream ended; it is being opened again. */
  | { readonly kind: 'broken'; readonly error: RpcError }
  /** Open again, nothing was missed. */
  | { readonly kind: 'resumed' }
  /** The changes in between are not known any more, or the picture was cut off: a whole new picture follows. */
  | { readonly kind: 'restarted' };

/** One stream of the Watch call; throws RpcError, or ends when the central ends it. */
export type OpenWatch = (
  request: WatchRequest,
  signal: AbortSignal,
) => AsyncIterable<WatchResponse__Output>;

export interface FollowOptions {
  readonly open: OpenWatch;
  /** With `skipSnapshot` a hole cannot be filled by a new picture: it ends the following with OUT_OF_RANGE. */
  readonly request: WatchRequest;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** How far the follower is; a picture that was cut off counts for nothing. */
class Place {
  token: string;
  /** That the central was reached at all. */
  isMet = false;

  constructor(token: string) {
    this.token = token;
  }

  note(item: WatchResponse__Output): void {
    this.isMet = true;
    const isPicture = item.host !== undefined || item.vm !== undefined;
    if (!isPicture && item.resumeToken) this.token = item.resumeToken;
  }
}

type Next = 'resume' | 'restart' | 'end';

function afterBreak(error: RpcError, place: Place, canRestart: boolean): Next {
  if (error.code === rpcCodes.outOfRange) {
    return canRestart && place.token !== '' ? 'restart' : 'end';
  }
  if (!place.isMet || !isTransient(error)) return 'end';
  if (place.token !== '') return 'resume';
  return canRestart ? 'restart' : 'end';
}

/** Follows changes across broken connections until `signal` is aborted. Throws RpcError when going on makes no sense. */
export function follow(options: FollowOptions): AsyncGenerator<Followed> {
  return new Follower(options).run();
}

class Follower {
  readonly #options: FollowOptions;
  readonly #place: Place;
  #backoff: Backoff = freshBackoff;
  /** What the first item after a break will prove. */
  #news: 'resumed' | 'restarted' | undefined;

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#place = new Place(options.request.resumeToken ?? '');
  }

  async *run(): AsyncGenerator<Followed> {
    for (;;) {
      const error = yield* this.#readStream();
      if (this.#isOver()) return;
      const isFirst = this.#news === undefined;
      this.#news = this.#decide(error);
      if (isFirst) yield { kind: 'broken', error };
      await pause(this.#delayMs(), this.#options);
      if (this.#isOver()) return;
    }
  }

  #isOver(): boolean {
    return this.#options.signal.aborted;
  }

  /** Returns why the stream ended. */
  async *#readStream(): AsyncGenerator<Followed, RpcError> {
    const { open, request, signal } = this.#options;
    try {
      for await (const item of open({ ...request, resumeToken: this.#place.token }, signal)) {
        yield* this.#take(item);
      }
      return new RpcError(rpcCodes.ok, 'the central ended the watch');
    } catch (thrown) {
      if (thrown instanceof RpcError) return thrown;
      throw thrown;
    }
  }

  *#take(item: WatchResponse__Output): Generator<Followed> {
    if (this.#news !== undefined || !this.#place.isMet) {
      this.#backoff = backoffConnected(this.#backoff, this.#options.clock.monotonicMs());
    }
    if (this.#news !== undefined) yield { kind: this.#news };
    this.#news = undefined;
    this.#place.note(item);
    yield { kind: 'item', item };
  }

  /** Throws the error when the stream must not be opened again. */
  #decide(error: RpcError): 'resumed' | 'restarted' {
    const next = afterBreak(error, this.#place, this.#options.request.skipSnapshot !== true);
    if (next === 'end') throw error;
    if (next === 'resume') return this.#news ?? 'resumed';
    this.#place.token = '';
    return 'restarted';
  }

  #delayMs(): number {
    const { backoff, delayMs } = backoffFailed(this.#backoff, {
      nowMs: this.#options.clock.monotonicMs(),
      windowMs: limits.cliRetryWindowMs,
      random: this.#options.random.next(),
    });
    this.#backoff = backoff;
    return delayMs;
  }
}

/** Resolves early when the signal is aborted. */
function pause(delayMs: number, { clock, signal }: FollowOptions): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(end, delayMs);
    function end(): void {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
