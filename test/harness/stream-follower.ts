import { setTimeout as sleep } from 'node:timers/promises';

import { connect, Events, type JetStreamManager, type NatsConnection } from 'nats';

import { openReading } from '../../central/cluster/stream-reading.ts';
import type { Reading, ReadOptions, StoredMessage } from '../../central/jetstream-port.ts';
import { systemClock } from '../../shared/clock.ts';
import { eventually } from './eventually.ts';

/** A request that was on its way when NATS went down is never answered. */
const answerMs = 1000;

export interface FollowedStream {
  readonly name: string;
  /** Keeps the last message of each key alone: after each connect all it holds is heard again. */
  readonly isBucket: boolean;
  readonly take: (message: StoredMessage) => void;
}

/**
 * Hears every message of a stream from its first on, once and in order, whatever happens to NATS meanwhile: after each
 * connect it looks how far what it heard is what the stream holds, and goes on from there. A stream that was emptied, or
 * put back to an older state, goes on with what is new in it.
 */
export class StreamFollower {
  readonly #stream: FollowedStream;
  readonly #connection: NatsConnection;
  /** Ids of the messages heard, by their sequence, which begins at 1. */
  #heard: string[] = [''];
  #reading: Reading | undefined;
  #generation = 0;

  private constructor(connection: NatsConnection, stream: FollowedStream) {
    this.#connection = connection;
    this.#stream = stream;
  }

  /**
   * The stream need not be there yet.
   * @param address `host:port`, or several with commas between them.
   */
  static async start(address: string, stream: FollowedStream): Promise<StreamFollower> {
    const connection = await connect({
      ...{ servers: address.split(','), maxReconnectAttempts: -1, reconnectTimeWait: 100 },
      ...{ pingInterval: 1000, waitOnFirstConnect: true },
    });
    const follower = new StreamFollower(connection, stream);
    void follower.#watchConnection();
    follower.#reopen();
    return follower;
  }

  /** Waits until everything that the stream holds now was heard. */
  async caughtUp(): Promise<void> {
    await eventually(
      async () => {
        const end = await this.#lastSequence();
        return end === 0 || (await this.#isHeard(end)) || undefined;
      },
      { what: `all of ${this.#stream.name} was heard`, intervalMs: 20 },
    );
  }

  async stop(): Promise<void> {
    this.#generation += 1;
    await this.#connection.close();
  }

  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#connection.status())
      if (type === Events.Reconnect) this.#reopen();
  }

  #reopen(): void {
    const generation = (this.#generation += 1);
    this.#reading?.close();
    this.#reading = undefined;
    void this.#open(() => generation === this.#generation);
  }

  async #open(isCurrent: () => boolean): Promise<void> {
    while (isCurrent()) {
      try {
        const reading = await this.#read(isCurrent);
        if (isCurrent()) this.#reading = reading;
        else reading.close();
        return;
      } catch {
        await sleep(100);
      }
    }
  }

  async #read(isCurrent: () => boolean): Promise<Reading> {
    const known = await this.#knownCount();
    if (isCurrent()) this.#heard.length = known + 1;
    const { name: stream, take } = this.#stream;
    const options: ReadOptions = {
      ...{ stream, fromSequence: known + 1, onCaughtUp: () => undefined },
      onMessage: (message) => {
        if (!isCurrent()) return;
        this.#heard[message.sequence] = message.header('Nats-Msg-Id');
        take(message);
      },
      onBroken: () => {
        if (isCurrent()) this.#reopen();
      },
    };
    // After each connect it is opened anew in any case.
    const onDown = () => () => undefined;
    const manager = await this.#manager();
    return openReading(options, {
      ...{ connection: this.#connection, manager, clock: systemClock, onDown },
    });
  }

  /** Without asking whether there is a JetStream: what is asked of it tells. */
  #manager(): Promise<JetStreamManager> {
    return this.#connection.jetstreamManager({ timeout: answerMs, checkAPI: false });
  }

  async #lastSequence(): Promise<number> {
    const manager = await this.#manager();
    return (await manager.streams.info(this.#stream.name)).state.last_seq;
  }

  /** The last sequence up to which the stream holds what was heard. */
  async #knownCount(): Promise<number> {
    if (this.#stream.isBucket) return 0;
    let known = 0;
    let unknown = Math.min(this.#heard.length - 1, await this.#lastSequence()) + 1;
    while (unknown - known > 1) {
      const middle = Math.floor((known + unknown) / 2);
      if (await this.#isHeard(middle)) known = middle;
      else unknown = middle;
    }
    return known;
  }

  async #isHeard(sequence: number): Promise<boolean> {
    const manager = await this.#manager();
    const stored = await manager.streams.getMessage(this.#stream.name, { seq: sequence });
    return stored.header.get('Nats-Msg-Id') === this.#heard[sequence];
  }
}
