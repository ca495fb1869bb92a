import {
  AckPolicy,
  createInbox,
  DeliverPolicy,
  ErrorCode,
  nanos,
  NatsError,
  nuid,
  ReplayPolicy,
  type ConsumerConfig,
  type JetStreamManager,
  type Msg,
  type NatsConnection,
  type Subscription,
} from 'nats';

import type { Clock, Timer } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Reading, ReadOptions } from '../jetstream-port.ts';
import { ConnectionLost } from './jetstream-errors.ts';

export interface ReadingSetup {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  readonly clock: Clock;
  /** Calls the listener whenever the connection goes down; returns how to stop that. */
  readonly onDown: (listener: () => void) => () => void;
}

interface Delivery {
  readonly streamSequence: number;
  readonly consumerSequence: number;
}

/** `$JS.ACK.<stream>.<consumer>.<times>.<stream seq>.<consumer seq>.<time>.<pending>`, newer servers: two more in front. */
function deliveryOf(reply: string): Delivery | undefined {
  const tokens = reply.split('.');
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK' || tokens.length < 9) return undefined;
  const [streamSequence = NaN, consumerSequence = NaN] = tokens
    .slice(tokens.length === 9 ? 5 : 7)
    .map(Number);
  return { streamSequence, consumerSequence };
}

/**
 * One consumer without acknowledgements. The server numbers what it sends, so a hole in the numbers is a loss; it
 * sends a sign of life when there is nothing to send, so silence is a loss too (N11). The reading then ends and says
 * so. It never repairs itself: only who reads knows from where to go on.
 *
 * Where the end is, the sequences tell. How many messages are pending is not asked: the count may stay above zero for
 * ever in a bucket whose keys were overwritten (nats-server 2.9.10).
 */
export async function openReading(options: ReadOptions, setup: ReadingSetup): Promise<Reading> {
  const { state } = await setup.manager.streams.info(options.stream);
  const bounded = { ...options, endSequence: state.messages === 0 ? 0 : state.last_seq };
  for (let index = 0; index < limits.natsConsumerTries; index++) {
    const reading = await tryReading(bounded, setup, limits.natsConsumerAnswerMs * 2 ** index);
    if (reading) return reading;
  }
  throw NatsError.errorForCode(ErrorCode.Timeout);
}

/**
 * undefined: no answer. Of three servers one of which is dead, the leader gives that one a consumer as often as another
 * (nats-server 2.9.10), and then nobody ever answers: a second one is sooner there than a longer wait is over.
 */
async function tryReading(
  options: BoundedRead,
  setup: ReadingSetup,
  patienceMs: number,
): Promise<Reading | undefined> {
  const name = `muster-${nuid.next()}`;
  const inbox = createInbox();
  const reader = new StreamReader(options, setup, () =>
    // By name, at once: abandoned ones would pile up on the server (N13).
    setup.manager.consumers.delete(options.stream, name),
  );
  reader.subscription = setup.connection.subscribe(inbox, {
    callback: (error, message) => {
      reader.take(error, message);
    },
  });
  try {
    const added = setup.manager.consumers.add(options.stream, consumerConfig(name, inbox, options));
    if (!(await isDoneWithin(added, patienceMs, setup.clock))) {
      if (reader.isOver) throw new ConnectionLost('NATS is away');
      reader.close();
      return undefined;
    }
    reader.watch();
    reader.reached(options.fromSequence - 1);
    return {
      close: () => {
        reader.close();
      },
    };
  } catch (error) {
    reader.close();
    throw error;
  }
}

function consumerConfig(
  name: string,
  inbox: string,
  { fromSequence }: ReadOptions,
): Partial<ConsumerConfig> {
  return {
    name,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the way of pushing consumers, which this is
    deliver_subject: inbox,
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: fromSequence,
    replay_policy: ReplayPolicy.Instant,
    max_deliver: 1,
    mem_storage: true,
    flow_control: true,
    idle_heartbeat: nanos(limits.streamHeartbeatMs),
    inactive_threshold: nanos(limits.streamHeartbeatMs * 3),
  };
}

/** False: not within that time; how it ends then matters to nobody. */
async function isDoneWithin(work: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  let timer: Timer | undefined;
  const late = new Promise<false>((resolve) => {
    timer = clock.setTimer(() => {
      resolve(false);
    }, ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    timer?.cancel();
  }
}

interface BoundedRead extends ReadOptions {
  /** Of the last message stored when the reading was opened. */
  readonly endSequence: number;
}

class StreamReader {
  subscription: Subscription | undefined;
  readonly #options: BoundedRead;
  readonly #setup: ReadingSetup;
  readonly #forget: () => Promise<unknown>;
  readonly #stopWatchingLink: () => void;
  #silence: Timer | undefined;
  #lastConsumerSequence = 0;
  #lastSignAtMs: number;
  #isCaughtUp = false;
  #isOver = false;

  constructor(options: BoundedRead, setup: ReadingSetup, forget: () => Promise<unknown>) {
    this.#options = options;
    this.#setup = setup;
    this.#forget = forget;
    this.#lastSignAtMs = setup.clock.monotonicMs();
    this.#stopWatchingLink = setup.onDown(() => {
      this.#break('NATS is away');
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  watch(): void {
    if (this.#isOver) return;
    const silentMs = this.#setup.clock.monotonicMs() - this.#lastSignAtMs;
    const leftMs = limits.streamHeartbeatMs * 3 - silentMs;
    if (leftMs <= 0) {
      this.#break('no sign of life from the consumer');
      return;
    }
    this.#silence = this.#setup.clock.setTimer(() => {
      this.watch();
    }, leftMs);
  }

  /** Everything up to this sequence has been delivered. */
  reached(sequence: number): void {
    if (this.#isOver || this.#isCaughtUp || sequence < this.#options.endSequence) return;
    this.#isCaughtUp = true;
    this.#options.onCaughtUp();
  }

  take(error: Error | null, message: Msg): void {
    if (this.#isOver) return;
    if (error) {
      this.#break(error.message);
      return;
    }
    this.#lastSignAtMs = this.#setup.clock.monotonicMs();
    // Only what the consumer itself says has no body; headers are costly to read.
    const status = message.data.length === 0 ? (message.headers?.code ?? 0) : 0;
    if (status >= 100 && status < 200) this.#control(message);
    else this.#deliver(message);
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#silence?.cancel();
    this.#stopWatchingLink();
    this.subscription?.unsubscribe();
    // If this fails the server forgets it by itself, later.
    this.#forget().catch(() => undefined);
  }

  #deliver(message: Msg): void {
    const delivery = deliveryOf(message.reply ?? '');
    if (delivery === undefined) return;
    if (delivery.consumerSequence !== this.#lastConsumerSequence + 1) {
      this.#break(
        `message ${delivery.consumerSequence} came after ${this.#lastConsumerSequence} of the consumer`,
      );
      return;
    }
    this.#lastConsumerSequence = delivery.consumerSequence;
    const stored = {
      subject: message.subject,
      sequence: delivery.streamSequence,
      body: message.data,
      header: (name: string) => message.headers?.get(name) ?? '',
    };
    this.#options.onMessage(stored);
    this.reached(delivery.streamSequence);
  }

  /** Flow control wants an answer; a sign of life says how far the server is, and where it waits for one. */
  #control(message: Msg): void {
    if (message.reply) {
      message.respond();
      return;
    }
    const header = (name: string): string => message.headers?.get(name) ?? '';
    const stalled = header('Nats-Consumer-Stalled');
    if (stalled !== '') this.#setup.connection.publish(stalled);
    const sent = Number(header('Nats-Last-Consumer') || NaN);
    if (sent > this.#lastConsumerSequence)
      this.#break(`the server sent ${sent} messages, ${this.#lastConsumerSequence} arrived`);
    // The last messages may have been taken away, so that nothing has the sequence of the end.
    else if (stalled === '') this.reached(Number(header('Nats-Last-Stream') || NaN));
  }

  #break(reason: string): void {
    if (this.#isOver) return;
    this.close();
    this.#options.onBroken(reason);
  }
}
