import { Buffer } from 'node:buffer';

import { createInbox, headers, type Msg, type NatsConnection, type Subscription } from 'nats';

import type { Clock, Timer } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import {
  answerOf,
  ConnectionLost,
  failureOf,
  nobodyListens,
  type Failure,
} from './jetstream-errors.ts';

/** A message for JetStream, headers in the form of the wire. */
export interface EncodedMessage {
  readonly subject: string;
  readonly headers: Uint8Array;
  readonly body: Uint8Array;
}

export type Answer = { readonly kind: 'written'; readonly sequence: number } | Failure;

export interface AcknowledgedWritesOptions {
  readonly connection: NatsConnection;
  readonly clock: Clock;
}

interface Waiting {
  readonly message: EncodedMessage;
  readonly deadlineMs: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Messages that JetStream acknowledges, many at once on one connection. The client library's own way makes an error
 * with a stack, a timer and a chain of promises for each: a third of what a state change cost. Here all answers come
 * to one subscription under numbers, one timer looks after all of them, and what is written in one turn of the process
 * goes out in one write to the socket.
 */
export class AcknowledgedWrites {
  readonly #connection: NatsConnection;
  readonly #clock: Clock;
  readonly #replyPrefix = `${createInbox()}.`;
  /** By number. All wait equally long, so the order of writing is the order of the deadlines. */
  readonly #waiting = new Map<number, Waiting>();
  #unsent: number[] = [];
  #lastNumber = 0;
  #subscription: Subscription | undefined;
  #sweep: Timer | undefined;
  #headerBytes: Uint8Array = new Uint8Array();
  /** All that the client asks of headers is their bytes; building its own costs more than the rest of a publish. */
  readonly #headers = Object.assign(headers(), { encode: () => this.#headerBytes });

  constructor({ connection, clock }: AcknowledgedWritesOptions) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** Sends once. Rejects with MusterError INTERNAL on what no server will ever take. */
  write(message: EncodedMessage): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#lastNumber += 1;
      const deadlineMs = this.#clock.monotonicMs() + limits.natsAnswerMs;
      this.#waiting.set(this.#lastNumber, { message, deadlineMs, resolve, reject });
      this.#unsent.push(this.#lastNumber);
      if (this.#unsent.length > 1) return;
      // After everything that is ready to run in this turn.
      process.nextTick(() => {
        this.#flush();
      });
    });
  }

  /** Nobody will answer what was sent on the connection that was. */
  giveUp(reason: string): void {
    this.#failAll(new ConnectionLost(reason));
  }

  /** The server does not let us write there. */
  deny(subject: string, cause: Error): void {
    for (const [number, { message }] of this.#waiting)
      if (message.subject === subject) this.#fail(number, cause);
  }

  #flush(): void {
    const numbers = this.#unsent;
    this.#unsent = [];
    for (const number of numbers) {
      const waiting = this.#waiting.get(number);
      if (!waiting) continue;
      try {
        this.#send(number, waiting.message);
      } catch (thrown) {
        this.#fail(number, thrown);
      }
    }
    this.#watch();
  }

  #send(number: number, { subject, headers: headerBytes, body }: EncodedMessage): void {
    this.#subscription ??= this.#connection.subscribe(`${this.#replyPrefix}*`, {
      callback: (error, message) => {
        if (error) this.#lose(error);
        else this.#take(message);
      },
    });
    this.#headerBytes = headerBytes;
    const reply = `${this.#replyPrefix}${number}`;
    this.#connection.publish(subject, body, { reply, headers: this.#headers });
  }

  #take(message: Msg): void {
    const number = Number(message.subject.slice(this.#replyPrefix.length));
    const waiting = this.#waiting.get(number);
    // Too late: it was sent again under another number, and the server knows it as the same by its id.
    if (!waiting) return;
    const { data } = message;
    if (data.length > 0) this.#settle(number, answerOf(data));
    else if (message.headers?.code === 503) this.#settle(number, nobodyListens);
  }

  #settle(number: number, answer: Answer): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    waiting?.resolve(answer);
  }

  /** The subscription is over; the next message opens another one. */
  #lose(error: Error): void {
    this.#subscription = undefined;
    this.#failAll(error);
  }

  #failAll(cause: Error): void {
    for (const number of this.#waiting.keys()) this.#fail(number, cause);
    this.#sweep?.cancel();
    this.#sweep = undefined;
  }

  #fail(number: number, cause: unknown): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    try {
      waiting?.resolve(failureOf(cause));
    } catch (error) {
      waiting?.reject(error);
    }
  }

  /** One timer, for the one that waits longest; what comes after it is looked at then. */
  #watch(): void {
    if (this.#sweep || this.#waiting.size === 0) return;
    const nowMs = this.#clock.monotonicMs();
    const [oldest] = this.#waiting.values();
    const leftMs = Math.max(0, (oldest?.deadlineMs ?? nowMs) - nowMs);
    this.#sweep = this.#clock.setTimer(() => {
      this.#expire();
    }, leftMs);
  }

  #expire(): void {
    this.#sweep = undefined;
    const nowMs = this.#clock.monotonicMs();
    for (const [number, { deadlineMs }] of this.#waiting) {
      if (deadlineMs > nowMs) break;
      this.#settle(number, { kind: 'silence' });
    }
    this.#watch();
  }
}

/** Headers as they stand on the wire. Throws INTERNAL on a line end, which would begin a header of its own. */
export function encodeHeaders(entries: Iterable<readonly [string, string]>): Uint8Array {
  let text = 'NATS/1.0\r\n';
  for (const [name, value] of entries) {
    if (/[\r\n]/.test(value))
      throw new MusterError('INTERNAL', `header ${name} must not hold a line end`);
    text += `${name}: ${value}\r\n`;
  }
  return Buffer.from(`${text}\r\n`);
}
