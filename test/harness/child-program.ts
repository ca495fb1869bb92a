import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.join(import.meta.dirname, '../..');

/** With KEEP_LOGS=1 in the environment the folders of all programs stay, for who looks for the cause of a failure. */
export const areLogsKept = process.env['KEEP_LOGS'] === '1';

export interface ChildProgramOptions {
  /** Below the repository, such as `central/main.ts`. */
  readonly script: string;
  readonly args: readonly string[];
  /** Gets what the program writes, behind what it holds already. */
  readonly logFile: string;
  /** If set, standard output goes here line by line, and standard input takes `send`. */
  readonly onLine?: (line: string) => void;
  /** The command that runs Node, such as `unshare ...`; Node itself unless told. */
  readonly prefix?: readonly string[];
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One of the programs as users run it: a process of its own, with nothing of our environment. */
export class ChildProgram {
  readonly ended: Promise<ProgramEnd>;
  readonly #child: ChildProcess;
  readonly #options: ChildProgramOptions;
  #isOver = false;

  constructor(options: ChildProgramOptions) {
    this.#options = options;
    const { script, args, logFile, onLine, prefix = [] } = options;
    const node = [process.execPath, '--import', 'tsx', path.join(root, script), ...args];
    const [command = '', ...words] = [...prefix, ...node];
    const log = openSync(logFile, 'a');
    this.#child = spawn(command, words, {
      cwd: root,
      env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, HOME: path.dirname(logFile) },
      stdio: onLine ? ['pipe', 'pipe', log] : ['ignore', log, log],
    });
    closeSync(log);
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code, signal) => {
        this.#isOver = true;
        resolve({ code, signal });
      });
    });
    // Who does not ask how it ended need not be told by a crash.
    this.ended.catch(() => undefined);
    // A write to a program that was just killed is lost, as it should be.
    this.#child.stdin?.on('error', () => undefined);
    if (this.#child.stdout && onLine) createInterface(this.#child.stdout).on('line', onLine);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get logText(): string {
    return readFileSync(this.#options.logFile, 'utf8');
  }

  send(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Resolves when the process is gone. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<ProgramEnd> {
    if (!this.#isOver) this.#child.kill(signal);
    return this.ended;
  }

  /** SIGSTOP: its sockets stay open and nothing answers. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }
}
