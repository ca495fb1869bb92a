import { pino, type DestinationStream } from 'pino';
import { PinoPretty } from 'pino-pretty';

import { limits } from './limits.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Writes one line. Fields are searchable facts; an error goes under `err`. */
export interface LogFunction {
  (message: string): void;
  (fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface Logger {
  readonly trace: LogFunction;
  readonly debug: LogFunction;
  readonly info: LogFunction;
  readonly warn: LogFunction;
  readonly error: LogFunction;
  readonly fatal: LogFunction;
  /** A logger that adds these fields to every line. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

export interface RootLogger extends Logger {
  /** Takes effect at once for this logger; a child keeps the level it was made with. */
  level: string;
}

export interface LoggerOptions {
  readonly program: string;
  readonly level: LogLevel;
  /** Where lines go: standard output unless told. */
  readonly destination?: DestinationStream;
}

/**
 * JSON lines with ISO times; readable text when standard output is a terminal.
 *
 * Lines are written behind the program's back, and at exit at once: a reader of our output that hangs
 * must not stop the loop. What it leaves unread beyond the limit is dropped.
 */
export function createLogger({ program, level, destination }: LoggerOptions): RootLogger {
  const options = {
    level,
    base: { program },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination ?? standardOutput());
}

/** Discards everything; for tests. */
export const silentLogger: Logger = pino({ level: 'silent' });

function standardOutput(): DestinationStream {
  if (process.stdout.isTTY) return PinoPretty({ ignore: 'program', sync: true });
  return pino.destination({ fd: 1, sync: false, maxLength: limits.logBufferBytesMax });
}
