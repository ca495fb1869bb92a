import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type {
  JetStream,
  OutgoingMessage,
  Reading,
  ReadOptions,
  StoredMessage,
  StreamState,
  WriteOutcome,
} from '../../central/jetstream-port.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Stream {
  readonly createdAt: string;
  readonly perSubjectMax: number;
  readonly messages: Map<number, StoredMessage>;
  /** Sequence of the last message of each subject. */
  readonly lastOf: Map<string, number>;
  /** Sequence and time of each message id, for the duplicate window. */
  readonly ids: Map<string, { readonly sequence: number; readonly atMs: number }>;
  lastSequence: number;
}

export type Streams = ReadonlyMap<string, Stream>;

/** Somebody who reads a stream. */
interface Follower {
  readonly stream: string;
  readonly fromSequence: number;
  onStored(messages: readonly StoredMessage[]): void;
  onMessage(message: StoredMessage): void;
  onBroken(reason: string): void;
}

/** The server's side: what it holds survives its own end, unless somebody exchanges the folder. */
export class JetStreamServer {
  readonly #time: VirtualTime;
  readonly #onWritten: (message: OutgoingMessage) => void;
  #streams = new Map<string, Stream>();
  #lives = 0;
  readonly #followers = new Set<Follower>();
  isUp = true;

  constructor(time: VirtualTime, onWritten: (message: OutgoingMessage) => void) {
    this.#time = time;
    this.#onWritten = onWritten;
  }

  copy(): Streams {
    return new Map([...this.#streams].map(([name, stream]) => [name, copyOf(stream)]));
  }

  /** Whoever reads notices at once that the connection is gone. */
  stop(): void {
    this.isUp = false;
    for (const follower of this.#followers) follower.onBroken('disconnected');
    this.#followers.clear();
  }

  /** What is stored first, then what is written, as long as the connection lasts. */
  follow(name: string, follower: Follower): void {
    const found = [...this.stream(name).messages.values()].filter(
      ({ sequence }) => sequence >= follower.fromSequence,
    );
    follower.onStored(found);
    this.#followers.add(follower);
  }

  unfollow(follower: Follower): void {
    this.#followers.delete(follower);
  }

  /** Starts with another folder. */
  restore(streams: Streams): void {
    this.#streams = new Map([...streams].map(([name, stream]) => [name, copyOf(stream)]));
  }

  /** Somebody deletes a stream. */
  drop(name: string): void {
    this.#streams.delete(name);
  }

  assert(name: string, perSubjectMax: number): Stream {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const empty = { messages: new Map(), lastOf: new Map(), ids: new Map(), lastSequence: 0 };
    const stream = { ...empty, perSubjectMax, createdAt: `life ${String(++this.#lives)}` };
    this.#streams.set(name, stream);
    return stream;
  }

  stream(name: string): Stream {
    const stream = this.#streams.get(name);
    if (stream === undefined) throw new MusterError('UNAVAILABLE', `no stream ${name}`);
    return stream;
  }

  last(name: string, subject: string): StoredMessage | undefined {
    const { messages, lastOf } = this.stream(name);
    if (!subject.includes('*')) return messages.get(lastOf.get(subject) ?? 0);
    const pattern = patternOf(subject);
    let last = 0;
    for (const [known, sequence] of lastOf) {
      if (sequence > last && pattern.test(known)) last = sequence;
    }
    return messages.get(last);
  }

  write(outgoing: OutgoingMessage): WriteOutcome {
    const stream = this.stream(outgoing.stream);
    const twin = stream.ids.get(outgoing.messageId);
    if (twin !== undefined && this.#time.nowMs - twin.atMs < limits.duplicateWindowMs) {
      return { kind: 'written', sequence: twin.sequence };
    }
    const { expected, subject } = outgoing;
    const lastOfSubject = stream.lastOf.get(subject) ?? 0;
    if (expected !== undefined && expected !== lastOfSubject) return { kind: 'conflict' };
    const sequence = ++stream.lastSequence;
    const headers = outgoing.headers ?? {};
    const { body } = outgoing;
    const message = { subject, sequence, body, header: (name: string) => headers[name] ?? '' };
    stream.messages.set(sequence, message);
    if (stream.perSubjectMax === 1) stream.messages.delete(lastOfSubject);
    stream.lastOf.set(subject, sequence);
    stream.ids.set(outgoing.messageId, { sequence, atMs: this.#time.nowMs });
    this.#onWritten(outgoing);
    for (const follower of this.#followers)
      if (follower.stream === outgoing.stream) follower.onMessage(message);
    return { kind: 'written', sequence };
  }
}

function copyOf(stream: Stream): Stream {
  return {
    ...stream,
    messages: new Map(stream.messages),
    lastOf: new Map(stream.lastOf),
    ids: new Map(stream.ids),
  };
}

function patternOf(subject: string): RegExp {
  const parts = subject.split('.').map((part) => {
    if (part === '*') return '[^.]+';
    return part === '>' ? '.+' : part.replaceAll('$', '\\$');
  });
  return new RegExp(`^${parts.join('\\.')}$`);
}

/** How badly the way to the server treats requests, 0 to 1 each. */
export interface JetStreamTrouble {
  /** The request never arrives. */
  lost: number;
  /** It is done, and the answer never arrives. */
  unanswered: number;
  latencyMs: number;
}

export interface JetStreamClientOptions {
  readonly server: JetStreamServer;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly trouble: JetStreamTrouble;
  readonly isAlive: () => boolean;
  /** False: refuse at once, as while the link is being checked. */
  readonly isReady: () => boolean;
  /** Lets what comes into the process in, when it goes on; unless told, it never stands still. */
  readonly enter?: (fn: () => void) => void;
  /** Told of each reading, and how to break it off. */
  readonly onReading?: (breakOff: (reason: string) => void) => void;
  /** Called for each message written, as far as the answer came. */
  readonly onWritten?: (stream: string, sequence: number) => void;
}

/** One process's way to the server. A dead process hears nothing, but what it had sent may still arrive. */
export function jetStreamClient(options: JetStreamClientOptions): JetStream {
  const { server } = options;
  const rejecting = async <Answer>(request: () => Answer): Promise<Answer> => {
    const answer = await travel(options, request);
    if (answer.kind === 'silence') throw new MusterError('UNAVAILABLE', 'no answer');
    return answer.value;
  };
  return {
    write: async (message) => {
      const answer = await travel(options, () => server.write(message));
      if (answer.kind === 'silence') return { kind: 'unavailable', reason: 'no answer' };
      const { value } = answer;
      if (value.kind === 'written') options.onWritten?.(message.stream, value.sequence);
      return value;
    },
    last: (stream, subject) => rejecting(() => server.last(stream, subject)),
    state: (stream) => rejecting(() => stateOf(server, stream)),
    assertStream: ({ name, perSubjectMax }) =>
      rejecting(() => {
        server.assert(name, perSubjectMax);
        return stateOf(server, name);
      }),
    read: (readOptions) => rejecting(() => readFrom(options, readOptions)),
  };
}

/** In order and without a loss, or broken off. */
function readFrom(options: JetStreamClientOptions, read: ReadOptions): Reading {
  const { server, time, trouble, isAlive } = options;
  const { onMessage, onCaughtUp, onBroken } = read;
  let isOver = false;
  let dueMs = 0;
  const enter = (fn: () => void): void => {
    const act = (): void => {
      if (!isOver) fn();
    };
    if (options.enter) options.enter(act);
    else if (isAlive()) act();
  };
  const close = (): void => {
    isOver = true;
    server.unfollow(follower);
  };
  const follower: Follower = {
    stream: read.stream,
    fromSequence: read.fromSequence,
    onStored: (messages) => {
      queueMicrotask(() => {
        enter(() => {
          for (const message of messages) onMessage(message);
          onCaughtUp();
        });
      });
    },
    onMessage: (message) => {
      dueMs = Math.max(dueMs, time.nowMs + trouble.latencyMs);
      time.at(dueMs - time.nowMs, () => {
        enter(() => {
          onMessage(message);
        });
      });
    },
    onBroken: (reason) => {
      enter(() => {
        close();
        onBroken(reason);
      });
    },
  };
  server.follow(read.stream, follower);
  options.onReading?.((reason) => {
    if (isOver) return;
    server.unfollow(follower);
    follower.onBroken(reason);
  });
  return { close };
}

function stateOf(server: JetStreamServer, name: string): StreamState {
  const { createdAt, messages, lastSequence } = server.stream(name);
  const [first = lastSequence + 1] = messages.keys();
  return { createdAt, firstSequence: first, lastSequence };
}

type Answer<Value> = { readonly kind: 'answer'; readonly value: Value } | { kind: 'silence' };

/** There and back. Silence is noticed after the time the client waits for an answer. */
function travel<Value>(
  { server, time, chance, trouble, isAlive, isReady, enter }: JetStreamClientOptions,
  request: () => Value,
): Promise<Answer<Value>> {
  if (!isReady()) return Promise.resolve({ kind: 'silence' });
  return new Promise((resolve) => {
    const answer = (value: Answer<Value>, delayMs: number): void => {
      time.at(delayMs, () => {
        const act = (): void => {
          resolve(value);
        };
        if (enter) enter(act);
        else if (isAlive()) act();
      });
    };
    const isLost = chance.hit(trouble.lost);
    const isUnanswered = chance.hit(trouble.unanswered);
    time.at(chance.delayMs(trouble.latencyMs), () => {
      if (isLost || !server.isUp) {
        answer({ kind: 'silence' }, limits.natsAnswerMs);
        return;
      }
      try {
        const value = request();
        if (isUnanswered) answer({ kind: 'silence' }, limits.natsAnswerMs);
        else answer({ kind: 'answer', value }, chance.delayMs(trouble.latencyMs));
      } catch (error) {
        if (!(error instanceof MusterError)) throw error;
        answer({ kind: 'silence' }, 0);
      }
    });
  });
}
