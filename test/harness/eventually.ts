import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** What is waited for, in words, for the failure text. */
  readonly what: string;
  /** Milliseconds; 60 000 unless told. Only a failing test waits as long, and a machine may stand still for many seconds. */
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Waits until `check` returns something other than undefined, and returns it. A check that throws, as an
 * `expect` does, is tried again; the last failure stands in the text when the time is over.
 */
export async function eventually<T>(
  check: () => T | undefined | Promise<T | undefined>,
  { what, timeoutMs = 60_000, intervalMs = 10 }: EventuallyOptions,
): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const outcome = await attempt(check);
    if (outcome.kind === 'met') return outcome.value;
    if (performance.now() >= deadlineMs) {
      const reason = outcome.cause instanceof Error ? `: ${outcome.cause.message}` : '';
      throw new Error(`not within ${timeoutMs} ms: ${what}${reason}`, { cause: outcome.cause });
    }
    await sleep(intervalMs);
  }
}

type Outcome<T> = { kind: 'met'; value: T } | { kind: 'unmet'; cause?: unknown };

async function attempt<T>(
  check: () => T | undefined | Promise<T | undefined>,
): Promise<Outcome<T>> {
  try {
    const value = await check();
    return value === undefined ? { kind: 'unmet' } : { kind: 'met', value };
  } catch (cause) {
    return { kind: 'unmet', cause };
  }
}
