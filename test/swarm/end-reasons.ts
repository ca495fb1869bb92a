import type { LogFunction, Logger } from '../../shared/log.ts';

/** Different reasons kept; the words of a status rarely differ more. */
const reasonsMax = 20;

/** Why connections ended, by the agents' own words: the log of all agents of a process, counted instead of written. */
export class EndReasons {
  readonly #counts = new Map<string, number>();
  readonly logger: Logger;

  constructor() {
    const count: LogFunction = (fields: string | Readonly<Record<string, unknown>>) => {
      if (typeof fields !== 'string' && 'reason' in fields) this.#count(timeless(fields['reason']));
    };
    this.logger = {
      ...{ trace: ignore, debug: ignore, info: count, warn: count, error: count, fatal: count },
      child: () => this.logger,
    };
  }

  /** Each reason and how often, the most frequent first. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([, a], [, b]) => b - a));
  }

  #count(reason: string): void {
    const key = this.#counts.has(reason) || this.#counts.size < reasonsMax ? reason : 'other';
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }
}

/** grpc-js tells when a connection failed, which would make each reason one of its own. */
function timeless(reason: unknown): string {
  return String(reason).replaceAll(/ \([0-9TZ:.-]+\)/g, '');
}

const ignore: LogFunction = () => undefined;
