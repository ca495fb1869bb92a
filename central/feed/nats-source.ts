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
import { SharedQuestion } from './shared-question.ts';
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
  /**
   * To be run before the buckets are copied: what is told up to its end of now will be in the rows, and what comes later
   * must not be missed.
   */
  readonly listing: ConnectStep = {
    name: 'end of the event stream',
    run: async () => {
      this.#listedAt = await this.#findEnd();
    },
  };
  readonly #options: NatsSourceOptions;
  #start: Start | undefined;
  #reading: Reading | undefined;
  /** Life the last message seen belongs to; empty: none seen yet. */
  #life = '';
  #createdAt = '';
  #turn: Promise<void> = Promise.resolve();
  #sequence = 0;
  #listedAt: ListingEnd | undefined;
  #isHeld = false;
  readonly #end: SharedQuestion<number>;

  constructor(options: NatsSourceOptions) {
    this.#options = options;
    const { jetStream, stream } = options;
    this.#end = new SharedQuestion(async () => (await jetStream.state(stream)).lastSequence);
  }

  /** Sequence of the last message taken. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Whether it is to be reading, and the rows keep up. */
  get isFollowing(): boolean {
    return this.#start !== undefined && !this.#isHeld;
  }

  end(): Promise<number> {
    return this.#end.ask();
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

  /** Where there is no stream yet, all of the one that comes is news. */
  async #findEnd(): Promise<ListingEnd> {
    try {
      return await this.#options.jetStream.state(this.#options.stream);
    } catch (thrown) {
      const error = MusterError.from(thrown);
      if (error.code !== 'UNAVAILABLE') throw error;
      return { createdAt: '', lastSequence: 0 };
    }
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
    if (start.sink.hold) this.#holdUntil(start.sink.hold);
    else await this.#open(start, state);
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
    if (this.#life === '') this.#begin(start, { life, state, after: tailOf(state, start) });
    else if (isOver)
      this.#begin(start, {
        life,
        state,
        after: isSameStream ? state.lastSequence : firstOf(state),
      });
    else if (firstOf(state) > this.#sequence)
      this.#begin(start, { life, state, after: firstOf(state) });
    this.#createdAt = state.createdAt;
    if (this.#sequence >= state.lastSequence) this.#filled(start);
  }

  /** Not after the end at which the rows were listed. Throws UNAVAILABLE if that is no place in the stream any more. */
  #begin(start: Start, { life, state, after }: Beginning): void {
    const listed = this.#listedAt;
    if (listed && !isPlaceIn(state, listed))
      throw new MusterError('UNAVAILABLE', 'events were lost while the buckets were copied');
    if (this.#life !== '')
      this.#options.log.warn({ life, after }, 'events were lost or the stream is another one');
    this.#life = life;
    this.#sequence = Math.min(after, listed?.lastSequence ?? after);
    start.sink.begin(life, this.#sequence, listed?.lastSequence);
  }

  async #open(start: Start, { lastSequence }: StreamState): Promise<void> {
    const reading = await this.#options.jetStream.read({
      stream: this.#options.stream,
      fromSequence: this.#sequence + 1,
      onMessage: (message) => {
        // It is read again when there is room.
        if (this.#isHeld) return;
        this.#take(start, message.sequence, this.#decode(message));
      },
      onCaughtUp: () => {
        if (this.#isHeld) return;
        // The last ones may have been deleted: nothing comes that has their sequence.
        if (this.#sequence < lastSequence) this.#take(start, lastSequence, undefined);
        this.#filled(start);
      },
      onBroken: (reason) => {
        this.#options.recheck(`the event feed broke off: ${reason}`);
      },
    });
    if (this.#isHeld) reading.close();
    else this.#reading = reading;
  }

  #take(start: Start, sequence: number, event: Event | undefined): void {
    this.#sequence = sequence;
    start.sink.take(sequence, event);
    if (start.sink.hold) this.#holdUntil(start.sink.hold);
  }

  /** The stream keeps what is not read; everything goes on behind the last message taken. */
  #holdUntil(room: Promise<void>): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#reading?.close();
    this.#reading = undefined;
    void room.then(() => {
      this.#isHeld = false;
      this.run().catch((error: unknown) => {
        this.#options.recheck(MusterError.from(error).message);
      });
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

interface Beginning {
  readonly life: string;
  readonly state: StreamState;
  readonly after: number;
}

/** Where the stream ended when the rows began to be listed. */
interface ListingEnd {
  /** Empty: there was no stream. */
  readonly createdAt: string;
  readonly lastSequence: number;
}

/** Whether everything after it is still in the stream. */
function isPlaceIn(state: StreamState, { createdAt, lastSequence }: ListingEnd): boolean {
  const isSame = createdAt === '' || createdAt === state.createdAt;
  return isSame && lastSequence >= firstOf(state);
}

/** Sequence before the first message kept. */
function firstOf({ firstSequence }: StreamState): number {
  return firstSequence - 1;
}

function tailOf(state: StreamState, { tail }: Start): number {
  return Math.max(firstOf(state), state.lastSequence - tail);
}

/** The storage's word and the stream's own beginning: a stream re-created by hand is another life too. */
function lifeOf(incarnation: string, { createdAt }: StreamState): string {
  return `${incarnation}.${createdAt.replaceAll(/[^0-9A-Za-z]/g, '')}`;
}
