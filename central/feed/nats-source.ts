import { MusterError } from '../../shared/errors.ts';
import type { Logger } from '../../shared/log.ts';
import type { Event } from '../../shared/model/event.ts';
import { decodeEvent } from '../../shared/wire/json.ts';
import type {
  ConnectStep,
  JetStream,
  Reading,
  StoredMessage,
  StreamState,
} from '../jetstream-port.ts';
import type { FeedSink, FeedSource } from './source.ts';

export interface NatsSourceOptions {
  /** For connect steps: works before anything is written. */
  readonly jetStream: JetStream;
  readonly stream: string;
  readonly log: Logger;
  readonly known: KnownEvents;
  /** Word of the storage's life, as CommitPort tells it. */
  readonly incarnation: () => string;
  /** Has the connection's steps run again. */
  readonly recheck: (reason: string) => void;
  /** The stream forgot what it had delivered: the storage as a whole must be found out about. */
  readonly onRolledBack: () => void;
}

/** Knows events by their bytes, so that they need not be decoded. */
export interface KnownEvents {
  take(body: Uint8Array): Event | undefined;
}

interface Start {
  readonly sink: FeedSink;
  readonly tail: number;
  readonly resolve: () => void;
  isFilled: boolean;
}

/**
 * Mode `nats`: one consumer on the event stream. As a connect step it compares, after every connect, what it has seen
 * with what the stream says it has, and goes on behind the last message seen; it never waits for a watch to come back
 * to life by itself (N10-N13).
 */
export class NatsSource implements FeedSource, ConnectStep {
  readonly name = 'event feed';
  readonly #options: NatsSourceOptions;
  #start: Start | undefined;
  #reading: Reading | undefined;
  /** Life the last message seen belongs to; empty: none seen yet. */
  #life = '';
  #createdAt = '';
  #turn: Promise<void> = Promise.resolve();
  #sequence = 0;

  constructor(options: NatsSourceOptions) {
    this.#options = options;
  }

  async start(sink: FeedSink, tail: number): Promise<void> {
    const filled = new Promise<void>((resolve) => {
      this.#start = { sink, tail, resolve, isFilled: false };
    });
    // If NATS is away just now, the check that follows its return does it.
    await this.run().catch((thrown: unknown) => {
      const error = MusterError.from(thrown);
      if (error.code !== 'UNAVAILABLE') throw error;
      this.#options.recheck(error.message);
    });
    await filled;
  }

  stop(): Promise<void> {
    this.#start = undefined;
    this.#reading?.close();
    return Promise.resolve();
  }

  /** One at a time: the start and a reconnect may meet. */
  run(): Promise<void> {
    const turn = this.#turn.catch(() => undefined).then(() => this.#resume());
    this.#turn = turn;
    return turn;
  }

  async #resume(): Promise<void> {
    const start = this.#start;
    if (!start) return;
    this.#reading?.close();
    this.#reading = undefined;
    const state = await this.#options.jetStream.state(this.#options.stream);
    this.#place(start, state);
    await this.#open(start);
  }

  /** Where to go on: behind the last message seen, or at the beginning of another life. */
  #place(start: Start, state: StreamState): void {
    const life = lifeOf(this.#options.incarnation(), state);
    const isSameStream = this.#createdAt === state.createdAt;
    const isOver = this.#life !== '' && this.#life !== life;
    if (isSameStream && !isOver && state.lastSequence < this.#sequence) {
      // Only the word that all replicas see may begin a new life; its next check comes back here.
      this.#options.onRolledBack();
      throw new MusterError('UNAVAILABLE', 'the event stream ends before what it has delivered');
    }
    this.#createdAt = state.createdAt;
    if (this.#life === '')
      this.#begin(start, life, Math.max(state.firstSequence - 1, state.lastSequence - start.tail));
    else if (isOver)
      this.#begin(start, life, isSameStream ? state.lastSequence : state.firstSequence - 1);
    else if (state.firstSequence > this.#sequence + 1)
      this.#begin(start, life, state.firstSequence - 1);
    if (this.#sequence >= state.lastSequence) this.#filled(start);
  }

  #begin(start: Start, life: string, afterSequence: number): void {
    if (this.#life !== '')
      this.#options.log.warn(
        { life, afterSequence },
        'events were lost or the stream is another one',
      );
    this.#life = life;
    this.#sequence = afterSequence;
    start.sink.begin(life, afterSequence);
  }

  async #open(start: Start): Promise<void> {
    this.#reading = await this.#options.jetStream.read({
      stream: this.#options.stream,
      fromSequence: this.#sequence + 1,
      onMessage: (message) => {
        this.#sequence = message.sequence;
        start.sink.take(message.sequence, this.#decode(message));
      },
      onCaughtUp: () => {
        this.#filled(start);
      },
      onBroken: (reason) => {
        this.#options.recheck(`the event feed broke off: ${reason}`);
      },
    });
  }

  #filled(start: Start): void {
    if (start.isFilled) return;
    start.isFilled = true;
    start.resolve();
  }

  #decode(message: StoredMessage): Event | undefined {
    try {
      return this.#options.known.take(message.body) ?? decodeEvent(message.body);
    } catch (error) {
      const { sequence, subject } = message;
      this.#options.log.warn({ err: error, sequence, subject }, 'no event of ours on the stream');
      return undefined;
    }
  }
}

/** The storage's word and the stream's own beginning: a stream re-created by hand is another life too. */
function lifeOf(incarnation: string, { createdAt }: StreamState): string {
  return `${incarnation}.${createdAt.replaceAll(/[^0-9A-Za-z]/g, '')}`;
}
