import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from './eventually.ts';

export const cliMain = join(import.meta.dirname, '../../central/cli/main.ts');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The `muster` command as users start it: a process of its own, with a home folder of its own. */
export class MusterCli {
  readonly homeFolder: string;
  readonly #env: Record<string, string>;

  private constructor(homeFolder: string, env: Record<string, string>) {
    this.homeFolder = homeFolder;
    this.#env = env;
  }

  static async create(env: Record<string, string> = {}): Promise<MusterCli> {
    return new MusterCli(await mkdtemp(join(tmpdir(), 'muster-cli-')), env);
  }

  /** The same home folder with other variables. */
  with(env: Record<string, string>): MusterCli {
    return new MusterCli(this.homeFolder, { ...this.#env, ...env });
  }

  async remove(): Promise<void> {
    await rm(this.homeFolder, { recursive: true, force: true });
  }

  async run(...words: string[]): Promise<CliResult> {
    return this.start(...words).ended;
  }

  start(...words: string[]): RunningCli {
    const child = spawn(process.execPath, ['--import', 'tsx', cliMain, ...words], {
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new RunningCli(child);
  }

  /** Nothing of the environment of the tests but the path to programs. */
  environment(): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.homeFolder,
      TZ: 'UTC',
      ...this.#env,
    };
  }
}

export class RunningCli {
  stdout = '';
  stderr = '';
  readonly ended: Promise<CliResult>;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = once(child, 'close').then(([code]: (number | null)[]) => ({
      code: code ?? null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until standard output or standard error holds the text. */
  async said(text: string): Promise<void> {
    await eventually(
      () => (this.stdout.includes(text) || this.stderr.includes(text) ? true : undefined),
      { what: `"${text}" in:\n${this.stdout}\n--- stderr\n${this.stderr}` },
    );
  }
}

/** A run as text for a golden file, with everything that differs from run to run replaced. */
export function transcript(words: readonly string[], result: CliResult): string {
  const text = [
    `$ muster ${words.join(' ')}`,
    result.stdout,
    ...(result.stderr === '' ? [] : [`--- stderr\n${result.stderr}`]),
    `--- exit code ${result.code}`,
    '',
  ].join('\n');
  return text
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<iso time>')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, '<date and time> UTC')
    .replace(/(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3}/g, '<time>')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>');
}
