import { createInterface } from 'node:readline';

import { startChildren } from './children.ts';
import { lineOf, summaryOf } from './figures.ts';
import type { SwarmFigures } from './figures.ts';
import { parseSwarmOptions } from './options.ts';
import type { SwarmOptions } from './options.ts';
import { Swarm } from './swarm.ts';
import { loadWorkload } from './workload.ts';

/**
 * `npm run swarm -- --agents N --central ADDR ...`. Standard input takes the words `go` (the script begins), `quiet` (it
 * rests) and `end`, which is how benchmarks steer it.
 */
export interface SwarmRun {
  start(): void;
  go(): void;
  quiet(): void;
  figures(isOver: boolean): SwarmFigures;
  readonly isSettled: boolean;
  /** All agents say goodbye; what they did until then. */
  stop(): Promise<SwarmFigures>;
}

/** How long changes may take to become safe at the end. */
const drainMs = 60_000;
const lookMs = 50;
/** How long a swarm with an end waits at least for its first connection. */
const inVainMs = 10_000;

function runOf(options: SwarmOptions): SwarmRun {
  if (options.processes > 1) return startChildren(options);
  return new Swarm(options, loadWorkload());
}

/** One life of a swarm: it connects, plays, drains, and says what it saw. */
class SwarmProgram {
  readonly #options: SwarmOptions;
  readonly #run: SwarmRun;
  readonly #startedMs = performance.now();
  #before: SwarmFigures;
  #isPlaying = false;
  #playUntilMs = Infinity;
  #drainUntilMs: number | undefined;
  #handles: NodeJS.Timeout[] = [];

  constructor(options: SwarmOptions) {
    this.#options = options;
    this.#run = runOf(options);
    this.#before = this.#run.figures(false);
  }

  start(): void {
    createInterface(process.stdin).on('line', (line) => {
      this.#command(line.trim());
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        this.#command('end');
      });
    }
    this.#run.start();
    this.#handles = [
      setInterval(() => {
        this.#print();
      }, 1000),
      setInterval(() => {
        this.#look();
      }, lookMs),
    ];
  }

  #command(word: string): void {
    if (word === 'go') this.#play();
    if (word === 'quiet') this.#run.quiet();
    if (word === 'end' && this.#drainUntilMs !== undefined) this.#drainUntilMs = 0;
    else if (word === 'end') this.#drain();
  }

  #play(): void {
    this.#isPlaying = true;
    const { seconds } = this.#options;
    if (seconds !== undefined) this.#playUntilMs = performance.now() + seconds * 1000;
    this.#run.go();
  }

  #drain(): void {
    if (this.#drainUntilMs !== undefined) return;
    this.#run.quiet();
    this.#drainUntilMs = performance.now() + drainMs;
  }

  /** A swarm for so many seconds, and in as many not one agent was let in. */
  #isInVain(nowMs: number): boolean {
    const { hold, seconds } = this.#options;
    if (hold || this.#isPlaying || seconds === undefined || this.#before.connected > 0)
      return false;
    return nowMs - this.#startedMs >= Math.max(seconds * 1000, inVainMs);
  }

  /** Nothing is under way any more, or there is nobody to take it. */
  #isDrained(nowMs: number): boolean {
    const isAlone = this.#before.connected === 0 && nowMs - this.#startedMs >= inVainMs;
    return isAlone || this.#run.isSettled;
  }

  #look(): void {
    const nowMs = performance.now();
    if (!this.#isPlaying && !this.#options.hold && this.#run.isSettled) this.#play();
    if (nowMs >= this.#playUntilMs || this.#isInVain(nowMs)) this.#drain();
    if (this.#drainUntilMs === undefined) return;
    if (this.#isDrained(nowMs) || nowMs >= this.#drainUntilMs) void this.#end();
  }

  async #end(): Promise<void> {
    for (const handle of this.#handles) clearInterval(handle);
    const last = await this.#run.stop();
    const seconds = (performance.now() - this.#startedMs) / 1000;
    const text = this.#options.json ? JSON.stringify(last) : summaryOf(last, seconds);
    process.stdout.write(`${text}\n`);
    process.exit(last.unsafe > 0 ? 1 : 0);
  }

  #print(): void {
    const now = this.#run.figures(false);
    const text = this.#options.json ? JSON.stringify(now) : lineOf(now, this.#before);
    this.#before = now;
    process.stdout.write(`${text}\n`);
  }
}

new SwarmProgram(parseSwarmOptions(process.argv.slice(2))).start();
