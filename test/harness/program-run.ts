import { execFile } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

export interface ProgramRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramRunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The command that runs Node. */
  readonly prefix?: readonly string[];
}

/** Runs one of the programs to its end. @param script below the repository, such as `central/main.ts`. */
export function runToEnd(
  script: string,
  args: readonly string[],
  { env = {}, prefix = [] }: ProgramRunOptions = {},
): Promise<ProgramRun> {
  const node = [process.execPath, '--import', 'tsx', path.join(root, script), ...args];
  const [command = '', ...words] = [...prefix, ...node];
  const options = { cwd: root, env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(command, words, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}
