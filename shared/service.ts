import type { Clock } from './clock.ts';
import { MusterError } from './errors.ts';
import type { Logger } from './log.ts';

/** A part of a program with a life of its own. Does no work until started. */
export interface Service {
  readonly name: string;
  /**
   * Resolves when the part is ready for those after it in the list; rejects when it cannot be, or when `signal` says that
   * nobody waits for it any more.
   */
  start(signal?: AbortSignal): Promise<void>;
  /** Lets go of everything. Called once, and only after `start` resolved. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly log: Logger;
  readonly clock: Clock;
  /** Milliseconds for stopping all services together. */
  readonly stopTimeoutMs: number;
  /** Ends the start: the service being started is told, later ones are left alone. */
  readonly signal?: AbortSignal;
}

export type StopOutcome =
  | { readonly kind: 'clean' }
  /** These rejected, or had not stopped in time. */
  | { readonly kind: 'incomplete'; readonly services: readonly string[] };

export interface RunningServices {
  /** Stops in reverse order of the list. A second call returns the same promise. */
  stop(): Promise<StopOutcome>;
}

/**
 * Starts services one after the other. When one fails, those already started are stopped again.
 *
 * @throws the MusterError the service threw, or START_FAILED, naming the service, with what it threw as cause.
 */
export async function runServices(
  services: readonly Service[],
  options: ServiceOptions,
): Promise<RunningServices> {
  const started: Service[] = [];
  for (const service of services) {
    if (isAborted(options)) break;
    try {
      await service.start(options.signal);
    } catch (cause) {
      if (isAborted(options)) break;
      await stopServices(started, options);
      throw startFailure(service, cause);
    }
    options.log.debug({ service: service.name }, 'started');
    started.push(service);
  }
  let stopping: Promise<StopOutcome> | undefined;
  return { stop: () => (stopping ??= stopServices(started, options)) };
}

function isAborted({ signal }: ServiceOptions): boolean {
  return signal?.aborted === true;
}

/** A MusterError already says what to do, and its exit code must reach the supervisor. */
function startFailure(service: Service, cause: unknown): MusterError {
  if (cause instanceof MusterError) return cause;
  const reason = MusterError.from(cause).message;
  return new MusterError('START_FAILED', `${service.name} could not start: ${reason}`, { cause });
}

async function stopServices(
  started: readonly Service[],
  { log, clock, stopTimeoutMs }: ServiceOptions,
): Promise<StopOutcome> {
  const deadlineMs = clock.monotonicMs() + stopTimeoutMs;
  const failed: string[] = [];
  for (const [index, service] of [...started.entries()].reverse()) {
    // One that hangs must not use up the time of those that still have data to flush.
    const shareMs = Math.max(0, deadlineMs - clock.monotonicMs()) / (index + 1);
    const outcome = await stopWithin(service, clock, shareMs);
    if (outcome.kind === 'stopped') {
      log.debug({ service: service.name }, 'stopped');
      continue;
    }
    failed.push(service.name);
    if (outcome.kind === 'late') {
      log.error({ service: service.name, waitedMs: shareMs }, 'did not stop in time; going on');
    } else {
      log.error({ service: service.name, err: outcome.cause }, 'failed to stop; going on');
    }
  }
  return failed.length === 0 ? { kind: 'clean' } : { kind: 'incomplete', services: failed };
}

type OneStop = { kind: 'stopped' } | { kind: 'late' } | { kind: 'failed'; cause: unknown };

async function stopWithin(service: Service, clock: Clock, timeoutMs: number): Promise<OneStop> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(() => {
      resolve({ kind: 'late' });
    }, timeoutMs);
    const settle = (outcome: OneStop): void => {
      timer.cancel();
      resolve(outcome);
    };
    // Inside `then`, so that a stop that throws before its first await is a failure like any other.
    Promise.resolve()
      .then(() => service.stop())
      .then(
        () => {
          settle({ kind: 'stopped' });
        },
        (cause: unknown) => {
          settle({ kind: 'failed', cause });
        },
      );
  });
}
