import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { systemClock } from '../../shared/clock.ts';

export interface ChildOptions {
  /** What a person calls it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where its output goes. */
  readonly logFile: string;
}

/** Milliseconds a child has to stop before it is killed. */
const stopMs = 10_000;

/** One program of the trial, in a process group of its own: Ctrl-C reaches it only through us, in the right order. */
export class Child {
  readonly name: string;
  readonly logFile: string;
  readonly #process: ChildProcess;
  /** Resolves when it is over, with what a person should know. */
  readonly over: Promise<string>;
  #isOver = false;

  constructor({ name, command, args, logFile }: ChildOptions) {
    this.name = name;
    this.logFile = logFile;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'w');
    this.#process = spawn(command, args, { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.over = new Promise((resolve) => {
      this.#process.once('error', (error) => {
        this.#isOver = true;
        resolve(error.message);
      });
      this.#process.once('exit', (code, signal) => {
        this.#isOver = true;
        resolve(
          signal === null ? `it ended with code ${String(code)}` : `it was ended by ${signal}`,
        );
      });
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** The end of its output, for when it failed. */
  tail(lineCount: number): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lineCount).join('\n');
  }

  async stop(): Promise<void> {
    if (this.#isOver) return;
    this.#process.kill('SIGTERM');
    const timer = systemClock.setTimer(() => {
      this.#process.kill('SIGKILL');
    }, stopMs);
    await this.over;
    timer.cancel();
  }
}
