import { status } from '@grpc/grpc-js';
import type { ClientUnaryCall, ServiceError } from '@grpc/grpc-js';

import type { Clock } from '../../shared/clock.ts';
import { peerLimits } from '../../shared/peer-limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { PeerServiceClient } from '../../shared/wire/generated/muster/v1/PeerService.ts';

export interface PeerLinkOptions {
  /** Id of the peer, for the log. */
  readonly peerId: string;
  /** A client on a connection of its own. */
  readonly dial: () => PeerServiceClient;
  readonly clock: Clock;
  readonly log: Logger;
}

type Reply<Response> = (error: ServiceError | null, response?: Response) => void;

/** One call. `read` may throw: then the answer counts as none. */
export interface PeerQuestion<Response, Answer> {
  readonly start: (client: PeerServiceClient, reply: Reply<Response>) => ClientUnaryCall;
  readonly read: (response: Response) => Answer;
  /** Milliseconds until an answer must be there; `peerAnswerMs` unless told. */
  readonly answerMs?: number;
}

type Outcome<Response> =
  | { readonly kind: 'answered'; readonly response: Response }
  /** It lives, and does not want to. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'silent'; readonly reason: string };

const silentCodes: ReadonlySet<status> = new Set([
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.UNAVAILABLE,
]);

/**
 * The way to one peer. Whoever asks waits for `peerAnswerMs` at most. After a silence the peer rests: for a while nobody
 * asks, then one does, on a new connection, while the others still go without; its answer ends the rest.
 */
export class PeerLink {
  readonly #options: PeerLinkOptions;
  #client: PeerServiceClient | undefined;
  /** Monotonic ms; undefined: the peer does not rest. */
  #restUntilMs: number | undefined;
  #isTrying = false;
  #answeredAtMs = -Infinity;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
  }

  /** undefined: no answer. Never rejects. */
  async ask<Response, Answer>(
    question: PeerQuestion<Response, Answer>,
  ): Promise<Answer | undefined> {
    const startMs = this.#options.clock.monotonicMs();
    if (this.#restUntilMs !== undefined) {
      if (this.#isTrying || startMs < this.#restUntilMs) return undefined;
      this.#isTrying = true;
    }
    const outcome = await this.#call(question);
    if (outcome.kind === 'silent') {
      this.#silent(startMs, outcome.reason);
      return undefined;
    }
    this.#answered();
    if (outcome.kind === 'answered') return this.#read(question, outcome.response);
    this.#warn(outcome.reason, 'a peer refused to answer');
    return undefined;
  }

  /** Calls in flight go on, and end by their deadline. */
  close(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  #call<Response, Answer>({
    start,
    answerMs = peerLimits.peerAnswerMs,
  }: PeerQuestion<Response, Answer>): Promise<Outcome<Response>> {
    const client = (this.#client ??= this.#options.dial());
    return new Promise((resolve) => {
      // A deadline of gRPC would be one of the wall clock, which may jump (I6).
      const timer = this.#options.clock.setTimer(() => {
        // After a standstill of our own the answer may have arrived and wait to be read (I7).
        setImmediate(() => {
          call.cancel();
          resolve({ kind: 'silent', reason: `no answer within ${answerMs} ms` });
        });
      }, answerMs);
      const call = start(client, (error, response) => {
        timer.cancel();
        resolve(outcomeOf(error, response));
      });
    });
  }

  #read<Response, Answer>(
    { read }: PeerQuestion<Response, Answer>,
    response: Response,
  ): Answer | undefined {
    try {
      return read(response);
    } catch (thrown) {
      this.#warn(thrown, 'a peer gave an answer that breaks the contract');
      return undefined;
    }
  }

  #answered(): void {
    this.#answeredAtMs = this.#options.clock.monotonicMs();
    this.#isTrying = false;
    if (this.#restUntilMs === undefined) return;
    this.#restUntilMs = undefined;
    this.#options.log.info({ peer: this.#options.peerId }, 'a peer answers again');
  }

  #silent(startMs: number, reason: string): void {
    this.#isTrying = false;
    // One slow answer among others says nothing about the peer.
    if (this.#answeredAtMs > startMs) return;
    if (this.#restUntilMs === undefined) this.#warn(reason, 'a peer does not answer');
    this.#restUntilMs = this.#options.clock.monotonicMs() + peerLimits.peerRestMs;
    this.close();
  }

  #warn(reason: unknown, message: string): void {
    this.#options.log.warn({ peer: this.#options.peerId, err: reason }, message);
  }
}

function outcomeOf<Response>(
  error: ServiceError | null,
  response: Response | undefined,
): Outcome<Response> {
  if (error === null && response !== undefined) return { kind: 'answered', response };
  const { code = status.INTERNAL, details = 'an empty answer' } = error ?? {};
  const reason = `${status[code]}: ${details}`;
  return silentCodes.has(code) ? { kind: 'silent', reason } : { kind: 'refused', reason };
}
