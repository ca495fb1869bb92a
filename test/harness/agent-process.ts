import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { wallClockOff } from './faked-clock.ts';
import { ownFiles } from './own-mount.ts';
import { areLogsKept, ChildProgram, type ProgramEnd } from './child-program.ts';

export interface AgentProcessOptions {
  /** Of the central, host:port. */
  readonly central: string;
  readonly hostId: string;
  /** Sockets of libvirt daemons; no hypervisor at all without. */
  readonly libvirtSockets?: readonly string[];
  /** What it reads in place of the system's files, by their absolute paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** By how much its wall clock is wrong, such as `+1h`. */
  readonly wallClockOff?: string;
}

/** A `muster-agent` as users run it. */
export class AgentProcess {
  readonly hostId: string;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'muster-agent-'));
  readonly #program: ChildProgram;

  constructor({
    central,
    hostId,
    libvirtSockets,
    files = {},
    wallClockOff: off,
  }: AgentProcessOptions) {
    this.hostId = hostId;
    for (const [file, text] of Object.entries(files)) this.rewrite(file, text);
    const paths = Object.keys(files).map((file) => [file, this.#copyOf(file)] as const);
    this.#program = new ChildProgram({
      script: 'agent/main.ts',
      logFile: path.join(this.#folder, 'agent.log'),
      args: [
        ...['--central-addresses', central, '--host-id', hostId],
        ...['--state-folder', path.join(this.#folder, 'state')],
        ...(libvirtSockets
          ? ['--hypervisor-sockets', libvirtSockets.join(',')]
          : ['--hypervisor-kind', 'none']),
      ],
      prefix: [
        ...(paths.length > 0 ? ownFiles(Object.fromEntries(paths)) : []),
        ...(off === undefined ? [] : wallClockOff(off)),
      ],
    });
  }

  /** From now on it reads this in one of its own files. */
  rewrite(file: string, text: string): void {
    writeFileSync(this.#copyOf(file), text);
  }

  #copyOf(file: string): string {
    return path.join(this.#folder, file.replaceAll('/', '_'));
  }

  get pid(): number {
    return this.#program.pid;
  }

  get logText(): string {
    return this.#program.logText;
  }

  kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<ProgramEnd> {
    return this.#program.kill(signal);
  }

  async stop(): Promise<void> {
    await this.#program.kill();
    if (!areLogsKept) rmSync(this.#folder, { recursive: true, force: true });
  }
}
