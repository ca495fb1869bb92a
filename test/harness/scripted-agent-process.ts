import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { HypervisorEvent } from '../../agent/hypervisor/port.ts';
import { areLogsKept, ChildProgram } from './child-program.ts';
import { eventually } from './eventually.ts';
import type { ScriptedAgentSettings } from './scripted-agent.ts';
import { ScriptedVms } from './scripted-vms.ts';

export type ScriptedAgentOptions = Partial<ScriptedAgentSettings> &
  Pick<ScriptedAgentSettings, 'addresses'>;

/**
 * A real agent in a process of its own, whose hypervisor is `vms`. What happens there while the agent is dead is seen
 * by its successor, as with a real hypervisor.
 */
export class ScriptedAgentProcess {
  readonly vms = new ScriptedVms();
  readonly hostId: string;
  readonly #folder: string;
  readonly #options: ScriptedAgentOptions;
  #program: ChildProgram | undefined;
  #isConnected = false;
  /** When it lost or closed a connection, unix ms. */
  readonly disconnectedAt: number[] = [];

  constructor(options: ScriptedAgentOptions) {
    this.#options = options;
    this.hostId = options.hostId ?? 'host-1';
    this.#folder = mkdtempSync(path.join(tmpdir(), 'muster-agent-'));
    this.vms.listen((event) => {
      this.tell(event);
    });
  }

  static async start(options: ScriptedAgentOptions): Promise<ScriptedAgentProcess> {
    const agent = new ScriptedAgentProcess(options);
    agent.spawn();
    await agent.connected();
    return agent;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get logText(): string {
    return this.#program?.logText ?? '';
  }

  /** Starts it, with the VMs as they are now. It must be down. */
  spawn(): void {
    const settings: ScriptedAgentSettings = {
      ...{ hostId: this.hostId, site: 'north', labels: {} },
      ...this.#options,
    };
    this.#isConnected = false;
    this.#program = new ChildProgram({
      script: 'test/harness/scripted-agent.ts',
      args: [JSON.stringify(settings)],
      logFile: path.join(this.#folder, 'agent.log'),
      onLine: (line) => {
        this.#isConnected = line === 'connected';
        if (line === 'disconnected') this.disconnectedAt.push(Date.now());
      },
    });
    this.tell(this.vms.available());
  }

  async connected(): Promise<void> {
    await eventually(() => (this.#isConnected ? true : undefined), {
      what: `agent ${this.hostId} is connected`,
    });
  }

  tell(event: HypervisorEvent): void {
    if (this.#program?.isOver === false) this.#program.send(JSON.stringify(event));
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    await this.#program?.kill(signal);
  }

  freeze(): void {
    this.#program?.freeze();
  }

  thaw(): void {
    this.#program?.thaw();
  }

  async stop(): Promise<void> {
    await this.#program?.kill();
    if (!areLogsKept) rmSync(this.#folder, { recursive: true, force: true });
  }
}
