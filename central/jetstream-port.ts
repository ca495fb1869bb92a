/**
 * JetStream as the central needs it. `central/cluster` has the one implementation; publish and feed get it handed
 * in, so that the client library stays behind one folder.
 */

/** Settings of a stream or bucket, asserted at start and after every connect. All are kept in files. */
export interface StreamSettings {
  readonly name: string;
  readonly subjects: readonly string[];
  /** Messages kept per subject; -1: all. */
  readonly perSubjectMax: number;
  /** What happens when it is full. */
  readonly discard: 'old' | 'new';
  /** 0: for ever. */
  readonly ageMsMax: number;
  /** -1: as much as the server gives. */
  readonly bytesMax: number;
  /** A bucket: readers may be told of a deletion by a marker, nobody may erase a message. */
  readonly isBucket: boolean;
  readonly replicas: number;
}

export interface StreamState {
  /** As the server says it; another text is another stream under the same name. */
  readonly createdAt: string;
  /** Sequence of the oldest message kept; one above `lastSequence` if there is none. */
  readonly firstSequence: number;
  readonly lastSequence: number;
}

export interface StoredMessage {
  readonly subject: string;
  readonly sequence: number;
  readonly body: Uint8Array;
  /** Empty: not there. */
  header(name: string): string;
}

export interface OutgoingMessage {
  readonly stream: string;
  readonly subject: string;
  readonly body: Uint8Array;
  /** A repeat within the duplicate window is answered with the sequence of the first (N16). */
  readonly messageId: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written only if the subject's last message has this sequence; 0: if it has none. */
  readonly expected?: number;
}

export type WriteOutcome =
  | { readonly kind: 'written'; readonly sequence: number }
  /** `expected` does not hold. */
  | { readonly kind: 'conflict' }
  /** No room, no leader, no answer: it may have been written or not. */
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface ReadOptions {
  readonly stream: string;
  /** First sequence wanted, 1 or more. */
  readonly fromSequence: number;
  /** In order, none left out, never after `onBroken`. */
  readonly onMessage: (message: StoredMessage) => void;
  /** Once, perhaps before `read` resolves: all that was stored when the reading was opened has been delivered. */
  readonly onCaughtUp: () => void;
  /** The reading is over: messages were lost, or the server forgot it. To be opened again from the last one seen. */
  readonly onBroken: (reason: string) => void;
}

export interface Reading {
  /** No call of `onMessage`, `onCaughtUp` or `onBroken` follows. */
  close(): void;
}

export interface JetStream {
  /** Repeats unchanged after a time-out. Throws MusterError INTERNAL on what no server will ever take. */
  write(message: OutgoingMessage): Promise<WriteOutcome>;
  /**
   * Last message of a subject, which may hold wildcards, from the stream's leader. undefined: none.
   * Rejects with MusterError UNAVAILABLE.
   */
  last(stream: string, subject: string): Promise<StoredMessage | undefined>;
  /** Creates the stream, or makes its settings these. Rejects with UNAVAILABLE or NATS_SETUP_WRONG. */
  assertStream(settings: StreamSettings): Promise<StreamState>;
  /** Rejects with MusterError UNAVAILABLE. */
  state(stream: string): Promise<StreamState>;
  /** Rejects with MusterError UNAVAILABLE. */
  read(options: ReadOptions): Promise<Reading>;
}

/** Something to be right before anything is written, after every connect, in the order added. */
export interface ConnectStep {
  readonly name: string;
  /** Rejects to be called again after a pause; NATS_SETUP_WRONG at start ends the start. */
  run(): Promise<void>;
}
