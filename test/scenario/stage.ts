import { FakeClock } from '../harness/fake-clock.ts';
import { defaultVmHealth } from '../../central/state/vm-health.ts';
import type { VmHealthSettings } from '../../central/state/vm-health.ts';
import { CentralLife } from './central-life.ts';
import { ScenarioStorage } from './scenario-storage.ts';
import type { OutboxAgent, Stream } from './stream.ts';

/** Unix ms when a scenario begins; small, so that placements are easy to read. */
const startUnixMs = 1_000;

/** Everything a scenario plays on. */
export class Stage {
  readonly clock = new FakeClock(startUnixMs);
  readonly streams = new Map<string, Stream>();
  readonly agents = new Map<string, OutboxAgent>();
  readonly storage: ScenarioStorage;
  /** May change while a central runs. */
  vmHealth: VmHealthSettings = defaultVmHealth;
  #lines: string[] = [];
  #central: CentralLife | undefined;
  #starts = 0;

  constructor() {
    this.storage = new ScenarioStorage(this.trace);
  }

  readonly trace = (line: string): void => {
    this.#lines.push(`${(this.clock.monotonicMs() / 1000).toFixed(3)}  ${line}`);
  };

  get central(): CentralLife {
    if (this.#central === undefined) throw new Error('no central runs');
    return this.#central;
  }

  startCentral(graceMs: number): void {
    this.#starts += 1;
    const { clock, storage, trace } = this;
    const instance = `start-${String(this.#starts)}`;
    const vmHealth = (): VmHealthSettings => this.vmHealth;
    this.#central = new CentralLife({ clock, storage, instance, graceMs, vmHealth, trace });
  }

  killCentral(): void {
    this.central.kill();
    this.#central = undefined;
    for (const stream of this.streams.values()) stream.cut(false);
  }

  stream(name: string): Stream {
    const stream = this.streams.get(name);
    if (stream === undefined) throw new Error(`${name} never said hello`);
    return stream;
  }

  agent(name: string): OutboxAgent {
    const agent = this.agents.get(name);
    if (agent === undefined) throw new Error(`there is no agent ${name}`);
    return agent;
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    do await this.clock.advanceAsync(0);
    while (this.#pumpAgents());
  }

  takeTrace(): readonly string[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  #pumpAgents(): boolean {
    const now = this.clock.unixMs();
    return [...this.agents.values()].map((agent) => agent.pump(now, false)).includes(true);
  }
}
