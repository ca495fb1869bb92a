import type { SwarmFigures } from '../../swarm/figures.ts';
import { familyFigures } from './process-figures.ts';
import type { ProcessFigures } from './process-figures.ts';
import { HopelessError } from './program.ts';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';

export interface SwarmSettings {
  readonly name?: string;
  readonly central: string;
  readonly agents: number;
  readonly vms: number;
  readonly first?: number;
  readonly changeRate?: number;
  readonly inFlight?: number;
  readonly churn?: number;
  readonly ramp?: number;
  readonly interval?: number;
  readonly processes?: number;
}

/** The first picture of a host is some forty writes to NATS; a fleet that is known already comes in far faster. */
const rampPerS = 100;

/** With more agents in one process, its own delays would be most of the latency. */
const agentsPerProcess = 2500;

export function processesFor(agents: number): number {
  return Math.ceil(agents / agentsPerProcess);
}

/** A fleet that comes in makes progress all the time. */
const standstillMs = 60_000;
const tellMs = 10_000;

/** A swarm in one process or several, steered over its standard input. */
export class SwarmUnderTest {
  readonly program: Program;
  readonly #stage: Stage;
  readonly #agents: number;
  #latest: SwarmFigures | undefined;

  constructor(stage: Stage, settings: SwarmSettings) {
    const { name = 'swarm', central, agents, vms } = settings;
    const { first = 0, changeRate, inFlight = 0, churn = 0, ramp = rampPerS, interval } = settings;
    const { processes = 1 } = settings;
    this.#stage = stage;
    this.#agents = agents;
    this.program = stage.script('test/swarm/main', {
      name,
      // Its own collections of garbage would be counted as latency.
      nodeArgs: ['--max-semi-space-size=64'],
      onLine: (line) => {
        this.#latest = JSON.parse(line) as SwarmFigures;
      },
      args: [
        ...['--central', central, '--agents', String(agents), '--vms', String(vms)],
        ...['--first', String(first), '--in-flight', String(inFlight), '--churn', String(churn)],
        ...['--ramp', String(ramp), '--processes', String(processes), '--hold', '--json'],
        ...(changeRate === undefined ? [] : ['--change-rate', String(changeRate)]),
        ...(interval === undefined ? [] : ['--interval', String(interval)]),
      ],
    });
  }

  /** As of the last full second; undefined in the first. */
  get latest(): SwarmFigures | undefined {
    return this.#latest;
  }

  /** Waits until every agent is connected and its first picture is safe; fails when that stops making progress. */
  async settled(): Promise<void> {
    let [best, bestMs, toldMs] = [-1, performance.now(), performance.now()];
    await this.#stage.until(
      'every agent of the swarm is in sync',
      () => {
        this.program.assertRuns();
        const { connected = 0, safe = 0, lateMs = 0, endReasons = {} } = this.#latest ?? {};
        const nowMs = performance.now();
        if (connected + safe > best) [best, bestMs] = [connected + safe, nowMs];
        if (nowMs - toldMs > tellMs) {
          toldMs = nowMs;
          const reasons = JSON.stringify(endReasons);
          this.#stage.say(
            `  ${connected} connected, ${safe} in sync, late ${lateMs.toFixed(0)} ms, ended: ${reasons}`,
          );
        }
        if (nowMs - bestMs > standstillMs) {
          const reasons = JSON.stringify(endReasons);
          throw new HopelessError(
            `${connected} are connected and ${safe} in sync of ${this.#agents}; connections ended: ${reasons}`,
          );
        }
        return connected === this.#agents && safe === this.#agents;
      },
      Infinity,
    );
  }

  /** Of all its processes. */
  figures(): ProcessFigures {
    this.program.assertRuns();
    return familyFigures(this.program.pid);
  }

  /** The scripted changes begin. */
  go(): void {
    this.program.say('go');
  }

  /** The scripted changes rest. */
  quiet(): void {
    this.program.say('quiet');
  }

  /** Lets everything become safe, ends the process, and tells what it did in all. */
  async end(): Promise<SwarmFigures> {
    this.program.say('end');
    await this.program.gone();
    await this.#stage.until('the swarm has told its summary', () => this.#latest?.isOver === true);
    if (this.#latest === undefined) throw new Error('the swarm told nothing');
    return this.#latest;
  }
}
