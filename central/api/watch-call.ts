import type { ServerWritableStream } from '@grpc/grpc-js';

import type { WatchRequest__Output } from '../../shared/wire/generated/muster/v1/WatchRequest.ts';
import type { WatchResponse } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import type { ApiError } from './api-error.ts';

export type WatchServerCall = ServerWritableStream<WatchRequest__Output, WatchResponse>;

/**
 * Writes to a watcher at the watcher's pace. Everything that can end a wait (room again, canceled, failed, something to
 * do) wakes the same sleeper, because after a cancellation grpc-js never reports room again (G8).
 */
export class WatchCall {
  readonly #call: WatchServerCall;
  #isBlocked = false;
  #isOver = false;
  #wake: () => void = () => undefined;
  readonly #over: Promise<void>;

  constructor(call: WatchServerCall) {
    this.#call = call;
    call.on('drain', () => {
      this.#isBlocked = false;
      this.#wake();
    });
    this.#over = new Promise((resolve) => {
      for (const end of ['cancelled', 'close', 'error']) {
        call.on(end, () => {
          this.#isOver = true;
          this.#wake();
          resolve();
        });
      }
      this.#isOver = call.cancelled;
      if (this.#isOver) resolve();
    });
  }

  /** True once nothing more can be written. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when there is room for the next one, or the call is over. */
  async write(response: WatchResponse): Promise<void> {
    if (this.#isOver) return;
    this.#isBlocked = !this.#call.write(response);
    while (this.#isBlocked && !this.isOver) await this.sleep();
  }

  /** Until `wake`, room, or the end. Only one may sleep. */
  sleep(): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Resolves when `settled` does, or when the call is over. */
  until(settled: Promise<void>): Promise<void> {
    return Promise.race([settled, this.#over]);
  }

  wake(): void {
    this.#wake();
  }

  /** Ends the call after what is written already; over at once for this side. Does nothing when it is over. */
  fail(error: ApiError): void {
    if (this.#isOver) return;
    this.#call.emit('error', error);
  }
}
