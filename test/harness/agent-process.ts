import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ownMachineId } from './own-mount.ts';
import { areLogsKept, ChildProgram, type ProgramEnd } from './child-program.ts';

export interface AgentProcessOptions {
  /** Of the central, host:port. */
  readonly central: string;
  readonly hostId: string;
  /** Sockets of libvirt daemons; no hypervisor at all without. */
  readonly libvirtSockets?: readonly string[];
  /** 32 hex digits; the machine's own unless told. */
  readonly machineId?: string;
}

/** A `muster-agent` as users run it. */
export class AgentProcess {
  readonly hostId: string;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'muster-agent-'));
  readonly #program: ChildProgram;

  constructor({ central, hostId, libvirtSockets, machineId }: AgentProcessOptions) {
    this.hostId = hostId;
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
      ...(machineId !== undefined && { prefix: ownMachineId(machineId, this.#folder) }),
    });
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
