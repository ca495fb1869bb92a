interface CatalogueEntry {
  /** When this error is raised. */
  readonly meaning: string;
  /** Exit code of a program that ends because of it. */
  readonly exitCode: number;
}

/** Every operating failure by its stable code; a code is never reused for another meaning. */
export const errorCatalogue = {
  INTERNAL: { meaning: 'a fault in Muster itself', exitCode: 1 },
  CONFIG_INVALID: { meaning: 'the configuration has wrong or missing fields', exitCode: 2 },
  REPLICA_ID_TAKEN: { meaning: 'another process runs under the same replica id', exitCode: 3 },
  UNAVAILABLE: { meaning: 'the storage cannot be reached right now; try again', exitCode: 1 },
  NATS_SETUP_WRONG: {
    meaning: 'a stream or bucket in NATS has settings Muster cannot work with or change',
    exitCode: 2,
  },
  START_FAILED: { meaning: 'a part of the program could not start', exitCode: 1 },
  STORE_FULL: { meaning: 'too little disk space for the store to write safely', exitCode: 1 },
  STORE_FAILED: {
    meaning: 'the store could not write, or nobody knows whether it did',
    exitCode: 1,
  },
  STORE_UNWRITABLE: { meaning: 'the data folder cannot be written', exitCode: 1 },
  STORE_IN_USE: { meaning: 'another process uses the data folder', exitCode: 1 },
  STORE_NETWORK_FOLDER: { meaning: 'the data folder is on a network file system', exitCode: 1 },
  STORE_VERSION: { meaning: 'the store was written by a newer Muster', exitCode: 1 },
  STATE_UNUSABLE: { meaning: 'the state folder of the agent cannot be used', exitCode: 1 },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

export interface MusterErrorOptions {
  readonly cause?: unknown;
  /** Facts for the log and for gRPC error details; no secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An operating failure. The message says what was wrong, where, and what to do about it. */
export class MusterError extends Error {
  override readonly name = 'MusterError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: MusterErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get exitCode(): number {
    return errorCatalogue[this.code].exitCode;
  }

  /** Whatever was thrown, as a MusterError; what is not one already becomes INTERNAL with its cause. */
  static from(thrown: unknown): MusterError {
    if (thrown instanceof MusterError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new MusterError('INTERNAL', message, { cause: thrown });
  }
}
