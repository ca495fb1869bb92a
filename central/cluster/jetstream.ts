import type { JetStreamManager, NatsConnection, StreamInfo } from 'nats';

import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type {
  JetStream,
  OutgoingMessage,
  Reading,
  ReadOptions,
  StoredMessage,
  StreamSettings,
  StreamState,
  WriteOutcome,
} from '../jetstream-port.ts';
import { AcknowledgedWrites, encodeHeaders, type EncodedMessage } from './acknowledged-writes.ts';
import { failureOf, unavailable, type Failure } from './jetstream-errors.ts';
import type { NatsLink } from './nats-link.ts';
import { openReading } from './stream-reading.ts';
import { settingProblems, streamConfig, streamState } from './stream-settings.ts';

export interface NatsJetStreamOptions {
  readonly link: NatsLink;
  readonly clock: Clock;
  readonly log: Logger;
  /** True: for the connect steps themselves. False: nothing is written or read before they have succeeded. */
  readonly isForSteps: boolean;
  /** Called for each message written. */
  readonly onWritten?: (stream: string, sequence: number) => void;
}

export class NatsJetStream implements JetStream {
  readonly #options: NatsJetStreamOptions;
  readonly #connection: NatsConnection;
  readonly #writes: AcknowledgedWrites;
  #manager: Promise<JetStreamManager> | undefined;

  constructor(options: NatsJetStreamOptions) {
    this.#options = options;
    const { link, clock } = options;
    this.#connection = link.connection;
    const writes = new AcknowledgedWrites({ connection: link.connection, clock });
    link.onDown((reason) => {
      writes.giveUp(reason);
    });
    link.onDenied((subject, cause) => {
      writes.deny(subject, cause);
    });
    this.#writes = writes;
  }

  async write(message: OutgoingMessage): Promise<WriteOutcome> {
    const encoded = encodeMessage(message);
    for (let attempt = 0; attempt < limits.natsWriteAttempts; attempt++) {
      if (!this.#mayAsk()) return { kind: 'unavailable', reason: 'NATS is away or being checked' };
      const outcome = await this.#writeOnce(encoded);
      if (outcome.kind === 'written') this.#options.onWritten?.(message.stream, outcome.sequence);
      if (outcome.kind !== 'silence') return outcome;
    }
    return { kind: 'unavailable', reason: 'NATS does not answer' };
  }

  async last(stream: string, subject: string): Promise<StoredMessage | undefined> {
    const outcome = await this.#ask(async () => {
      const manager = await this.#jetStreamManager();
      const found = await manager.streams.getMessage(stream, { last_by_subj: subject });
      return {
        subject: found.subject,
        sequence: found.seq,
        body: found.data,
        header: (name: string) => found.header.get(name),
      };
    });
    if (outcome.kind === 'done') return outcome.value;
    if (outcome.kind === 'absent') return undefined;
    throw unavailable(reasonOf(outcome));
  }

  async assertStream(settings: StreamSettings): Promise<StreamState> {
    const info = await this.#findOrCreate(settings);
    const problems = settingProblems(info.config, settings);
    if (problems.length === 0) return streamState(info);
    this.#options.log.warn({ stream: settings.name, problems }, 'stream settings are set right');
    return streamState(await this.#update(settings, problems));
  }

  async state(stream: string): Promise<StreamState> {
    const info = await this.#info(stream);
    if (info === undefined) throw unavailable(`stream ${stream} is not there`);
    return streamState(info);
  }

  async read(options: ReadOptions): Promise<Reading> {
    const outcome = await this.#ask(async () => {
      const manager = await this.#jetStreamManager();
      return openReading(options, {
        connection: this.#connection,
        manager,
        clock: this.#options.clock,
        onDown: (listener) => this.#options.link.onDown(listener),
      });
    });
    if (outcome.kind === 'done') return outcome.value;
    throw unavailable(outcome.kind === 'absent' ? 'no such stream' : reasonOf(outcome));
  }

  #mayAsk(): boolean {
    return this.#options.isForSteps || this.#options.link.isReady;
  }

  async #writeOnce(message: EncodedMessage): Promise<WriteOutcome | { readonly kind: 'silence' }> {
    const { link } = this.#options;
    if (!link.isConnected) return { kind: 'unavailable', reason: 'NATS is not connected' };
    const answer = await this.#writes.write(message);
    if (answer.kind === 'written') {
      link.answered();
      return answer;
    }
    this.#noteFailure(answer);
    return answer.kind === 'silence' || answer.kind === 'conflict'
      ? answer
      : { kind: 'unavailable', reason: reasonOf(answer) };
  }

  /** A question is repeated after a silence, and refused while the connection is in doubt. */
  async #ask<T>(request: () => Promise<T>): Promise<Outcome<T>> {
    let outcome: Outcome<T> = { kind: 'unavailable', reason: 'NATS is away or being checked' };
    for (let attempt = 0; attempt < limits.natsWriteAttempts && this.#mayAsk(); attempt++) {
      outcome = await this.#attempt(request);
      if (outcome.kind !== 'silence') return outcome;
    }
    return outcome;
  }

  async #attempt<T>(request: () => Promise<T>): Promise<Outcome<T>> {
    const { link } = this.#options;
    try {
      const value = await link.guard(request);
      link.answered();
      return { kind: 'done', value };
    } catch (thrown) {
      const failure = failureOf(thrown);
      this.#noteFailure(failure);
      return failure;
    }
  }

  #noteFailure(failure: Failure): void {
    const { link } = this.#options;
    if (failure.kind === 'silence') link.silent();
    else if (failure.kind === 'no-stream') link.recheck(failure.reason);
  }

  async #info(stream: string): Promise<StreamInfo | undefined> {
    const outcome = await this.#ask(async () =>
      (await this.#jetStreamManager()).streams.info(stream),
    );
    if (outcome.kind === 'done') return outcome.value;
    // Without JetStream the same request finds nobody at all, which is no statement about the stream.
    if (outcome.kind === 'no-stream' && outcome.reason.startsWith('JetStream')) return undefined;
    throw unavailable(outcome.kind === 'absent' ? 'no such stream' : reasonOf(outcome));
  }

  async #findOrCreate(settings: StreamSettings): Promise<StreamInfo> {
    const found = await this.#info(settings.name);
    if (found) return found;
    this.#options.log.info({ stream: settings.name }, 'stream is created');
    const outcome = await this.#ask(async () =>
      (await this.#jetStreamManager()).streams.add(streamConfig(settings)),
    );
    if (outcome.kind === 'done') return outcome.value;
    // Another replica may have been faster; then it is there at the next try.
    throw unavailable(`stream ${settings.name} could not be created: ${reasonOf(outcome)}`);
  }

  async #update(settings: StreamSettings, problems: readonly string[]): Promise<StreamInfo> {
    const outcome = await this.#ask(async () =>
      (await this.#jetStreamManager()).streams.update(settings.name, streamConfig(settings)),
    );
    if (outcome.kind === 'done') return outcome.value;
    if (outcome.kind === 'silence') throw unavailable(reasonOf(outcome));
    throw new MusterError(
      'NATS_SETUP_WRONG',
      `stream ${settings.name} in NATS does not fit (${problems.join('; ')}) and cannot be changed ` +
        `(${reasonOf(outcome)}); move it away with "nats stream backup" and "nats stream rm ${settings.name}"`,
    );
  }

  /** Kept once it was had; asking costs a round trip. */
  #jetStreamManager(): Promise<JetStreamManager> {
    this.#manager ??= this.#connection.jetstreamManager({
      timeout: limits.natsAnswerMs,
      checkAPI: false,
    });
    return this.#manager;
  }
}

function encodeMessage(message: OutgoingMessage): EncodedMessage {
  const { subject, body, expected } = message;
  const entries = Object.entries(message.headers ?? {});
  entries.push(['Nats-Msg-Id', message.messageId], ['Nats-Expected-Stream', message.stream]);
  if (expected !== undefined)
    entries.push(['Nats-Expected-Last-Subject-Sequence', String(expected)]);
  return { subject, body, headers: encodeHeaders(entries) };
}

type Outcome<T> = { readonly kind: 'done'; readonly value: T } | Failure;

function reasonOf(failure: Failure): string {
  switch (failure.kind) {
    case 'silence':
      return 'NATS does not answer';
    case 'conflict':
      return 'written by somebody else at the same time';
    case 'absent':
      return 'no such message';
    case 'no-stream':
    case 'unavailable':
      return failure.reason;
  }
}
