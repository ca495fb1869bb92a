import { CentralProcess, type CentralProcessOptions } from './central-process.ts';
import { NatsServer } from './nats-server.ts';
import { ScriptedAgentProcess, type ScriptedAgentOptions } from './scripted-agent-process.ts';
import { WatchRecorder } from './watch-recorder.ts';

interface Stoppable {
  stop(): Promise<void>;
}

export type Mode = 'local' | 'nats';

/** The parts one test started; the last started is stopped first. For tests that run beside others, too. */
export class Stage {
  readonly #parts: Stoppable[] = [];

  /** @param context of the test. */
  constructor({
    onTestFinished,
  }: {
    onTestFinished: (end: () => Promise<void>, ms?: number) => void;
  }) {
    onTestFinished(async () => {
      for (const part of this.#parts.splice(0).reverse()) await part.stop();
    }, 60_000);
  }

  keep<T extends Stoppable>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  async nats(): Promise<NatsServer> {
    return this.keep(await NatsServer.start());
  }

  async central(options: CentralProcessOptions = {}): Promise<CentralProcess> {
    const central = this.keep(await CentralProcess.create(options));
    await central.restart();
    return central;
  }

  async agent(options: ScriptedAgentOptions): Promise<ScriptedAgentProcess> {
    const agent = this.keep(new ScriptedAgentProcess(options));
    agent.spawn();
    await agent.connected();
    return agent;
  }

  /** One central in `mode`, one scripted agent, one watch from before the agent came. */
  async fleet(mode: Mode, args: readonly string[] = []): Promise<Fleet> {
    const nats = mode === 'nats' ? await this.nats() : undefined;
    const central = await this.central({ args, ...(nats && { nats: nats.address }) });
    const watch = this.keep(await WatchRecorder.start(central.client));
    const agent = await this.agent({ addresses: [central.agentsAddress] });
    return { central, watch, agent, ...(nats && { nats }) };
  }
}

export interface Fleet {
  readonly central: CentralProcess;
  readonly watch: WatchRecorder;
  readonly agent: ScriptedAgentProcess;
  /** In mode `nats`. */
  readonly nats?: NatsServer;
}
