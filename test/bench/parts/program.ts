import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { processFigures } from './process-figures.ts';
import type { ProcessFigures } from './process-figures.ts';

export interface ProgramOptions {
  /** For the log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where it runs and its log is kept. */
  readonly folder: string;
  /** Gets standard output line by line; otherwise it goes to the log. */
  readonly onLine?: (line: string) => void;
}

/** What is waited for will never come. */
export class HopelessError extends Error {}

/** A process that is measured, with nothing of our environment but the path. */
export class Program {
  readonly name: string;
  readonly logFile: string;
  readonly #child: ChildProcess;
  #failure: Error | undefined;

  constructor({ name, command, args, folder, onLine }: ProgramOptions) {
    this.name = name;
    this.logFile = path.join(folder, `${name}.log`);
    const log = openSync(this.logFile, 'a');
    this.#child = spawn(command, args, {
      cwd: folder,
      env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, HOME: folder },
      stdio: ['pipe', onLine ? 'pipe' : log, log],
    });
    closeSync(log);
    this.#child.on('error', (error) => {
      this.#failure = error;
    });
    // What was said to a process that has just ended is lost, as it should be.
    this.#child.stdin?.on('error', () => undefined);
    if (onLine && this.#child.stdout) createInterface(this.#child.stdout).on('line', onLine);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null || !this.#child.pid;
  }

  /** Throws, with the end of its log, if it has ended. */
  assertRuns(): void {
    if (this.#failure) throw new HopelessError(this.#failure.message);
    if (!this.isOver) return;
    const tail = readFileSync(this.logFile, 'utf8').slice(-2000);
    throw new HopelessError(`${this.name} ended (${this.#child.exitCode ?? 'killed'}):\n${tail}`);
  }

  /** Throws, with the end of its log, if it did not end well. */
  assertSucceeded(): void {
    if (this.#child.exitCode !== 0) this.assertRuns();
  }

  figures(): ProcessFigures {
    return processFigures(this.pid);
  }

  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.isOver) this.#child.kill(signal);
  }

  /** Resolves when the process is gone. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.isOver) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill(signal);
    await gone;
  }

  async gone(): Promise<void> {
    if (!this.isOver) await once(this.#child, 'exit');
  }
}
