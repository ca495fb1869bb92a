import { MusterError } from './errors.ts';
import type { Logger } from './log.ts';
import { runServices, type Service, type ServiceOptions } from './service.ts';

/** The part of `process` a program needs; tests hand in an emitter. */
export interface ProcessSignals {
  on(event: string, listener: (value: unknown) => void): unknown;
  off(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
}

export interface ProgramOptions extends Omit<ServiceOptions, 'signal'> {
  readonly services: readonly Service[];
  readonly process: ProcessSignals;
  /** Called on SIGHUP. */
  readonly reload?: () => void;
}

export interface Program {
  /** Stops the program for a reason of its own; the first reason decides the exit code. */
  fail(error: MusterError): void;
  /** Stops the program as a signal does, because its work is done. */
  end(): void;
  /** The exit code, once everything has stopped: 0 after a signal, 1 when a part did not stop. */
  readonly done: Promise<number>;
}

/**
 * The life of a program: start, run until SIGTERM, SIGINT or a failure, stop. A second signal ends the process at once
 * with code 130. Whatever nobody caught is a broken invariant: nothing in memory can be trusted any more, so it is logged
 * and the process ends with code 1, without the orderly stop.
 */
export function runProgram(options: ProgramOptions): Program {
  const { log, process } = options;
  const ending = new Ending(log);
  const interrupted = (): void => {
    if (ending.isEnding) {
      process.exit(130);
      return;
    }
    log.info('stopping on signal');
    ending.begin(0);
  };
  const crashed = (cause: unknown): void => {
    log.fatal({ err: cause }, 'broken invariant; the process ends here');
    process.exit(1);
  };
  const listeners: [string, (value: unknown) => void][] = [
    ['SIGTERM', interrupted],
    ['SIGINT', interrupted],
    ['SIGHUP', () => options.reload?.()],
    ['uncaughtException', crashed],
    ['unhandledRejection', crashed],
  ];
  for (const [event, listener] of listeners) process.on(event, listener);
  const done = live(options, ending).finally(() => {
    for (const [event, listener] of listeners) process.off(event, listener);
  });
  return {
    fail: (error) => {
      ending.fail(error);
    },
    end: () => {
      ending.begin(0);
    },
    done,
  };
}

async function live(options: ProgramOptions, ending: Ending): Promise<number> {
  try {
    const running = await runServices(options.services, { ...options, signal: ending.signal });
    const exitCode = await ending.begun;
    const outcome = await running.stop();
    return outcome.kind === 'clean' ? exitCode : Math.max(1, exitCode);
  } catch (thrown) {
    const error = MusterError.from(thrown);
    options.log.fatal({ err: error }, error.message);
    return error.exitCode;
  }
}

/** That the program shall end, and with what code. */
class Ending {
  readonly #log: Logger;
  readonly #abort = new AbortController();
  #resolve!: (exitCode: number) => void;
  readonly begun: Promise<number>;

  constructor(log: Logger) {
    this.#log = log;
    this.begun = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isEnding(): boolean {
    return this.signal.aborted;
  }

  begin(exitCode: number): void {
    this.#resolve(exitCode);
    this.#abort.abort();
  }

  fail(error: MusterError): void {
    this.#log.fatal({ err: error, code: error.code }, error.message);
    this.begin(error.exitCode);
  }
}
