import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { NatsServer } from '../../harness/nats-server.ts';
import type { NatsServerOptions } from '../../harness/nats-server.ts';
import { buildPrograms } from './build.ts';
import { CentralUnderTest } from './central-under-test.ts';
import type { CentralSettings } from './central-under-test.ts';
import { HopelessError, Program } from './program.ts';
import type { ProgramOptions } from './program.ts';
import { SwarmUnderTest } from './swarm-under-test.ts';
import type { SwarmSettings } from './swarm-under-test.ts';

const lookMs = 20;

/** Where one benchmark plays: what it starts here ends with it. */
export class Stage {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'muster-stage-'));
  readonly build = buildPrograms();
  readonly #programs: Program[] = [];
  readonly #endings: (() => Promise<void>)[] = [];

  /** Says what is being done, beside the result. */
  readonly say: (text: string) => void;

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  static async run<T>(say: (text: string) => void, play: (stage: Stage) => Promise<T>): Promise<T> {
    const stage = new Stage(say);
    const interrupt = (): void => {
      void stage.end().then(() => process.exit(130));
    };
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    try {
      return await play(stage);
    } finally {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      await stage.end();
    }
  }

  /** Any program; it ends with the stage at the latest. */
  program(options: Omit<ProgramOptions, 'folder'>): Program {
    const program = new Program({ ...options, folder: this.folder });
    this.#programs.push(program);
    return program;
  }

  /** A script of the build, such as test/bench/floor-process, as a plain Node program. */
  script(script: string, options: ScriptOptions): Program {
    const { args, name, nodeArgs = [], prefix = [], onLine } = options;
    const node = [process.execPath, ...nodeArgs, path.join(this.build, `${script}.js`), ...args];
    const [command = '', ...rest] = [...prefix, ...node];
    return this.program({
      name,
      command,
      args: rest,
      ...(onLine && { onLine }),
    });
  }

  /** A script that says `ready <port>` on standard output when it serves. */
  async serving(script: string, options: Omit<ScriptOptions, 'onLine'>): Promise<ServingScript> {
    let port = 0;
    const onLine = (line: string): void => {
      port = Number(/^ready (\d+)$/.exec(line)?.[1] ?? port);
    };
    const program = this.script(script, { ...options, onLine });
    await this.until(`${options.name} serves`, () => {
      program.assertRuns();
      return port > 0;
    });
    return { program, port };
  }

  async nats(options: NatsServerOptions = {}): Promise<NatsServer> {
    const nats = await NatsServer.start({ fileStoreBytes: 16 * 1024 ** 3, ...options });
    this.atEnd(() => nats.stop());
    return nats;
  }

  async central(settings: CentralSettings): Promise<CentralUnderTest> {
    const central = await CentralUnderTest.start(this, settings);
    this.atEnd(() => {
      central.client.close();
      return Promise.resolve();
    });
    return central;
  }

  swarm(settings: SwarmSettings): SwarmUnderTest {
    return new SwarmUnderTest(this, settings);
  }

  atEnd(ending: () => Promise<void>): void {
    this.#endings.push(ending);
  }

  /** Waits for a condition; fails when it does not come, and at once when a check finds that it never will. */
  async until(
    what: string,
    check: () => boolean | Promise<boolean>,
    timeoutMs = 120_000,
  ): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    for (;;) {
      let cause: unknown;
      try {
        if (await check()) return;
      } catch (error) {
        if (error instanceof HopelessError) throw error;
        cause = error;
      }
      if (performance.now() > deadlineMs) {
        throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause });
      }
      await sleep(lookMs);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#programs.splice(0).map((program) => program.end()));
    for (const ending of this.#endings.splice(0).reverse()) await ending();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface ScriptOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly nodeArgs?: readonly string[];
  /** What the command line begins with. */
  readonly prefix?: readonly string[];
  readonly onLine?: (line: string) => void;
}

export interface ServingScript {
  readonly program: Program;
  readonly port: number;
}
