import { statfsSync } from 'node:fs';

import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';

export type StoreHealth =
  | { readonly kind: 'ok' }
  | { readonly kind: 'full'; readonly freeBytes: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Bytes an ordinary user may still write below `folder`; undefined if the system does not say. */
export type FreeSpaceProbe = (folder: string) => number | undefined;

export const systemFreeSpace: FreeSpaceProbe = (folder) => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
};

export interface HealthOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly freeSpace: FreeSpaceProbe;
}

/** Whether the store may write: enough space on its disk (L12), and the last write did not fail. */
export class HealthWatch {
  readonly #options: HealthOptions;
  #freeBytes: number | undefined;
  #readAtMs = -Infinity;
  #failure: string | undefined;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  current(): StoreHealth {
    if (this.#failure !== undefined) return { kind: 'failed', reason: this.#failure };
    const freeBytes = this.#free();
    return freeBytes !== undefined && freeBytes < limits.diskFreeBytesMin
      ? { kind: 'full', freeBytes }
      : { kind: 'ok' };
  }

  /** Throws STORE_FULL. A failed store is not kept from trying again: success is what ends the failure. */
  assertRoom(): void {
    const freeBytes = this.#free();
    if (freeBytes === undefined || freeBytes >= limits.diskFreeBytesMin) return;
    throw this.#full(freeBytes);
  }

  succeeded(): void {
    this.#failure = undefined;
  }

  /** Notes a failed write of state. A full disk passes when there is room; all else counts as failed until a success. */
  failed(cause: unknown): MusterError {
    const error = this.explain(cause);
    if (error.code !== 'STORE_FULL') this.#failure = error.message;
    return error;
  }

  /**
   * What a failed write means to the caller: STORE_FULL or STORE_FAILED. LMDB reports a write that was cut short by a
   * full disk as an input/output error, so the free space decides.
   */
  explain(cause: unknown): MusterError {
    if (cause instanceof MusterError) return cause;
    this.#readAtMs = -Infinity;
    const freeBytes = this.#free();
    if (freeBytes !== undefined && freeBytes < limits.diskFreeBytesMin) {
      return this.#full(freeBytes, cause);
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new MusterError(
      'STORE_FAILED',
      `the store in ${this.#options.folder} could not write: ${reason}; check the disk and its permissions`,
      { cause },
    );
  }

  #free(): number | undefined {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#readAtMs >= limits.diskFreeCheckMs) {
      this.#freeBytes = this.#options.freeSpace(this.#options.folder);
      this.#readAtMs = nowMs;
    }
    return this.#freeBytes;
  }

  #full(freeBytes: number, cause?: unknown): MusterError {
    return new MusterError(
      'STORE_FULL',
      `${freeBytes} bytes are free on the disk of ${this.#options.folder}, ${limits.diskFreeBytesMin} are needed to write safely; make room, writing goes on by itself`,
      { cause, details: { freeBytes } },
    );
  }
}
