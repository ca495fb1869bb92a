import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { FleetClient } from '../../harness/fleet-client.ts';
import { freePort } from '../../harness/free-port.ts';
import type { ProcessFigures } from './process-figures.ts';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';

export interface CentralSettings {
  /** host:port; unset: mode `local`. */
  readonly nats?: string | undefined;
  readonly intervalMs?: number;
  readonly suspectTimeoutMs?: number;
  readonly takeoverGraceMs?: number;
  /** Starts with the store in this folder instead of an empty one. */
  readonly dataFolder?: string;
  readonly nodeArgs?: readonly string[];
}

/** One replica, as users run it. */
export class CentralUnderTest {
  readonly client: FleetClient;
  readonly #stage: Stage;
  readonly #settings: CentralSettings;
  readonly #ports: { readonly agents: number; readonly api: number; readonly http: number };
  #program: Program | undefined;

  private constructor(
    stage: Stage,
    settings: CentralSettings,
    ports: { readonly agents: number; readonly api: number; readonly http: number },
  ) {
    this.#stage = stage;
    this.#settings = settings;
    this.#ports = ports;
    this.client = new FleetClient(`127.0.0.1:${ports.api}`);
  }

  /** Not started yet. */
  static async create(stage: Stage, settings: CentralSettings): Promise<CentralUnderTest> {
    const ports = { agents: await freePort(), api: await freePort(), http: await freePort() };
    return new CentralUnderTest(stage, settings, ports);
  }

  static async start(stage: Stage, settings: CentralSettings): Promise<CentralUnderTest> {
    const central = await CentralUnderTest.create(stage, settings);
    central.spawn();
    await central.ready();
    return central;
  }

  get apiAddress(): string {
    return `127.0.0.1:${this.#ports.api}`;
  }

  get apiPort(): number {
    return this.#ports.api;
  }

  get agentsAddress(): string {
    return `127.0.0.1:${this.#ports.agents}`;
  }

  get agentsPort(): number {
    return this.#ports.agents;
  }

  get dataFolder(): string {
    return this.#settings.dataFolder ?? path.join(this.#stage.folder, 'central');
  }

  get program(): Program {
    if (!this.#program) throw new Error('the central was never started');
    return this.#program;
  }

  spawn(): void {
    const { nats, intervalMs = 1000, suspectTimeoutMs, takeoverGraceMs, nodeArgs } = this.#settings;
    const flag = (name: string, ms: number | undefined): string[] =>
      ms === undefined ? [] : [name, `${ms}ms`];
    this.#program = this.#stage.script('central/main', {
      name: 'central',
      ...(nodeArgs && { nodeArgs }),
      args: [
        ...['--replica-id', 'bench', '--replica-data-folder', this.dataFolder],
        ...['--listen-agents', this.agentsAddress],
        ...['--listen-api', this.apiAddress],
        ...['--listen-http', `127.0.0.1:${this.#ports.http}`],
        ...(nats === undefined ? [] : ['--nats-servers', nats]),
        ...flag('--agents-interval', intervalMs),
        ...flag('--liveness-suspect-timeout', suspectTimeoutMs),
        ...flag('--liveness-takeover-grace', takeoverGraceMs),
        ...['--log-level', 'warn'],
      ],
    });
  }

  async ready(): Promise<void> {
    await this.#stage.until('the central is ready', async () => {
      this.program.assertRuns();
      const { code, text } = await this.#http('/readyz');
      if (code !== 200) throw new Error(text);
      return true;
    });
  }

  figures(): ProcessFigures {
    this.program.assertRuns();
    return this.program.figures();
  }

  /** Value of one line of /metrics; 0 if it is not there. */
  async metric(line: string): Promise<number> {
    return (await this.metrics())(line);
  }

  /** The same of several lines at one moment; some begin anew each time they are read. */
  async metrics(): Promise<(line: string) => number> {
    const { text } = await this.#http('/metrics');
    const lines = text.split('\n');
    return (line) => {
      const found = lines.find((other) => other.startsWith(`${line} `));
      return found === undefined ? 0 : Number(found.slice(line.length));
    };
  }

  /** Bytes its store takes on disk. */
  storeBytes(): number {
    const entries = readdirSync(this.dataFolder, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => {
        return sum + statSync(path.join(parentPath, name)).blocks * 512;
      }, 0);
  }

  async #http(where: string): Promise<{ readonly code: number; readonly text: string }> {
    const response = await fetch(`http://127.0.0.1:${this.#ports.http}${where}`, {
      signal: AbortSignal.timeout(30_000),
    });
    return { code: response.status, text: await response.text() };
  }
}
