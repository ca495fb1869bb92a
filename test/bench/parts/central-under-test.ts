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
  /** `bench` unless told. */
  readonly id?: string;
  /** Where it listens; loopback unless told. */
  readonly host?: string;
  /** Where others find it, if that is another address. */
  readonly advertisedHost?: string;
  /** What its command line begins with. */
  readonly prefix?: readonly string[];
  readonly args?: readonly string[];
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
    this.client = new FleetClient(this.apiAddress);
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
    return `${this.#reachableHost}:${this.#ports.api}`;
  }

  get #reachableHost(): string {
    const { advertisedHost, host = '127.0.0.1' } = this.#settings;
    return advertisedHost ?? host;
  }

  get id(): string {
    return this.#settings.id ?? 'bench';
  }

  get apiPort(): number {
    return this.#ports.api;
  }

  get agentsAddress(): string {
    return `${this.#reachableHost}:${this.#ports.agents}`;
  }

  get agentsPort(): number {
    return this.#ports.agents;
  }

  get dataFolder(): string {
    return this.#settings.dataFolder ?? path.join(this.#stage.folder, this.id);
  }

  get program(): Program {
    if (!this.#program) throw new Error('the central was never started');
    return this.#program;
  }

  spawn(): void {
    const { nats, intervalMs = 1000, suspectTimeoutMs, takeoverGraceMs } = this.#settings;
    const { nodeArgs, prefix, args = [], host = '127.0.0.1' } = this.#settings;
    const { agents, api, http } = this.#ports;
    const flag = (name: string, ms: number | undefined): string[] =>
      ms === undefined ? [] : [name, `${ms}ms`];
    this.#program = this.#stage.script('central/main', {
      name: `central-${this.id}`,
      ...(nodeArgs && { nodeArgs }),
      ...(prefix && { prefix }),
      args: [
        ...['--replica-id', this.id, '--replica-data-folder', this.dataFolder],
        ...['--listen-agents', `${host}:${agents}`, '--listen-api', `${host}:${api}`],
        ...['--listen-http', `${host}:${http}`],
        ...['--replica-advertise-agents', this.agentsAddress],
        ...['--replica-advertise-api', this.apiAddress],
        ...(nats === undefined ? [] : ['--nats-servers', nats]),
        ...flag('--agents-interval', intervalMs),
        ...flag('--liveness-suspect-timeout', suspectTimeoutMs),
        ...flag('--liveness-takeover-grace', takeoverGraceMs),
        ...['--log-level', 'warn', ...args],
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
    const response = await fetch(`http://${this.#reachableHost}:${this.#ports.http}${where}`, {
      signal: AbortSignal.timeout(30_000),
    });
    return { code: response.status, text: await response.text() };
  }
}
