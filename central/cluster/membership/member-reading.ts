import type { JetStream, Reading } from '../../jetstream-port.ts';
import { membersBucket } from '../buckets.ts';
import { unavailable } from '../jetstream-errors.ts';
import type { MemberKey } from './entry.ts';
import { readKey } from './member-key.ts';

export interface MemberReadingOptions {
  readonly jetStream: JetStream;
  /** A key changed after the list was made. */
  readonly onHeard: (key: MemberKey) => void;
  /** After the list was made: nothing more is heard. */
  readonly onBroken: (reason: string) => void;
}

/** The bucket as it is, and from there on every change of it. */
export class MemberReading {
  readonly #options: MemberReadingOptions;
  #reading: Reading | undefined;
  #isListed = false;
  #isClosed = false;

  constructor(options: MemberReadingOptions) {
    this.#options = options;
  }

  /** Rejects with UNAVAILABLE. */
  list(): Promise<readonly MemberKey[]> {
    const keys: MemberKey[] = [];
    return new Promise((resolve, reject) => {
      const reading = this.#options.jetStream.read({
        stream: membersBucket.stream,
        fromSequence: 1,
        onMessage: (message) => {
          if (this.#isListed) this.#options.onHeard(readKey(message));
          else keys.push(readKey(message));
        },
        onCaughtUp: () => {
          this.#isListed = true;
          resolve(keys);
        },
        onBroken: (reason) => {
          if (this.#isListed) this.#options.onBroken(reason);
          else reject(unavailable(`members could not be listed: ${reason}`));
        },
      });
      reading.then((opened) => {
        this.#reading = opened;
        if (this.#isClosed) opened.close();
      }, reject);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#reading?.close();
  }
}
