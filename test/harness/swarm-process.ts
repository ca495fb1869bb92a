import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { SwarmFigures } from '../swarm/figures.ts';
import { areLogsKept, ChildProgram } from './child-program.ts';
import { eventually } from './eventually.ts';

export interface SwarmProcessOptions {
  /** Of the replicas, where agents come: host:port. */
  readonly addresses: readonly string[];
  readonly agents: number;
  /** VMs on each; 5 unless told. */
  readonly vms?: number;
  /** Scripted state changes a second, all hosts together. */
  readonly changeRate: number;
  /** Number of the first host; 0 unless told. */
  readonly first?: number;
  /** Agents restarted a second. */
  readonly churn?: number;
}

/** Simulated hosts in a process of their own, whose changes are numbered so that a StoryChecker knows them. */
export class SwarmProcess {
  readonly #options: SwarmProcessOptions;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'muster-swarm-'));
  readonly #program: ChildProgram;
  #latest: SwarmFigures | undefined;

  constructor(options: SwarmProcessOptions) {
    this.#options = options;
    const { addresses, agents, vms = 5, changeRate, first = 0, churn = 0 } = options;
    this.#program = new ChildProgram({
      script: 'test/swarm/main.ts',
      logFile: path.join(this.#folder, 'swarm.log'),
      args: [
        ...['--central', addresses.join(','), '--agents', String(agents), '--vms', String(vms)],
        ...['--change-rate', String(changeRate), '--first', String(first)],
        ...['--churn', String(churn), '--hold', '--json'],
      ],
      onLine: (line) => {
        this.#latest = JSON.parse(line) as SwarmFigures;
      },
    });
  }

  get pid(): number {
    return this.#program.pid;
  }

  /** As of the last full second. */
  get latest(): SwarmFigures | undefined {
    return this.#latest;
  }

  /** Waits until every agent is connected and all it saw is safe. Without scripted changes under way. */
  async settled({ timeoutMs = 120_000 } = {}): Promise<void> {
    const { agents } = this.#options;
    await eventually(
      () => {
        if (this.#program.isOver) throw new Error(`the swarm ended:\n${this.#program.logText}`);
        const { connected = 0, safe = 0, endReasons = {} } = this.#latest ?? {};
        if (connected === agents && safe === agents) return true;
        throw new Error(`${connected} connected, ${safe} safe; ${JSON.stringify(endReasons)}`);
      },
      { what: `all ${agents} agents of the swarm are in sync`, timeoutMs, intervalMs: 50 },
    );
  }

  /** The scripted changes begin, or go on. */
  go(): void {
    this.#program.send('go');
  }

  /** The scripted changes rest. */
  quiet(): void {
    this.#program.send('quiet');
  }

  freeze(): void {
    this.#program.freeze();
  }

  thaw(): void {
    this.#program.thaw();
  }

  /** Waits until every change is safe, says goodbye for all agents, and tells what they did. */
  async end(): Promise<SwarmFigures> {
    this.#program.send('end');
    await this.#program.ended;
    return eventually(() => (this.#latest?.isOver === true ? this.#latest : undefined), {
      what: 'the swarm has told its summary',
    });
  }

  async stop(): Promise<void> {
    await this.#program.kill();
    if (!areLogsKept) rmSync(this.#folder, { recursive: true, force: true });
  }
}
