import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { areLogsKept, ChildProgram, type ProgramEnd } from './child-program.ts';
import { eventually } from './eventually.ts';
import { FleetClient } from './fleet-client.ts';
import { freePort } from './free-port.ts';

export interface CentralProcessOptions {
  /** `host:port` of a NATS server; mode `local` without. */
  readonly nats?: string;
  /** `replica-1` unless told. */
  readonly id?: string;
  /** Where agents are told to come, if not where it listens. */
  readonly agentsAdvertised?: string;
  /** Further flags. */
  readonly args?: readonly string[];
  /** Command in front of Node, such as one that mounts something at the data folder. */
  readonly mount?: (dataFolder: string) => readonly string[];
}

/** A `muster-central` of its own: ports and data stay the same over restarts. */
export class CentralProcess {
  readonly folder: string;
  readonly client: FleetClient;
  readonly #ports: { readonly agents: number; readonly api: number; readonly http: number };
  #options: CentralProcessOptions;
  #program: ChildProgram | undefined;

  private constructor(
    folder: string,
    ports: { readonly agents: number; readonly api: number; readonly http: number },
    options: CentralProcessOptions,
  ) {
    this.folder = folder;
    this.#ports = ports;
    this.#options = options;
    this.client = new FleetClient(this.apiAddress);
  }

  /** Neither started nor waited for. */
  static async create(options: CentralProcessOptions = {}): Promise<CentralProcess> {
    const folder = mkdtempSync(path.join(tmpdir(), 'muster-central-'));
    const ports = { agents: await freePort(), api: await freePort(), http: await freePort() };
    return new CentralProcess(folder, ports, options);
  }

  static async start(options: CentralProcessOptions = {}): Promise<CentralProcess> {
    const central = await CentralProcess.create(options);
    await central.restart();
    return central;
  }

  get id(): string {
    return this.#options.id ?? 'replica-1';
  }

  get agentsPort(): number {
    return this.#ports.agents;
  }

  get agentsAddress(): string {
    return `127.0.0.1:${this.#ports.agents}`;
  }

  get apiAddress(): string {
    return `127.0.0.1:${this.#ports.api}`;
  }

  get dataFolder(): string {
    return path.join(this.folder, 'data');
  }

  get pid(): number {
    return this.#program?.pid ?? 0;
  }

  get logText(): string {
    return this.#program?.logText ?? '';
  }

  /** From its next start on. */
  useNats(address: string): void {
    this.configure({ nats: address });
  }

  /** From its next start on. */
  configure(options: Partial<CentralProcessOptions>): void {
    this.#options = { ...this.#options, ...options };
  }

  /** Starts it; it must be down. */
  spawn(): void {
    const { nats, agentsAdvertised, args = [], mount } = this.#options;
    this.#program = new ChildProgram({
      script: 'central/main.ts',
      logFile: path.join(this.folder, 'central.log'),
      args: [
        ...['--replica-id', this.id, '--replica-data-folder', this.dataFolder],
        ...['--listen-agents', this.agentsAddress, '--listen-api', this.apiAddress],
        ...['--listen-http', `127.0.0.1:${this.#ports.http}`, '--agents-interval', '1s'],
        ...(nats === undefined ? [] : ['--nats-servers', nats]),
        ...(agentsAdvertised === undefined ? [] : ['--replica-advertise-agents', agentsAdvertised]),
        ...args,
      ],
      ...(mount && { prefix: mount(this.dataFolder) }),
    });
  }

  /** Starts it and waits until it is ready. */
  async restart(): Promise<void> {
    this.spawn();
    await this.ready();
  }

  async ready(): Promise<void> {
    await eventually(
      async () => {
        if (this.#program?.isOver === true) throw new Error(`it ended:\n${this.logText}`);
        const { code, text } = await this.http('/readyz');
        if (code !== 200) throw new Error(text);
        return true;
      },
      { what: 'the central is ready', intervalMs: 25 },
    );
  }

  kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<ProgramEnd> {
    if (!this.#program) throw new Error('it was never started');
    return this.#program.kill(signal);
  }

  freeze(): void {
    this.#program?.freeze();
  }

  thaw(): void {
    this.#program?.thaw();
  }

  /** How it ended by itself. */
  ended(): Promise<ProgramEnd> {
    if (!this.#program) throw new Error('it was never started');
    return this.#program.ended;
  }

  async http(where: string): Promise<{ readonly code: number; readonly text: string }> {
    const response = await fetch(`http://127.0.0.1:${this.#ports.http}${where}`, {
      signal: AbortSignal.timeout(30_000),
    });
    return { code: response.status, text: await response.text() };
  }

  /** Value of one line of /metrics, such as `muster_sessions` or `muster_x_total{reason="y"}`; 0 if it is not there. */
  async metric(line: string): Promise<number> {
    const { text } = await this.http('/metrics');
    const found = text.split('\n').find((other) => other.startsWith(`${line} `));
    return found === undefined ? 0 : Number(found.slice(line.length));
  }

  /** Waits until a host has one of these statuses. */
  async hostIs(hostId: string, ...statuses: readonly string[]): Promise<void> {
    await eventually(
      async () => {
        const { host } = await this.client.getHost(hostId);
        const status = String(host?.status).replace('HOST_STATUS_', '');
        if (statuses.includes(status)) return true;
        throw new Error(`it is ${status}`);
      },
      { what: `host ${hostId} is ${statuses.join(' or ')}`, intervalMs: 25 },
    );
  }

  /** Ends it and removes everything. */
  async stop(): Promise<void> {
    this.client.close();
    await this.#program?.kill();
    if (!areLogsKept) rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
