import type { Clock, Timer } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Incarnation } from './incarnation.ts';
import type { StaleKey } from './reconcile.ts';

export interface OwedVmKeysOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** All listeners have written: the store is to remember that this bucket is complete. */
  readonly paid: (bucket: Incarnation) => Promise<void>;
}

type Listener = (stale: readonly StaleKey[]) => Promise<void>;

/** The keys of VMs in a bucket that lost them: written again from the store, in the background, until it is done. */
export class OwedVmKeys {
  readonly #options: OwedVmKeysOptions;
  readonly #listeners: Listener[] = [];
  /** The bucket that must be filled. */
  #bucket: Incarnation | undefined;
  #staleKeys: readonly StaleKey[] = [];
  #isPaying = false;
  #retry: Timer | undefined;

  constructor(options: OwedVmKeysOptions) {
    this.#options = options;
  }

  /** Writes them, stale ones away, and rejects if it could not. */
  onOwed(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** undefined: nothing is owed. */
  owe(bucket: Incarnation | undefined, staleKeys: readonly StaleKey[]): void {
    this.#bucket = bucket;
    this.#staleKeys = staleKeys;
  }

  /** Writing is possible. */
  pay(): void {
    const owed = this.#bucket;
    if (!owed || this.#isPaying) return;
    this.#isPaying = true;
    const goOn = (): void => {
      this.#isPaying = false;
      this.pay();
    };
    this.#write(owed).then(goOn, (error: unknown) => {
      this.#options.log.warn({ err: error }, 'VM keys are not complete yet; tried again');
      this.#retry = this.#options.clock.setTimer(goOn, limits.natsCheckPauseMsMax);
    });
  }

  /** What is still owed is found again at the next start. */
  stop(): void {
    this.#bucket = undefined;
    this.#retry?.cancel();
  }

  async #write(owed: Incarnation): Promise<void> {
    for (const listener of this.#listeners) await listener(this.#staleKeys);
    if (this.#bucket !== owed) return;
    this.#bucket = undefined;
    await this.#options.paid(owed);
    this.#options.log.info('VM keys are complete again');
  }
}
